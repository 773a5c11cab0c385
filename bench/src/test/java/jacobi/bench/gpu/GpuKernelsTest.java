package jacobi.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.Device;
import jacobi.bench.Cnn;
import jacobi.bench.LstmLanguageModel;
import jacobi.bench.Mlp;
import jacobi.graph.JacobiException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GpuKernelsTest {

  @Test
  void longestOfAStepComeFirst() {
    String table =
        GpuKernels.table(
            List.of(
                new KernelTimes.Timed("W1", "once", 1, 3_000_000, 2e-6),
                new KernelTimes.Timed("W4", "often", 35, 100_000, 1e-7),
                new KernelTimes.Timed("W5", "short", 1, 8, 1e-8)),
            3e12,
            2);

    assertThat(table.lines())
        .containsExactly(
            "| kernel, against a copy of 3000 GB/s | network | runs a step | us a run | MB a run |"
                + " GB/s | of the copy |",
            "|---|---:|---:|---:|---:|---:|---:|",
            "| often | W4 | 35 | 0.1 | 0.10 | 1000 | 33 % |",
            "| once | W1 | 1 | 2.0 | 3.00 | 1500 | 50 % |");
  }

  @Test
  void kernelsOfAStepAreThoseOfItsPlan() {
    var times = new KernelTimes(Device.cpu());

    assertThat(times.of(new Mlp("S", new int[] {5, 4, 3}, 2, 1)))
        .isNotEmpty()
        .allSatisfy(
            t -> {
              assertThat(t.times()).isEqualTo(1);
              assertThat(t.bytes()).isPositive();
              assertThat(t.what()).doesNotStartWith("product");
            });
    // Both passes are loops over the words.
    assertThat(times.of(new LstmLanguageModel("S", 1, 3, 7, 6, 2, 1)))
        .extracting(KernelTimes.Timed::times)
        .contains(1, 6)
        .isSubsetOf(1, 6);
  }

  @Test
  void networksByName() {
    assertThat(GpuNetworks.named(List.of())).hasSize(7);
    assertThat(GpuNetworks.named(List.of("E6"))).containsExactly(Cnn.E6);
    assertThatThrownBy(() -> GpuNetworks.named(List.of("W1", "W9")))
        .isInstanceOf(JacobiException.class)
        .hasMessage("no network 'W9'; there are W1, W2, W3, W4, W5, E6, LM");
    assertThat(GpuNetworks.enlarged(Mlp.W1).batch()).isEqualTo(512);
    assertThat(GpuNetworks.enlarged(Cnn.E6)).isEqualTo(Cnn.E6);
  }
}
