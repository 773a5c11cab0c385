package jacobi.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GpuTableTest {

  private static Result.Line line(String name, double millis, float loss) {
    return new Result.Line(name, millis, 3_000_000, List.of(2f, loss));
  }

  private static Result result(String network, int times, Result.Line... lines) {
    return new Result(network, network, times, 64 * times, "float32", List.of(lines), "");
  }

  @Test
  void geometricMeanOfRatios() {
    assertThat(GpuTable.geometricMean(List.of(1.0, 4.0, 2.0))).isEqualTo(2, within(1e-12));
  }

  @Test
  void rowHasTimesRatiosAndLargestDifference() {
    Result r =
        result(
            "W1",
            1,
            line("PyTorch", 3, 1.5f),
            line("torch.compile", 1.5, 1.5f),
            line("Jacobi", 2, 1.25f));

    assertThat(GpuTable.times(List.of(r)).lines().toList())
        .hasSize(3)
        .last()
        .asString()
        .isEqualTo(
            "| W1 | 64 | float32 | 2.000 | 3.000 | 1.500 | 1.50 | 0.75 | 3 | 3 | 3 | 1.0e-01 |");
  }

  @Test
  void whatFailedHasNoFigure() {
    Result r = result("W1", 1, line("PyTorch", 3, 1.5f));

    assertThat(GpuTable.times(List.of(r)))
        .endsWith("| W1 | 64 | float32 | - | 3.000 | - | - | - | - | 3 | - | - |\n");
  }

  @Test
  void meansAreBySizeAndLeaveTheLargeNetworksOut() {
    String means =
        GpuTable.means(
            List.of(
                result("W1", 1, line("PyTorch", 2, 0), line("Jacobi", 1, 0)),
                result("W2", 1, line("PyTorch", 8, 0), line("Jacobi", 1, 0)),
                result("W1", 8, line("PyTorch", 3, 0), line("Jacobi", 1, 0)),
                result("W2", 8, line("PyTorch", 3, 0)),
                result("E6", 1, line("PyTorch", 100, 0), line("Jacobi", 1, 0))));

    assertThat(means.lines().skip(2))
        .containsExactly(
            "| W1, W2 | 4.00 | - |", "| W1, W2, 8 times the batch | 1 of 2 measured | - |");
  }
}
