package jacobi.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.data.Batch;
import jacobi.data.Dataset;
import jacobi.data.Sequences;
import jacobi.graph.DType;
import jacobi.nn.Activation;
import jacobi.nn.Gru;
import jacobi.nn.Lengths;
import jacobi.nn.Linear;
import jacobi.nn.Lstm;
import jacobi.nn.Module;
import jacobi.nn.Sequential;
import jacobi.nn.loss.Loss;
import jacobi.nn.loss.Losses;
import jacobi.nn.optim.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Padded steps change neither outputs nor losses, scores or gradients. */
class SequenceTrainingTest {

  /** The sum over the steps that count: what a recurrent network's last state is a case of. */
  private static final class SumOverSteps extends Module {
    @Override
    protected Tensor forward(Tensor x) {
      return Lengths.masked(x).sum(1);
    }
  }

  private static final int[] LENGTHS = {3, 1, 7, 4, 4, 2, 6, 5, 1, 7, 3};

  private static float[][][] features() {
    SplittableRandom random = new SplittableRandom(1);
    float[][][] x = new float[LENGTHS.length][][];
    for (int i = 0; i < x.length; i++) {
      x[i] = new float[LENGTHS[i]][2];
      for (float[] step : x[i]) {
        step[0] = (float) random.nextGaussian();
        step[1] = (float) random.nextGaussian();
      }
    }
    return x;
  }

  private static int bit(float[] step) {
    return step[0] > step[1] ? 1 : 0;
  }

  private static Dataset classes() {
    return Sequences.of(
        features(), IntStream.range(0, LENGTHS.length).map(i -> LENGTHS[i] > 3 ? 1 : 0).toArray());
  }

  private static Dataset classesEachStep() {
    int[][] labels = new int[LENGTHS.length][];
    float[][][] x = features();
    for (int i = 0; i < x.length; i++) {
      labels[i] = java.util.Arrays.stream(x[i]).mapToInt(SequenceTrainingTest::bit).toArray();
    }
    return Sequences.of(x, labels);
  }

  private static Dataset valuesEachStep() {
    float[][][] x = features();
    float[][][] y = new float[x.length][][];
    for (int i = 0; i < x.length; i++) {
      y[i] = new float[x[i].length][];
      for (int t = 0; t < y[i].length; t++) {
        y[i][t] = new float[] {x[i][t][0] * 2, 1};
      }
    }
    return Sequences.of(x, y);
  }

  private static Module perStep(int outputs) {
    Module net = Sequential.of(Linear.of(2, 5), Activation.named("tanh"), Linear.of(5, outputs));
    net.init(3);
    return net;
  }

  private static Module perSequence() {
    Module net = Sequential.of(Linear.of(2, 5), new SumOverSteps(), Linear.of(5, 2));
    net.init(3);
    return net;
  }

  private record Case(String name, Module net, Loss loss, Dataset data) {}

  private static List<Case> cases() {
    return List.of(
        new Case("class", perSequence(), Losses.crossEntropy(), classes()),
        new Case(
            "class by LSTM",
            Sequential.of(Lstm.of(2, 5).bidirectional().last(), Linear.of(10, 2)),
            Losses.crossEntropy(),
            classes()),
        new Case(
            "class a step by GRU",
            Sequential.of(Gru.of(2, 5), Linear.of(5, 2)),
            Losses.crossEntropy(),
            classesEachStep()),
        perStepCase(),
        new Case("smooth", perStep(2), Losses.crossEntropy(0.1), classesEachStep()),
        new Case("weighted", perStep(2), Losses.crossEntropy(0, 1, 3), classesEachStep()),
        new Case("bit a step", perStep(1), Losses.binaryCrossEntropy(), classesEachStep()),
        new Case("values a step", perStep(2), Losses.mse(), valuesEachStep()));
  }

  private static Case perStepCase() {
    return new Case("class a step", perStep(2), Losses.crossEntropy(), classesEachStep());
  }

  @Test
  void scoresAreThoseOfOneByOne() {
    for (Case c : cases()) {
      List<Metric> metrics = new ArrayList<>(Evaluator.metricsFor(c.data().targets(), c.loss()));
      Decision decision = Decision.of(c.loss());
      if (decision == Decision.VALUES) {
        metrics.add(Metric.mae());
      }
      if (c.name().equals("weighted")) {
        continue; // The mean of weighted means is not the weighted mean.
      }
      Scores together = new Evaluator(c.net(), c.loss(), metrics).evaluate(c.data());
      // Evaluation leaves out label smoothing.
      Loss plain = c.name().equals("smooth") ? Losses.crossEntropy() : c.loss();
      double loss = 0;
      double metric = 0;
      long count = 0;
      for (int i = 0; i < LENGTHS.length; i++) {
        Batch one = c.data().batch(i);
        Tensor y = c.net().apply(one.features());
        Tensor target = decision.target(one.targets());
        loss += plain.apply(y, target).item() * one.targetCount();
        metric +=
            metrics.getFirst().each().apply(y, target).as(DType.FLOAT32).mean().item()
                * one.targetCount();
        count += one.targetCount();
      }
      assertThat(together.loss()).as(c.name()).isCloseTo(loss / count, within(1e-6));
      assertThat(together.metrics()).as(c.name()).hasSize(1);
      assertThat(together.metrics().values().iterator().next())
          .as(c.name())
          .isCloseTo(metric / count, within(1e-6));
    }
  }

