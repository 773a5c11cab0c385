package jacobi.runtime;

import jacobi.backend.Backend;
import jacobi.compile.Kernels;
import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Which backends are used, and the one log line that says so and why. */
final class BackendChoice {
  private static final String REFERENCE = "reference";
  private static final System.Logger LOG = System.getLogger("jacobi");
  private static final ConcurrentHashMap<String, Boolean> LOGGED = new ConcurrentHashMap<>();

  private BackendChoice() {}

  /**
   * "auto" takes all that work here, best first. A name takes that backend and, for what it leaves,
   * those below it; "reference" runs every operation by its definition.
   */
  static Kernels choose(String name) {
    List<Backend> all = new ArrayList<>();
    ServiceLoader.load(Backend.class, Backend.class.getClassLoader()).forEach(all::add);
    all.sort(Comparator.comparingInt(Backend::priority).reversed());
    String names = all.stream().map(Backend::name).collect(Collectors.joining(", "));
    List<Backend> usable = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    if (name.equals("auto")) {
      for (Backend b : all) {
        String missing = b.unavailable();
        if (missing.isEmpty()) {
          usable.add(b);
          reasons.add(b.name() + " (" + b.description() + ")");
        } else {
          reasons.add("not " + b.name() + ": " + missing);
        }
      }
    } else {
      Backend forced =
          all.stream()
              .filter(b -> b.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new JacobiException("no backend '" + name + "'; there are: auto, " + names));
      if (!forced.unavailable().isEmpty()) {
        throw new JacobiException(
            "backend '" + name + "' does not work here: " + forced.unavailable());
      }
      all.stream().filter(b -> b.priority() <= forced.priority()).forEach(usable::add);
      reasons.add(name + " as asked (" + forced.description() + ")");
    }
    if (LOGGED.putIfAbsent(name, true) == null) {
      LOG.log(System.Logger.Level.INFO, "Jacobi computes with " + String.join("; ", reasons));
    }
    // The reference defines operations one by one; fusing needs a backend that runs loop nests.
    boolean fuse = usable.stream().anyMatch(b -> !b.name().equals(REFERENCE));
    return new Kernels(usable, fuse);
  }
}
