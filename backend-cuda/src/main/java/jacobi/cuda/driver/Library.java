package jacobi.cuda.driver;

import java.util.List;

/** The shared libraries of CUDA that this backend uses. */
public enum Library {
  /** Comes with the driver, not with CUDA. */
  DRIVER("libcuda", "install the NVIDIA driver"),
  NVRTC("NVRTC", "install CUDA 12 or 13, or pip install nvidia-cuda-nvrtc"),
  CUBLASLT("cuBLASLt", "install CUDA 12 or 13, or pip install nvidia-cublas"),
  CUDNN("cuDNN 9", "install cuDNN 9, or pip install nvidia-cudnn-cu13");

  /** The oldest major version of CUDA whose libraries fit. */
  static final int OLDEST = 12;

  /** Those that fit, newest first. */
  private static final List<Integer> MAJORS = List.of(13, OLDEST);

  private final String title;
  private final String remedy;

  Library(String title, String remedy) {
    this.title = title;
    this.remedy = remedy;
  }

  /** What it is called in messages. */
  public String title() {
    return title;
  }

  /** What to do where it is missing. */
  String remedy() {
    return remedy;
  }

  /**
   * Its file names, those to be taken first first.
   *
   * @param windows whether on Windows
   * @param newest the newest major version of CUDA that the driver knows
   */
  List<String> fileNames(boolean windows, int newest) {
    return switch (this) {
      case DRIVER -> List.of(windows ? "nvcuda.dll" : "libcuda.so.1");
      case NVRTC -> versions(windows ? "nvrtc64_%d0_0.dll" : "libnvrtc.so.%d", newest);
      case CUBLASLT -> versions(windows ? "cublasLt64_%d.dll" : "libcublasLt.so.%d", newest);
      case CUDNN -> List.of(windows ? "cudnn64_9.dll" : "libcudnn.so.9");
    };
  }

  private static List<String> versions(String pattern, int newest) {
    return MAJORS.stream().filter(m -> m <= newest).map(pattern::formatted).toList();
  }
}
