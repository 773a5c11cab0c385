package jacobi.cuda.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real NVRTC, which needs no GPU; skipped where it is not installed. */
class NvrtcTest {
  private static final String CODE =
      "extern \"C\" __global__ void twice(const float* x, float* y) {"
          + " y[threadIdx.x] = 2 * expf(x[threadIdx.x]); }";

  private Nvrtc nvrtc;

  @BeforeEach
  void open() {
    nvrtc = new Nvrtc(RealLibraries.open(Library.NVRTC));
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 90})
  void compilesToMachineCode(int capability) {
    byte[] image = nvrtc.compile(CODE, capability);

    assertThat(Arrays.copyOf(image, 4)).isEqualTo(new byte[] {0x7f, 'E', 'L', 'F'});
    assertThat(new String(image, UTF_8)).contains("twice");
  }

  @Test
  void forANewerGpuItCompilesToWhatTheDriverCompilesFurther() {
    int newest = Arrays.stream(nvrtc.architectures()).max().orElseThrow();

    byte[] image = nvrtc.compile(CODE, newest + 1);

    assertThat(new String(image, UTF_8))
        .contains(".target sm_" + newest, ".entry twice")
        .endsWith("\0");
  }

  @Test
  void forAnOlderGpuItSaysThatItCannot() {
    int oldest = nvrtc.architectures()[0];

    assertThatThrownBy(() -> nvrtc.compile(CODE, oldest - 1))
        .isInstanceOf(CudaException.class)
        .hasMessage(
            "[cuda] NVRTC %s compiles for compute capability %s and newer; this GPU has %s: it"
                + " needs an older CUDA",
            nvrtc.version(), oldest / 10.0, (oldest - 1) / 10.0);
  }

  @Test
  void aTextThatIsWrongIsRejectedWithTheReason() {
    assertThatThrownBy(() -> nvrtc.compile("extern \"C\" __global__ void f() { g(); }", 90))
        .isInstanceOf(CudaException.class)
        .hasMessageContaining("identifier \"g\" is undefined");
  }
}
