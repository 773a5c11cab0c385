package jacobi.cuda.driver;

import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * CUDA as it is on this machine.
 *
 * @param driver initialised
 * @param devices how many GPUs it shows, at least one
 * @param cublasLt functions of cuBLASLt, if there
 * @param cudnn functions of cuDNN, if there
 * @param description one line: versions, and what is missing
 */
public record Cuda(
    Driver driver,
    Nvrtc nvrtc,
    int devices,
    Optional<SymbolLookup> cublasLt,
    Optional<SymbolLookup> cudnn,
    String description) {
  private static final int VERSIONS_IN_MAJOR = 1000;
  private static final int VERSIONS_IN_MINOR = 10;

  /** Whether CUDA can be used. */
  public sealed interface Availability {
    record Available(Cuda cuda) implements Availability {}

    /**
     * It cannot.
     *
     * @param reason one line that says what is missing
     */
    record Unavailable(String reason) implements Availability {}
  }

  /** Loaded on first use, so that asking costs nothing until then. */
  private static final class Holder {
    static final Availability AVAILABILITY = load(Places.current());
  }

  /** Loads CUDA on the first call; never throws because it is missing or does not fit. */
  public static Availability availability() {
    return Holder.AVAILABILITY;
  }

  static Availability load(Places places) {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (!os.startsWith("linux") && !os.startsWith("windows")) {
      return new Availability.Unavailable(
          "NVIDIA has no CUDA for " + System.getProperty("os.name"));
    }
    try {
      return load(new Loader(places, os.startsWith("windows")));
    } catch (IllegalCallerException e) {
      return new Availability.Unavailable("native access is denied to Jacobi: " + e.getMessage());
    } catch (CudaException e) {
      return new Availability.Unavailable(e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      // Whatever it is, computing goes on without a GPU and the log says why.
      return new Availability.Unavailable("CUDA cannot be loaded: " + e);
    }
  }

  private static Availability load(Loader loader) {
    Loader.Found libcuda = loader.open(Library.DRIVER, 0);
    if (libcuda.symbols().isEmpty()) {
      return new Availability.Unavailable(libcuda.line());
    }
    Driver driver = new Driver(libcuda.symbols().get());
    driver.init();
    int devices = driver.deviceCount();
    if (devices == 0) {
      return new Availability.Unavailable(
          "no GPU is visible to the driver: see nvidia-smi and CUDA_VISIBLE_DEVICES");
    }
    int newest = driver.version() / VERSIONS_IN_MAJOR;
    Loader.Found libnvrtc = loader.open(Library.NVRTC, newest);
    if (libnvrtc.symbols().isEmpty()) {
      return new Availability.Unavailable(
          newest < Library.OLDEST
              ? "the driver is for CUDA " + version(driver) + ": CUDA 12 or newer is needed"
              : libnvrtc.line());
    }
    Nvrtc nvrtc = new Nvrtc(libnvrtc.symbols().get());
    List<String> parts = new ArrayList<>();
    parts.add("driver for CUDA " + version(driver));
    parts.add("NVRTC " + nvrtc.version());
    // In this order: cuDNN needs cuBLASLt, and finds by name what is open already.
    Optional<SymbolLookup> cublasLt = optional(loader, Library.CUBLASLT, newest, parts);
    Optional<SymbolLookup> cudnn = optional(loader, Library.CUDNN, newest, parts);
    return new Availability.Available(
        new Cuda(driver, nvrtc, devices, cublasLt, cudnn, String.join(", ", parts)));
  }

  private static Optional<SymbolLookup> optional(
      Loader loader, Library library, int newest, List<String> parts) {
    if (!Settings.libraries()) {
      parts.add("no " + library.title() + " (jacobi.cuda.libraries is false)");
      return Optional.empty();
    }
    Loader.Found found = loader.open(library, newest);
    parts.add(found.symbols().isPresent() ? library.title() : found.line());
    return found.symbols();
  }

  private static String version(Driver driver) {
    int version = driver.version();
    return version / VERSIONS_IN_MAJOR + "." + version % VERSIONS_IN_MAJOR / VERSIONS_IN_MINOR;
  }
}
