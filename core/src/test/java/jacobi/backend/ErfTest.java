package jacobi.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErfTest {

  // Values to 17 digits from arbitrary-precision arithmetic.
  @ParameterizedTest
  @CsvSource({
    "1e-300, 1.1283791670955126e-300",
    "1e-8, 1.1283791670955126e-8",
    "0.1, 0.1124629160182849",
    "0.25, 0.27632639016823693",
    "0.46875, 0.49261347321793799",
    "0.46876, 0.49262253110684653",
    "0.5, 0.52049987781304654",
    "0.75, 0.71115563365351513",
    "1, 0.84270079294971487",
    "1.5, 0.96610514647531073",
    "2, 0.99532226501895273",
    "2.75, 0.99989937807788036",
    "3.5, 0.99999925690162766",
    "4, 0.9999999845827421",
    "4.0001, 0.99999998459543526",
    "5, 0.99999999999846254",
    "5.9, 0.99999999999999993",
    "6, 0.99999999999999998",
    "10, 1.0"
  })
  void agreesWithArbitraryPrecision(double x, double expected) {
    assertThat(Erf.erf(x)).isCloseTo(expected, within(4e-16 * Math.abs(expected)));
    assertThat(Erf.erf(-x)).isEqualTo(-Erf.erf(x));
  }

  @Test
  void hasLimitsAndKeepsNaNAndTheSignOfZero() {
    assertThat(Erf.erf(Double.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(Erf.erf(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
    assertThat(Erf.erf(Double.NaN)).isNaN();
    assertThat(1 / Erf.erf(-0.0)).isEqualTo(Double.NEGATIVE_INFINITY);
  }
}
