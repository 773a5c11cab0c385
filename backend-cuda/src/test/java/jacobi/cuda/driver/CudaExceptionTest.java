package jacobi.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.backend.DeviceException;
import org.junit.jupiter.api.Test;

class CudaExceptionTest {
  @Test
  void saysWhatCudaSaysAndWhatToDo() {
    CudaException e =
        CudaException.of("cuInit", 803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH", "system mismatch");

    assertThat(e)
        .isInstanceOf(DeviceException.class)
        .hasMessage(
            "[cuda] cuInit failed: CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (803, system mismatch); the"
                + " driver's library and its kernel module are of two versions: restart the"
                + " machine, or reinstall the driver");
  }

  @Test
  void aFailedKernelMakesTheContextUseless() {
    CudaException e =
        CudaException.of("cuStreamSynchronize", 700, "CUDA_ERROR_ILLEGAL_ADDRESS", "illegal")
            .during("launched last: gather [5, 3]");

    assertThat(e)
        .hasMessageContaining("a kernel launched earlier failed")
        .hasMessageContaining("-Djacobi.cuda.check=true")
        .hasMessageEndingWith("; launched last: gather [5, 3]");
  }

  @Test
  void codesThatTheDriverDoesNotKnow() {
    assertThat(CudaException.of("cuInit", 12345, "", ""))
        .hasMessage("[cuda] cuInit failed: error (12345)");
  }
}
