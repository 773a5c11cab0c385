package jacobi.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jacobi.Tensor;
import jacobi.data.Dataset;
import jacobi.data.Sequences;
import jacobi.data.Targets;
import jacobi.nn.Linear;
import jacobi.nn.Module;
import jacobi.nn.Sequential;
import jacobi.nn.loss.Loss;
import jacobi.nn.loss.Losses;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfusionTest {
  private static final List<String> THREE = List.of("a", "b", "c");

  /** The example of scikit-learn's f1_score, precision_score and recall_score. */
  @Test
  void macroAveragesAreThoseOfScikitLearn() {
    Confusion c = Confusion.of(THREE, new int[] {0, 1, 2, 0, 1, 2}, new int[] {0, 2, 1, 0, 0, 1});
    assertThat(c.precision()).isCloseTo(2.0 / 9, within(1e-12));
    assertThat(c.recall()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(c.f1()).isCloseTo(0.8 / 3, within(1e-12));
    assertThat(c.rows())
        .isEqualTo(List.of(List.of(2L, 0L, 0L), List.of(1L, 0L, 1L), List.of(0L, 2L, 0L)));
    assertThat(c.f1(0)).isCloseTo(0.8, within(1e-12));
  }

  @Test
  void ofTwoClassesItIsTheSecond() {
    // 3 hits, 2 false alarms, 1 miss, 4 rightly refused.
    Confusion c =
        Confusion.of(
            List.of("no", "yes"),
            new int[] {1, 1, 1, 1, 0, 0, 0, 0, 0, 0},
            new int[] {1, 1, 1, 0, 1, 1, 0, 0, 0, 0});
    assertThat(c.precision()).isCloseTo(3.0 / 5, within(1e-12));
    assertThat(c.recall()).isCloseTo(3.0 / 4, within(1e-12));
    assertThat(c.f1()).isCloseTo(2 * 0.6 * 0.75 / 1.35, within(1e-12));
    assertThat(c.recall(0)).isCloseTo(4.0 / 6, within(1e-12));
  }

  @Test
  void classesThatAreNotThereDoNotCountAndNothingIsDividedByNothing() {
    Confusion c =
        Confusion.of(List.of("a", "b", "c", "d"), new int[] {0, 0, 1}, new int[] {0, 2, 1});
    // a: 1, 1/2, 2/3; b: 1, 1, 1; c, predicted only: 0, 0, 0; d: not there.
    assertThat(c.precision()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(c.recall()).isCloseTo(0.5, within(1e-12));
    assertThat(c.f1()).isCloseTo((2.0 / 3 + 1) / 3, within(1e-12));
    assertThat(Confusion.of(THREE, new int[0], new int[0]).f1()).isZero();
  }

  @Test
  void evaluationCountsEveryExampleOfEveryBatch() {
    SplittableRandom random = new SplittableRandom(4);
    float[][] x = new float[700][3];
    int[] y = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = random.nextInt(3);
      for (int j = 0; j < 3; j++) {
        x[i][j] = (float) random.nextGaussian() + (j == y[i] ? 1 : 0);
      }
    }
    Module net = Linear.of(3, 3);
    net.init(1);
    Dataset data = Dataset.of(x, y);
    for (Loss loss : List.of(Losses.crossEntropy(), Losses.nll())) {
      Scores s = evaluate(net, loss, data);
      int[] taken =
          net.apply(data.batch(IntStream.range(0, 700).toArray()).features())
              .argmax(-1)
              .as(jacobi.graph.DType.INT32)
              .toInts();
      Confusion expected = Confusion.of(data.classNames(), y, taken);
      assertThat(s.confusion().orElseThrow().rows()).isEqualTo(expected.rows());
      assertThat(s.toMap())
          .containsEntry("precision", expected.precision())
          .containsEntry("recall", expected.recall())
          .containsEntry("f1", expected.f1());
      double right = IntStream.range(0, 3).mapToLong(c -> expected.count(c, c)).sum() / 700.0;
      assertThat(s.accuracy()).isCloseTo(right, within(1e-6));
    }
  }

  @Test
  void stepsBehindTheEndAreNotCounted() {
    float[][][] x = {{{1}, {-1}, {1}}, {{-1}}, {{1}, {1}}};
    int[][] y = {{1, 0, 0}, {1}, {1, 1}};
    Dataset data = Sequences.of(x, y);
    Module net = Sequential.of(Linear.of(1, 1));
    net.init(1);
    net.parameters().get("0.weight").assign(Tensor.of(new float[] {1}, 1, 1));
    Confusion c = evaluate(net, Losses.binaryCrossEntropy(), data).confusion().orElseThrow();
    assertThat(c.rows()).isEqualTo(List.of(List.of(1L, 1L), List.of(1L, 3L)));
  }

  @Test
  void valuesHaveNoConfusion() {
    Dataset data = Dataset.of(new float[][] {{1}, {2}}, new float[][] {{1}, {2}});
    Module net = Linear.of(1, 1);
    net.init(1);
    assertThat(evaluate(net, Losses.mse(), data).confusion()).isEqualTo(Optional.empty());
  }

  private static Scores evaluate(Module net, Loss loss, Dataset data) {
    List<Metric> metrics = Evaluator.metricsFor(data.targets(), loss);
    assertThat(metrics).hasSize(data.targets().one() instanceof Targets.Classes ? 1 : 0);
    return new Evaluator(net, loss, metrics).evaluate(data);
  }
}