  @Test
  void gradientsOfThePaddedBatchAreThoseOfTheUnpadded() {
    for (Case c : cases()) {
      Batch all = c.data().batch(IntStream.range(0, LENGTHS.length).toArray());
      Tensor target = Decision.of(c.loss()).target(all.targets());
      List<Tensor> parameters = c.net().parameters().values().stream().map(p -> p.value()).toList();
      Tensor padded =
          Lengths.with(all.lengths(), () -> c.loss().apply(c.net().apply(all.features()), target));
      // The same as a sum over sequences, none of them padded.
      Tensor sum = Jacobi.zeros();
      Tensor weight = Jacobi.zeros();
      for (int i = 0; i < LENGTHS.length; i++) {
        Batch one = c.data().batch(i);
        Tensor t = Decision.of(c.loss()).target(one.targets());
        Tensor y = c.net().apply(one.features());
        sum = sum.add(c.loss().sum().apply(y, t));
        weight =
            weight.add(
                c.name().equals("weighted")
                    ? t.mul(2).add(1).as(DType.FLOAT32).sum()
                    : Jacobi.full(
                        (double) c.loss().none().apply(y, t).shape().size(), DType.FLOAT32));
      }
      Tensor single = sum.div(weight);
      assertThat(padded.item()).as(c.name()).isCloseTo(single.item(), within(1e-6));
      List<Tensor> a = Jacobi.grad(padded, parameters).all();
      List<Tensor> b = Jacobi.grad(single, parameters).all();
      for (int p = 0; p < a.size(); p++) {
        float[] x = a.get(p).toFloats();
        float[] y = b.get(p).toFloats();
        for (int k = 0; k < x.length; k++) {
          assertThat(x[k]).as("%s, parameter %s", c.name(), p).isCloseTo(y[k], within(2e-6f));
        }
      }
    }
  }

  @Test
  void paddingMayHoldAnything() {
    Case c = perStepCase();
    Batch b = c.data().batch(0, 1, 2);
    float[] x = b.features().toFloats();
    float[] dirty = x.clone();
    dirty[2 * 7 + 5] = 1e6f; // sequence 1 has one step, this is its third
    double clean = loss(c, b, Tensor.of(x, 3, 7, 2));
    assertThat(loss(c, b, Tensor.of(dirty, 3, 7, 2))).isEqualTo(clean);
    Batch longer =
        new Batch(Tensor.of(x, 3, 7, 2).pad(1, 0, 4), b.targets().pad(1, 0, 4), b.lengths(), 0);
    assertThat(loss(c, longer, longer.features())).isCloseTo(clean, within(1e-7));
  }

  private static double loss(Case c, Batch b, Tensor x) {
    return Lengths.with(b.lengths(), () -> c.loss().apply(c.net().apply(x), b.targets())).item();
  }

  @Test
  void predictionsHaveAsManyStepsAsTheirSequence() {
    Case c = perStepCase();
    float[][] rows = new Evaluator(c.net(), c.loss(), List.of()).predict(c.data());
    for (int i = 0; i < LENGTHS.length; i++) {
      float[] alone = c.net().apply(c.data().batch(i).features()).softmax(-1).toFloats();
      assertThat(rows[i]).hasSameSizeAs(alone).hasSize(2 * LENGTHS[i]);
      for (int k = 0; k < alone.length; k++) {
        assertThat(rows[i][k]).isCloseTo(alone[k], within(1e-6f));
      }
    }
    float[][] one =
        new Evaluator(perSequence(), Losses.crossEntropy(), List.of()).predict(classes());
    assertThat(one[2]).hasSize(2);
  }

  /** All at once or bucket by bucket: the same examples, so the same mean over an epoch. */
  @Test
  void bucketsChangeNoLoss() {
    for (Case c : cases()) {
      if (c.name().equals("weighted")) {
        continue;
      }
      double expected = meanOver(c, 1);
      for (int buckets : new int[] {2, 3, 7}) {
        assertThat(meanOver(c, buckets)).as(c.name()).isCloseTo(expected, within(1e-6));
      }
    }
  }

  private static double meanOver(Case c, int buckets) {
    double sum = 0;
    long count = 0;
    for (Batch b : c.data().batches(3).buckets(buckets).shuffled(1).epoch(1)) {
      Tensor target = Decision.of(c.loss()).target(b.targets());
      Tensor l =
          Lengths.with(b.lengths(), () -> c.loss().apply(c.net().apply(b.features()), target));
      sum += l.item() * b.targetCount();
      count += b.targetCount();
    }
    return sum / count;
  }

  @Test
  void learnsFromBucketsOfSequences() {
    Module net = perStep(2);
    Fit fit =
        Trainer.of(net, Losses.crossEntropy(), Adam.of(0.05))
            .epochs(60)
            .batchSize(3)
            .buckets(3)
            .seed(2)
            .fit(classesEachStep().asTraining());
    assertThat(fit.evaluate(classesEachStep()).accuracy()).isEqualTo(1);
    float[] first = net.parameters().get("0.weight").value().toFloats();
    Module again = perStep(2);
    Trainer.of(again, Losses.crossEntropy(), Adam.of(0.05))
        .epochs(60)
        .batchSize(3)
        .buckets(3)
        .seed(2)
        .fit(classesEachStep().asTraining());
    assertThat(again.parameters().get("0.weight").value().toFloats()).isEqualTo(first);
  }
}
