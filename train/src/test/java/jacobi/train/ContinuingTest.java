package jacobi.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.data.Batch;
import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.data.Targets;
import jacobi.graph.Shape;
import jacobi.nn.Embedding;
import jacobi.nn.Gru;
import jacobi.nn.Linear;
import jacobi.nn.Lstm;
import jacobi.nn.Module;
import jacobi.nn.Sequential;
import jacobi.nn.loss.Losses;
import jacobi.nn.optim.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Training and evaluation of examples that go on where the one before ended. */
class ContinuingTest {
  private static final int TOKENS = 7;

  /** A sequence of tokens in segments; each token's class is the next. */
  private record Segments(int[] tokens, int steps) implements Dataset {
    static Segments random(long seed, int count, int steps) {
      SplittableRandom random = new SplittableRandom(seed);
      int[] tokens = new int[count + 1];
      for (int i = 1; i < tokens.length; i++) {
        // What follows depends on what came long before.
        int before = tokens[Math.max(0, i - 6)];
        tokens[i] = random.nextInt(4) == 0 ? random.nextInt(TOKENS) : (before + 1) % TOKENS;
      }
      return new Segments(tokens, steps);
    }

    @Override
    public String name() {
      return "segments";
    }

    @Override
    public int size() {
      return (tokens.length - 2) / steps + 1;
    }

    @Override
    public Shape featureShape() {
      return Shape.of(steps);
    }

    @Override
    public boolean hasLengths() {
      return true;
    }

    @Override
    public int length(int index) {
      return Math.min(steps, tokens.length - 1 - index * steps);
    }

    @Override
    public boolean continues() {
      return true;
    }

    @Override
    public Targets targets() {
      return new Targets.EachStep(Targets.Classes.numbered(TOKENS));
    }

    @Override
    public void copyFeatures(int index, float[] into, int offset) {
      for (int t = 0; t < length(index); t++) {
        into[offset + t] = tokens[index * steps + t];
      }
    }

    @Override
    public void copyLabels(int index, int[] into, int offset) {
      System.arraycopy(tokens, index * steps + 1, into, offset, length(index));
    }

    @Override
    public int label(int index) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void copyValues(int index, float[] into, int offset) {
      throw new UnsupportedOperationException();
    }
  }

  private static Module net() {
    Module net =
        Sequential.of(Embedding.of(TOKENS, 4), Lstm.of(4, 8), Gru.of(8, 8), Linear.of(8, TOKENS));
    net.init(3);
    return net;
  }

  private static Evaluator evaluator(Module net, Dataset data) {
    return new Evaluator(
        net, Losses.crossEntropy(), Evaluator.metricsFor(data.targets(), Losses.crossEntropy()));
  }

  @Test
  void segmentsScoreAsOneLongSequence() {
    Module net = net();
    Segments parts = Segments.random(1, 5 * 5 + 3, 5);
    Segments whole = new Segments(parts.tokens(), 28);
    Evaluator evaluator = evaluator(net, parts);
    Scores scores = evaluator.evaluate(parts);
    Batch one = whole.batch(0);
    double expected = Losses.crossEntropy().apply(net.apply(one.features()), one.targets()).item();
    assertThat(scores.loss()).isCloseTo(expected, within(1e-6));
    assertThat(evaluator.evaluate(parts).toMap()).isEqualTo(scores.toMap());
    float[] all = evaluator.predict(whole)[0];
    float[][] rows = evaluator.predict(parts);
    int at = 0;
    for (float[] row : rows) {
      for (float p : row) {
        assertThat(p).isCloseTo(all[at++], within(1e-6f));
      }
    }
    assertThat(at).isEqualTo(all.length);
    assertThat(evaluator.evaluate(parts).toMap()).isEqualTo(scores.toMap());
  }

  @Test
  void severalColumnsPredictEachExampleInItsPlace() {
    Module net = net();
    Segments parts = Segments.random(1, 100 * 5, 5);
    float[][] rows = evaluator(net, parts).predict(parts);
    // 100 examples are 6 columns, the first four of 17.
    int[][] columns = {{0, 17}, {17, 34}, {34, 51}, {51, 68}, {68, 84}, {84, 100}};
    for (int[] column : columns) {
      Dataset alone = parts.range(column[0], column[1]);
      assertThat(alone.continues()).isTrue();
      float[][] expected = evaluator(net, parts).predict(alone);
      for (int i = 0; i < expected.length; i++) {
        for (int k = 0; k < expected[i].length; k++) {
          assertThat(rows[column[0] + i][k]).isCloseTo(expected[i][k], within(1e-6f));
        }
      }
    }
  }

  @Test
  void trainingBeginsAnewEachEpochAndCarriesState() {
    Segments parts = Segments.random(1, 5 * 5 + 3, 5);
    Module net = net();
    double expected = evaluator(net, parts).evaluate(parts).loss();
    Fit fit =
        Trainer.of(net, Losses.crossEntropy(), Adam.of(1e-12))
            .epochs(2)
            .batchSize(1)
            .keepParameters()
            .fit(parts.asTraining());
    for (Epoch e : fit.history()) {
      assertThat(e.train().loss()).isCloseTo(expected, within(1e-6));
    }
  }

  private static Fit train(Split data, int threads) {
    return Jacobi.using(
        "auto",
        threads,
        () ->
            Trainer.of(net(), Losses.crossEntropy(), Adam.of(0.01))
                .epochs(3)
                .batchSize(4)
                .seed(1)
                .fit(data));
  }

  @Test
  void trainingIsTheSameOnAnyNumberOfThreads() {
    Segments training = Segments.random(1, 2 * 1203 - 1, 2);
    Segments validation = Segments.random(2, 2 * 100, 2);
    Split data = Split.of(training, validation, validation);
    Fit one = train(data, 1);
    Fit two = train(data, 2);
    assertThat(two.history().stream().map(Epoch::train).toList())
        .isEqualTo(one.history().stream().map(Epoch::train).toList());
    assertThat(two.evaluate(validation).toMap()).isEqualTo(one.evaluate(validation).toMap());
    List<Float> a = flat(one.net());
    assertThat(flat(two.net())).isEqualTo(a);
    assertThat(one.evaluate(validation).loss())
        .isEqualTo(one.history().getLast().validation().orElseThrow().loss());
  }

  private static List<Float> flat(Module net) {
    List<Float> all = new ArrayList<>();
    net.parameters().values().forEach(p -> floats(p.value()).forEach(all::add));
    return all;
  }

  private static List<Float> floats(Tensor t) {
    List<Float> all = new ArrayList<>();
    for (float f : t.toFloats()) {
      all.add(f);
    }
    return all;
  }
}
