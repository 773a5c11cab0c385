package jacobi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private static Summary.Entry entry(String workload, double jacobi, double other) {
    return new Summary.Entry(
        "training",
        workload,
        new Compare.Report(
            "title",
            1,
            1,
            List.of(
                new Compare.Times(JacobiPeer.NAME, jacobi, 0, 0, 0),
                new Compare.Times("other", other, 0, 0, 0)),
            List.of(),
            OptionalDouble.empty()));
  }

  @Test
  void ratiosToJacobiAndTheirGeometricMean() {
    assertThat(Summary.of(List.of(entry("W1", 1, 2), entry("W2", 2, 16))))
        .isEqualTo(
            """
              median / Jacobi's    W1    W2  geometric mean
              training, other    2.00  8.00            4.00
            """);
  }
}
