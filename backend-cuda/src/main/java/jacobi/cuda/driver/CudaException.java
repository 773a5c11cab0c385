package jacobi.cuda.driver;

import jacobi.backend.DeviceException;

/** Something that CUDA, or a library on top of it, could not do. */
public final class CudaException extends DeviceException {
  private static final long serialVersionUID = 1L;

  /** Codes of {@code CUresult}, as cuda.h numbers them. */
  static final int OUT_OF_MEMORY = 2;

  private static final int STUB_LIBRARY = 34;
  private static final int CALL_REQUIRES_NEWER_DRIVER = 36;
  private static final int DEVICE_UNAVAILABLE = 46;
  private static final int NO_DEVICE = 100;
  private static final int NO_BINARY_FOR_GPU = 209;
  private static final int ECC_UNCORRECTABLE = 214;
  private static final int UNSUPPORTED_PTX_VERSION = 222;
  private static final int OPERATING_SYSTEM = 304;
  private static final int ILLEGAL_ADDRESS = 700;
  private static final int LAUNCH_OUT_OF_RESOURCES = 701;
  private static final int LAUNCH_TIMEOUT = 702;
  private static final int FIRST_STICKY = 709;
  private static final int LAST_STICKY = 719;
  private static final int HOST_MEMORY_ALREADY_REGISTERED = 712;
  private static final int HOST_MEMORY_NOT_REGISTERED = 713;
  private static final int TOO_MANY_PEERS = 711;
  private static final int SYSTEM_NOT_READY = 802;
  private static final int SYSTEM_DRIVER_MISMATCH = 803;
  private static final int COMPAT_NOT_SUPPORTED_ON_DEVICE = 804;

  public CudaException(String message) {
    super(message);
  }

  private CudaException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * A failed call of the driver.
   *
   * @param name CUDA's name of the code, such as CUDA_ERROR_OUT_OF_MEMORY
   * @param text what CUDA says about it
   */
  static CudaException of(String call, int code, String name, String text) {
    String advice = advice(code);
    return new CudaException(
        "[cuda] "
            + call
            + " failed: "
            + (name.isEmpty() ? "error" : name)
            + " ("
            + code
            + (text.isEmpty() ? "" : ", " + text)
            + ")"
            + (advice.isEmpty() ? "" : "; " + advice));
  }

  /** The same with what was being run. */
  public CudaException during(String what) {
    return what.isEmpty() ? this : new CudaException(getMessage() + "; " + what, this);
  }

  private static String advice(int code) {
    return switch (code) {
      case OUT_OF_MEMORY ->
          "the GPU's memory is full: a smaller batch needs less, and so do other programs ended";
      case STUB_LIBRARY ->
          "the libcuda found is a stub to link with, not the driver's: take its folder off the"
              + " library path";
      case DEVICE_UNAVAILABLE -> "another process has the GPU for itself";
      case NO_DEVICE -> "no GPU is visible: see nvidia-smi and CUDA_VISIBLE_DEVICES";
      case NO_BINARY_FOR_GPU ->
          "the kernel was not compiled for this GPU: a newer NVRTC knows newer GPUs";
      case CALL_REQUIRES_NEWER_DRIVER, UNSUPPORTED_PTX_VERSION ->
          "the driver is older than the CUDA libraries: install a newer driver, or libraries of its"
              + " CUDA version";
      case SYSTEM_DRIVER_MISMATCH ->
          "the driver's library and its kernel module are of two versions: restart the machine, or"
              + " reinstall the driver";
      case COMPAT_NOT_SUPPORTED_ON_DEVICE ->
          "a cuda-compat library is found before the driver's own, and this GPU does not support"
              + " it: take it off the library path";
      case OPERATING_SYSTEM, SYSTEM_NOT_READY ->
          "the driver does not answer: see nvidia-smi; a container must be given the GPU";
      case ECC_UNCORRECTABLE -> "the GPU's memory is faulty";
      case LAUNCH_OUT_OF_RESOURCES -> "the kernel needs more registers than the GPU has";
      case LAUNCH_TIMEOUT -> "a kernel ran longer than a GPU with a screen allows; " + sticky();
      case TOO_MANY_PEERS, HOST_MEMORY_ALREADY_REGISTERED, HOST_MEMORY_NOT_REGISTERED -> "";
      default ->
          code == ILLEGAL_ADDRESS || (code >= FIRST_STICKY && code <= LAST_STICKY)
              ? "a kernel launched earlier failed; " + sticky()
              : "";
    };
  }

  private static String sticky() {
    return Settings.check()
        ? "nothing more runs on the GPU in this process"
        : "nothing more runs on the GPU in this process; which kernel it was is known only with"
            + " -Djacobi.cuda.check=true, which waits after each launch";
  }
}
