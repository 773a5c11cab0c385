package jacobi.runtime;

import jacobi.backend.Accelerator;
import jacobi.backend.AddressSpace;
import jacobi.backend.Backend;
import jacobi.compile.Kernels;
import jacobi.graph.JacobiException;
import jacobi.graph.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Devices by their names, and one engine for each that is used. */
public final class Devices {
  /** The processor that runs this program. */
  public static final String CPU = "cpu";

  /** The first accelerator that works here, or else {@link #CPU}. */
  public static final String BEST = "best";

  private record Key(String device, Precision precision) {}

  private static final Map<Key, Engine> ENGINES = new ConcurrentHashMap<>();
  private static final Map<AddressSpace, MemoryPool> POOLS = new ConcurrentHashMap<>();

  private Devices() {}

  /** Loaded only when somebody asks for more than the processor. */
  private static final class Found {
    static final List<Accelerator> ACCELERATORS =
        ServiceLoader.load(Accelerator.class, Accelerator.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparing(Accelerator::name))
            .toList();
  }

  /** Names of all devices that work here, {@link #CPU} first. */
  public static List<String> names() {
    return Stream.concat(
            Stream.of(CPU),
            Found.ACCELERATORS.stream()
                .filter(a -> a.unavailable().isEmpty())
                .flatMap(a -> IntStream.range(0, a.count()).mapToObj(i -> a.name() + ":" + i)))
        .toList();
  }

  /**
   * The full name of a device.
   *
   * @param name {@link #CPU}, {@link #BEST}, or an accelerator's with or without a number, as
   *     "cuda" or "cuda:1"
   * @throws JacobiException if there is none of that name, or it does not work here
   */
  public static String resolve(String name) {
    if (name.equals(CPU)) {
      return CPU;
    }
    if (name.equals(BEST)) {
      List<String> names = names();
      return names.size() > 1 ? names.get(1) : CPU;
    }
    int colon = name.indexOf(':');
    Accelerator accelerator = accelerator(colon < 0 ? name : name.substring(0, colon), name);
    String missing = accelerator.unavailable();
    if (!missing.isEmpty()) {
      throw new JacobiException("device '" + name + "' does not work here: " + missing);
    }
    String full = colon < 0 ? name + ":0" : name;
    if (!names().contains(full)) {
      throw none(name);
    }
    return full;
  }

  /**
   * The engine of a device; the same one each time.
   *
   * @param name as {@link #resolve} takes it
   * @param precision what products may be rounded to; the processor always multiplies exactly
   */
  public static Engine engine(String name, Precision precision) {
    Key key = new Key(resolve(name), precision);
    return ENGINES.computeIfAbsent(key, Devices::open);
  }

  private static Engine open(Key key) {
    if (key.device().equals(CPU)) {
      return new Engine(Settings.backend(), Settings.threads());
    }
    int colon = key.device().indexOf(':');
    Accelerator accelerator = accelerator(key.device().substring(0, colon), key.device());
    int index = Integer.parseInt(key.device().substring(colon + 1));
    AddressSpace space = accelerator.space(index);
    Backend backend = accelerator.backend(index, key.precision());
    MemoryPool pool = POOLS.computeIfAbsent(space, s -> new MemoryPool(s, s.capacity()));
    System.getLogger("jacobi")
        .log(
            System.Logger.Level.INFO,
            "Jacobi computes with " + key.device() + " (" + backend.description() + ")");
    return new Engine(new Kernels(List.of(backend), true), pool);
  }

  private static Accelerator accelerator(String kind, String asked) {
    return Found.ACCELERATORS.stream()
        .filter(a -> a.name().equals(kind))
        .findFirst()
        .orElseThrow(() -> none(asked));
  }

  private static JacobiException none(String asked) {
    List<String> all = new ArrayList<>(names());
    all.add(BEST);
    String missing =
        Found.ACCELERATORS.stream()
            .map(
                a ->
                    Optional.of(a.unavailable())
                        .filter(m -> !m.isEmpty())
                        .map(m -> a.name() + " does not work: " + m))
            .flatMap(Optional::stream)
            .map(m -> "; " + m)
            .collect(Collectors.joining());
    return new JacobiException(
        "no device '" + asked + "'; there are: " + String.join(", ", all) + missing);
  }
}
