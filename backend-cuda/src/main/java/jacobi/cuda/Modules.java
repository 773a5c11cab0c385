package jacobi.cuda;

import jacobi.cuda.driver.CudaException;
import jacobi.cuda.driver.Gpu;
import jacobi.cuda.driver.Nvrtc;
import jacobi.cuda.driver.Settings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * The compiled texts of one GPU, each compiled once. Compiling begins when a text is first asked
 * for, on a few threads, so that a plan's kernels are compiled side by side while the rest of it is
 * still being planned.
 */
final class Modules {
  private static final int MOST_THREADS = 8;

  private static final Executor COMPILERS =
      Executors.newFixedThreadPool(
          Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS),
          Thread.ofPlatform().daemon().name("jacobi-cuda-compiler-", 0).factory());

  private final Gpu gpu;
  private final Optional<KernelFiles> files;
  private final Map<String, Module> modules = new ConcurrentHashMap<>();

  Modules(Gpu gpu) {
    this.gpu = gpu;
    this.files =
        Settings.cache()
            .map(
                folder ->
                    new KernelFiles(
                        folder, "NVRTC " + nvrtc().version() + " sm_" + gpu.capability()));
  }

  /** A text's module, which may still be being compiled. */
  Module of(String code) {
    return modules.computeIfAbsent(code, Module::new);
  }

  private Nvrtc nvrtc() {
    return gpu.cuda().nvrtc();
  }

  private byte[] compile(String code) {
    Optional<byte[]> known = files.flatMap(f -> f.load(code));
    if (known.isPresent()) {
      return known.get();
    }
    byte[] image = nvrtc().compile(code, gpu.capability());
    files.ifPresent(f -> f.store(code, image));
    return image;
  }

  /** A text's compiled kernels. */
  final class Module {
    private final CompletableFuture<byte[]> image;
    private final Map<String, Long> functions = new HashMap<>();
    private long handle;

    private Module(String code) {
      this.image = CompletableFuture.supplyAsync(() -> compile(code), COMPILERS);
    }

    /** The handle of a kernel; waits until it is compiled. */
    long function(String entry) {
      byte[] compiled = compiled();
      return gpu.exclusively(
          () -> {
            if (handle == 0) {
              handle = load(compiled);
            }
            return functions.computeIfAbsent(entry, e -> gpu.driver().function(handle, e));
          });
    }

    private byte[] compiled() {
      try {
        return image.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof CudaException cuda ? cuda : e;
      }
    }

    private long load(byte[] compiled) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment copy = arena.allocate(compiled.length, Long.BYTES);
        copy.copyFrom(MemorySegment.ofArray(compiled));
        return gpu.driver().loadModule(copy);
      }
    }
  }
}
