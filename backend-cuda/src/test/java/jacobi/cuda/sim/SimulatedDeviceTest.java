package jacobi.cuda.sim;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.cuda.source.KernelSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the simulated device runs, and what it does not let pass. */
class SimulatedDeviceTest {
  private static final int THREADS = 256;

  /** One block over 256 floats in and out. */
  private static float[] run(String body) {
    String code = "extern \"C\" __global__ void k(const float* x, float* y) {\n" + body + "\n}\n";
    KernelSource source =
        new KernelSource(code, List.of(new KernelSource.Launch("k", 2, THREADS / 2)), 0, false);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment x = SimulatedDevice.spoiled(arena, THREADS * 4);
      MemorySegment y = SimulatedDevice.spoiled(arena, THREADS * 4);
      for (int i = 0; i < THREADS; i++) {
        x.setAtIndex(JAVA_FLOAT, i, i);
      }
      SimulatedDevice.get().run(source, x.address(), y.address());
      return y.toArray(JAVA_FLOAT);
    }
  }

  @Test
  void everyThreadOfEveryBlock() {
    float[] y = run("int i = blockIdx.x * blockDim.x + threadIdx.x; y[i] = x[i] + gridDim.x;");

    assertThat(y[0]).isEqualTo(2);
    assertThat(y[THREADS - 1]).isEqualTo(THREADS + 1);
  }

  @Test
  void sumByShufflesAndSharedMemory() {
    float[] y =
        run(
            """
              __shared__ float part[4];
              float v = x[blockIdx.x * 128 + threadIdx.x];
              for (int n = 16; n > 0; n >>= 1) {
                v += __shfl_xor_sync(0xffffffffu, v, n);
              }
              if (threadIdx.x % 32 == 0) {
                part[threadIdx.x / 32] = v;
              }
              __syncthreads();
              if (threadIdx.x == 0) {
                y[blockIdx.x] = part[0] + part[1] + part[2] + part[3];
              }
            """);

    assertThat(y[0]).isEqualTo(127 * 64);
    assertThat(y[1]).isEqualTo(383 * 64);
  }

  @Test
  void whoDoesNotWaitReadsWhatIsNotThere() {
    float[] y =
        run(
            """
              __shared__ float all[128];
              all[threadIdx.x] = 1;
              y[blockIdx.x * 128 + threadIdx.x] = all[127 - threadIdx.x];
            """);

    assertThat(y[0]).isNaN();
    assertThat(y[THREADS - 1]).isNaN();
  }

  @Test
  void castsSaturate() {
    float[] y =
        run(
            """
              y[0] = __float2int_rz(1e20f) == 2147483647;
              y[1] = __float2int_rz(x[0] / x[0]);
              y[2] = __float2ll_rz(-1e30f) == (long long)(1ULL << 63);
              y[3] = __umulhi(0xffffffffu, 0xffffffffu) == 0xfffffffeu;
            """);

    assertThat(y).startsWith(1, 0, 1, 1);
  }

  @Test
  void mistakesAreReported() {
    assertFails(
        "if (threadIdx.x < 5) __syncthreads();", "waits at line 2 for threads of its block");
    assertFails("if (threadIdx.x < 5) __shfl_xor_sync(0xffffffffu, 1, 1);", "of its warp");
    assertFails("if (threadIdx.x < 5) __syncthreads();\nelse __syncthreads();", "at the barrier");
    assertFails("float4 v = *(const float4*) (x + 1); y[0] = v.x;", "misaligned address");
    assertFails("__shared__ int a[4]; a[threadIdx.x] = 1;", "index 4 outside its array");
    assertFails("y[0] = (int) (x[1] * 1e20f);", "a cast to an integer");
    assertFails("y[0] = 5 / (int) x[0];", "integer division");
    assertFails("y[0] = nothing;", "nothing");
  }

  private static void assertFails(String body, String message) {
    assertThatThrownBy(() -> run(body))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
  }
}
