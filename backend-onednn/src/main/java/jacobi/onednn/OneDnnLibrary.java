package jacobi.onednn;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The C API of oneDNN, called through the foreign function interface, and its CPU engine.
 *
 * <p>Every call runs on the calling thread alone: Jacobi has its own workers and splits the work
 * itself, so that results do not depend on how many there are. oneDNN asks OpenMP how many threads
 * it may use, and OpenMP keeps that answer per thread, so {@link #enterSingleThreaded} sets it
 * around each call and puts back what other users of the same OpenMP runtime had chosen.
 */
final class OneDnnLibrary {
  static final int SUCCESS = 0;
  static final int UNIMPLEMENTED = 3;

  private static final List<String> STATUS =
      List.of(
          "success",
          "out of memory",
          "invalid arguments",
          "unimplemented",
          "last implementation reached",
          "runtime error",
          "not required");

  private static final int ENGINE_KIND_CPU = 1;
  private static final Cleaner CLEANER = Cleaner.create();

  private final SymbolLookup symbols;
  private final String version;
  private final long engine;
  private final MethodHandle getMaxThreads;
  private final MethodHandle setNumThreads;

  private OneDnnLibrary(SymbolLookup symbols, SymbolLookup openMp) {
    this.symbols = symbols;
    this.version = readVersion();
    this.getMaxThreads =
        downcall(
            openMp,
            "omp_get_max_threads",
            FunctionDescriptor.of(JAVA_INT),
            Linker.Option.critical(false));
    this.setNumThreads =
        downcall(
            openMp,
            "omp_set_num_threads",
            FunctionDescriptor.ofVoid(JAVA_INT),
            Linker.Option.critical(false));
    this.engine =
        create(
            "dnnl_engine_create",
            out ->
                (int)
                    function("dnnl_engine_create", JAVA_LONG, JAVA_INT, JAVA_LONG)
                        .invokeExact(out, ENGINE_KIND_CPU, 0L));
  }

  /** Loaded on first use, so that asking whether oneDNN is there costs nothing until then. */
  private static final class Holder {
    static final Availability AVAILABILITY = load();
  }

  /** Loads oneDNN on the first call; never throws because it is missing or does not fit. */
  static Availability availability() {
    return Holder.AVAILABILITY;
  }

  /**
   * The loaded library.
   *
   * @throws OneDnnException when there is none; ask {@link #availability} first
   */
  static OneDnnLibrary get() {
    return switch (availability()) {
      case Availability.Available(OneDnnLibrary library) -> library;
      case Availability.Unavailable(String reason) -> throw new OneDnnException(reason);
    };
  }

  private static Availability load() {
    Optional<Platform> found = Platform.current();
    if (found.isEmpty()) {
      return new Availability.Unavailable(
          "oneDNN is not published for "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch"));
    }
    Platform platform = found.get();
    try {
      Optional<Path> folder = locate(platform);
      if (folder.isEmpty()) {
        return new Availability.Unavailable(
            "no native oneDNN on the class path (org.bytedeco:dnnl with classifier "
                + platform.classifier()
                + ")");
      }
      return open(platform, folder.get());
    } catch (IOException e) {
      return new Availability.Unavailable("oneDNN cannot be extracted: " + e);
    } catch (IllegalCallerException e) {
      return new Availability.Unavailable("native access is denied to Jacobi: " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      // Whatever it is, the portable backend does the work and the log says why.
      return new Availability.Unavailable("oneDNN cannot be loaded: " + e);
    }
  }

  private static Optional<Path> locate(Platform platform) throws IOException {
    ClassLoader loader = OneDnnLibrary.class.getClassLoader();
    Path cache =
        NativeFiles.cacheFolder(
            System.getProperty("os.name"),
            System.getenv(),
            Path.of(System.getProperty("user.home")));
    try {
      return NativeFiles.locate(platform, loader, cache);
    } catch (FileSystemException e) {
      // A container often has no writable home. Extracting at each start costs a second.
      Path folder = NativeFiles.temporaryFolder();
      try {
        return NativeFiles.locate(platform, loader, folder);
      } catch (IOException second) {
        second.addSuppressed(e);
        throw second;
      }
    }
  }

  @SuppressWarnings("restricted")
  private static Availability open(Platform platform, Path folder) {
    SymbolLookup symbols =
        SymbolLookup.libraryLookup(folder.resolve(platform.library()), Arena.global());
    SymbolLookup openMp =
        platform.openMp().isEmpty()
            ? symbols
            : SymbolLookup.libraryLookup(platform.openMp().get(), Arena.global());
    return new Availability.Available(new OneDnnLibrary(symbols, openMp));
  }

  /** Major, minor and patch number. */
  String version() {
    return version;
  }

  /** The CPU engine, alive as long as the JVM. */
  long engine() {
    return engine;
  }

  /**
   * A function that returns a status. Pointers are passed as {@code JAVA_LONG}: a method handle
   * that takes segments is made of many more classes, each made when the JVM starts. Whoever calls
   * keeps the memory alive.
   */
  MethodHandle function(String name, MemoryLayout... parameters) {
    return downcall(symbols, name, FunctionDescriptor.of(JAVA_INT, parameters));
  }

  /**
   * A function that returns a status within nanoseconds and never waits, and may therefore be
   * called without telling the garbage collector.
   */
  MethodHandle shortFunction(String name, MemoryLayout... parameters) {
    return downcall(
        symbols, name, FunctionDescriptor.of(JAVA_INT, parameters), Linker.Option.critical(false));
  }

  /** A function that returns something else than a status. */
  MethodHandle function(String name, FunctionDescriptor descriptor) {
    return downcall(symbols, name, descriptor);
  }

  @SuppressWarnings("restricted")
  private static MethodHandle downcall(
      SymbolLookup lookup, String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment address =
        lookup.find(name).orElseThrow(() -> new OneDnnException("no function " + name));
    return Linker.nativeLinker().downcallHandle(address, descriptor, options);
  }

  /**
   * Makes oneDNN run on the calling thread alone until {@link #leaveSingleThreaded}.
   *
   * @return what to hand back to that method
   */
  int enterSingleThreaded() throws Throwable {
    int before = (int) getMaxThreads.invokeExact();
    if (before != 1) {
      setNumThreads.invokeExact(1);
    }
    return before;
  }

  /** Restores the number of OpenMP threads that the calling thread had. */
  void leaveSingleThreaded(int before) throws Throwable {
    if (before != 1) {
      setNumThreads.invokeExact(before);
    }
  }

  /** Runs a call on the calling thread alone. */
  int singleThreaded(Call call) throws Throwable {
    int before = enterSingleThreaded();
    try {
      return call.run();
    } finally {
      leaveSingleThreaded(before);
    }
  }

  /** A call of a native function; its arguments are all the Java code there is in it. */
  @FunctionalInterface
  interface Call {
    int run() throws Throwable;
  }

  /** A native function that writes the address of a new object to its argument. */
  @FunctionalInterface
  interface Creation {
    int run(long out) throws Throwable;
  }

  /** Runs a call and throws when its status is not success. */
  static void check(String what, Call call) {
    int status = status(call);
    if (status != SUCCESS) {
      throw failure(what, status);
    }
  }

  /** Runs a call and returns its status. */
  static int status(Call call) {
    try {
      return call.run();
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** Runs a creating function and returns the new object. */
  static long create(String what, Creation creation) {
    return tryCreate(what, creation).orElseThrow(() -> failure(what, UNIMPLEMENTED));
  }

  /** Like {@link #create}, but empty where oneDNN has no implementation for what was asked. */
  static Optional<Long> tryCreate(String what, Creation creation) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG);
      int status = status(() -> creation.run(out.address()));
      return switch (status) {
        case SUCCESS -> Optional.of(out.get(JAVA_LONG, 0));
        case UNIMPLEMENTED -> Optional.empty();
        default -> throw failure(what, status);
      };
    }
  }

  /**
   * Destroys a native object once its owner is unreachable.
   *
   * @param owner the only Java object through which the native one is used
   */
  static void destroyWith(Object owner, long object, MethodHandle destroy) {
    CLEANER.register(owner, () -> check("destroy", () -> (int) destroy.invokeExact(object)));
  }

  static OneDnnException failure(String what, int status) {
    String name = status < STATUS.size() ? STATUS.get(status) : "status " + status;
    return new OneDnnException("[oneDNN] " + what + ": " + name);
  }

  /** The exception to throw for what a method handle threw. */
  static RuntimeException rethrow(Throwable e) {
    return switch (e) {
      case RuntimeException runtime -> runtime;
      case Error error -> throw error;
      default -> new OneDnnException("a native call failed", e);
    };
  }

  @SuppressWarnings("restricted")
  private String readVersion() {
    try {
      MethodHandle get = function("dnnl_version", FunctionDescriptor.of(JAVA_LONG));
      MemorySegment numbers =
          MemorySegment.ofAddress((long) get.invokeExact()).reinterpret(3 * JAVA_INT.byteSize());
      StringJoiner joiner = new StringJoiner(".");
      for (int i = 0; i < 3; i++) {
        joiner.add(Integer.toString(numbers.getAtIndex(JAVA_INT, i)));
      }
      return joiner.toString();
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }
}
