package jacobi.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PcaTest {
  @Test
  void findsTheTwoDirectionsOfAPlane() {
    // Points a u + b v + c with u and v at right angles, a spread wider than b.
    double[] u = {.6, .8, 0, 0};
    double[] v = {0, 0, .28, .96};
    SplittableRandom random = new SplittableRandom(1);
    double[][] points = new double[60][4];
    double[][] ab = new double[60][2];
    double[] mean = new double[2];
    for (int i = 0; i < 60; i++) {
      ab[i][0] = 3 * random.nextGaussian();
      ab[i][1] = random.nextGaussian();
      for (int j = 0; j < 4; j++) {
        points[i][j] = ab[i][0] * u[j] + ab[i][1] * v[j] + 7;
      }
      mean[0] += ab[i][0] / 60;
      mean[1] += ab[i][1] / 60;
    }
    Pca pca = Pca.of(points);
    assertThat(pca.share()).isCloseTo(1, within(1e-9));
    // Distances in the plane stay, and the axes have no covariance.
    double covariance = 0;
    double varianceOfFirst = 0;
    double varianceOfSecond = 0;
    for (int i = 0; i < 60; i++) {
      double[] p = pca.projected()[i];
      double[] q = pca.projected()[(i + 1) % 60];
      double[] a = ab[i];
      double[] b = ab[(i + 1) % 60];
      assertThat(Math.hypot(p[0] - q[0], p[1] - q[1]))
          .isCloseTo(Math.hypot(a[0] - b[0], a[1] - b[1]), within(1e-6));
      covariance += p[0] * p[1];
      varianceOfFirst += p[0] * p[0];
      varianceOfSecond += p[1] * p[1];
    }
    assertThat(covariance).isCloseTo(0, within(1e-3));
    assertThat(varianceOfFirst).isGreaterThan(4 * varianceOfSecond);
  }

  @Test
  void theDirectionsHaveTheGreatestVarianceThereIs() {
    SplittableRandom random = new SplittableRandom(2);
    double[][] points = new double[200][5];
    for (double[] p : points) {
      for (int j = 0; j < 5; j++) {
        p[j] = (5 - j) * random.nextGaussian();
      }
    }
    // Of independent axes with variances 25, 16, 9, 4 and 1 the first two have 41 of 55.
    assertThat(Pca.of(points).share()).isBetween(0.70, 0.82);
  }

  @Test
  void pointsThatAreAllTheSameLieAtZero() {
    Pca pca = Pca.of(new double[][] {{1, 2}, {1, 2}, {1, 2}});
    assertThat(pca.projected()).isDeepEqualTo(new double[3][2]);
    assertThat(pca.share()).isEqualTo(1);
  }
}
