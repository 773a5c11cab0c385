package jacobi.runtime;

import jacobi.backend.Backend;
import jacobi.compile.Kernels;
import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Which backends are used, and the one log line that says so and why. */
final class BackendChoice {
  private static final String AUTO = "auto";
  private static final String REFERENCE = "reference";
  private static final ConcurrentHashMap<String, Boolean> LOGGED = new ConcurrentHashMap<>();

  private BackendChoice() {}

  /**
   * "auto" takes all that work here, best first. A name takes that backend and, for what it leaves,
   * those below it; "reference" runs every operation by its definition.
   *
   * <p>Finding out what works takes part of a second, a native library is loaded for it: "auto",
   * which cannot fail, does so beside the code that builds the network.
   */
  static Supplier<Kernels> choose(String name) {
    if (!name.equals(AUTO)) {
      Choice choice = named(name);
      choice.log(name);
      return choice::kernels;
    }
    CompletableFuture<Kernels> kernels = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("jacobi-start")
        .start(
            () -> {
              try {
                Choice choice = best();
                kernels.complete(choice.kernels());
                choice.log(AUTO);
              } catch (Throwable e) {
                kernels.completeExceptionally(e);
              }
            });
    return kernels::join;
  }

  private record Choice(List<Backend> usable, List<String> reasons) {
    Kernels kernels() {
      // The reference defines operations one by one; fusing needs a backend that runs loop nests.
      return new Kernels(usable, usable.stream().anyMatch(b -> !b.name().equals(REFERENCE)));
    }

    void log(String name) {
      if (LOGGED.putIfAbsent(name, true) == null) {
        System.getLogger("jacobi")
            .log(System.Logger.Level.INFO, "Jacobi computes with " + String.join("; ", reasons));
      }
    }
  }

  /** All backends, best first. */
  private static List<Backend> all() {
    List<Backend> all = new ArrayList<>();
    ServiceLoader.load(Backend.class, Backend.class.getClassLoader()).forEach(all::add);
    all.sort(Comparator.comparingInt(Backend::priority).reversed());
    return all;
  }

  private static Choice best() {
    List<Backend> usable = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (Backend b : all()) {
      String missing = b.unavailable();
      if (missing.isEmpty()) {
        usable.add(b);
        reasons.add(b.name() + " (" + b.description() + ")");
      } else {
        reasons.add("not " + b.name() + ": " + missing);
      }
    }
    return new Choice(usable, reasons);
  }

  private static Choice named(String name) {
    List<Backend> all = all();
    String names = all.stream().map(Backend::name).collect(Collectors.joining(", "));
    Backend forced =
        all.stream()
            .filter(b -> b.name().equals(name))
            .findFirst()
            .orElseThrow(
                () -> new JacobiException("no backend '" + name + "'; there are: auto, " + names));
    if (!forced.unavailable().isEmpty()) {
      throw new JacobiException(
          "backend '" + name + "' does not work here: " + forced.unavailable());
    }
    return new Choice(
        all.stream().filter(b -> b.priority() <= forced.priority()).toList(),
        List.of(name + " as asked (" + forced.description() + ")"));
  }
}
