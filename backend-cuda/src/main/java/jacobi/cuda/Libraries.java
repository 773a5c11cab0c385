package jacobi.cuda;

import jacobi.cuda.driver.CudaException;
import jacobi.cuda.driver.Gpu;
import jacobi.cuda.library.Blas;
import jacobi.cuda.library.Dnn;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Function;

/**
 * NVIDIA's libraries on one GPU, as far as they are there and work.
 *
 * @param description one line: the GPU, versions, and what is missing
 */
record Libraries(Optional<Blas> blas, Optional<Dnn> dnn, String description) {
  private static final System.Logger LOG = System.getLogger("jacobi.cuda");
  private static final double TENTHS = 10;

  /** Opens them for a GPU. What does not work is left out, and the log says so. */
  static Libraries open(Gpu gpu) {
    Optional<Blas> blas = open(gpu, "cuBLASLt", Blas::open);
    Optional<Dnn> dnn = open(gpu, "cuDNN", Dnn::open);
    String description =
        gpu.name()
            + " (compute capability "
            + gpu.capability() / TENTHS
            + "), "
            + gpu.cuda().description();
    return new Libraries(blas, dnn, description);
  }

  private static <T> Optional<T> open(Gpu gpu, String name, Function<Gpu, Optional<T>> open) {
    try {
      return open.apply(gpu);
    } catch (CudaException e) {
      LOG.log(Level.WARNING, name + " is not used: " + e.getMessage());
      return Optional.empty();
    }
  }
}
