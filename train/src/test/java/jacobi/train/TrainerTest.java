package jacobi.train;

import static jacobi.nn.Activation.relu;
import static jacobi.nn.Activation.tanh;
import static jacobi.nn.loss.Losses.binaryCrossEntropy;
import static jacobi.nn.loss.Losses.crossEntropy;
import static jacobi.nn.loss.Losses.mse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.data.Dataset;
import jacobi.data.Embedded;
import jacobi.data.Split;
import jacobi.graph.JacobiException;
import jacobi.nn.Activation;
import jacobi.nn.BatchNorm;
import jacobi.nn.Dropout;
import jacobi.nn.Linear;
import jacobi.nn.Module;
import jacobi.nn.Sequential;
import jacobi.nn.SparseLinear;
import jacobi.nn.optim.Adam;
import jacobi.nn.optim.Sgd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static Split digits() {
    return Embedded.digits().divideBy(16).split(0.7, 0.1, 0.2, 1);
  }

  private static Module classifier() {
    return Sequential.of(Linear.of(64, 32), relu(), Dropout.of(0.1), Linear.of(32, 10));
  }

  private static Fit threeEpochs() {
    return Trainer.of(classifier(), crossEntropy(), Adam.of(2e-3)).epochs(3).seed(5).fit(digits());
  }

  private static List<float[]> parameters(Fit fit) {
    List<float[]> all = new ArrayList<>();
    fit.net().parameters().values().forEach(p -> all.add(p.value().toFloats()));
    return all;
  }

  private static void assertSameBits(List<float[]> a, List<float[]> b) {
    assertThat(a).hasSameSizeAs(b);
    for (int i = 0; i < a.size(); i++) {
      assertThat(java.util.Arrays.equals(a.get(i), b.get(i))).as("parameter %s", i).isTrue();
    }
  }

  @Test
  void oneAndTwoThreadsGiveTheSameBits() {
    List<float[]> one = Jacobi.using("auto", 1, () -> parameters(threeEpochs()));
    List<float[]> two = Jacobi.using("auto", 2, () -> parameters(threeEpochs()));
    assertSameBits(one, two);
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherDoesNot() {
    Fit first = threeEpochs();
    assertSameBits(parameters(first), parameters(threeEpochs()));
    assertThat(first.history().getLast().train().loss())
        .isLessThan(first.history().getFirst().train().loss());
    assertThat(first.history().getLast().validation().orElseThrow().accuracy()).isGreaterThan(0.8);
    Fit other =
        Trainer.of(classifier(), crossEntropy(), Adam.of(2e-3)).epochs(3).seed(6).fit(digits());
    assertThat(parameters(other).getFirst()).isNotEqualTo(parameters(first).getFirst());
  }

  @Test
  void recordsGradientNormsByLayerAndTrainingMetrics() {
    Split split = digits();
    Sequential net = Sequential.of(Linear.of(64, 8), relu(), Linear.of(8, 10));
    net.init(3);
    Linear first = (Linear) net.get(0);
    Tensor x = split.train().batch(0, 1, 2).features();
    Tensor y = Tensor.of(new int[] {0, 2, 1}, 3);
    Tensor loss = crossEntropy().apply(net.apply(x), y);
    jacobi.Gradients g =
        Jacobi.grad(loss, first.weight().value(), first.bias().orElseThrow().value());
    double sum = 0;
    for (Tensor t : g.all()) {
      sum += t.square().sum().item();
    }
    float[][] rows = new float[3][];
    for (int i = 0; i < 3; i++) {
      rows[i] = split.train().features(i);
    }
    Split three = Dataset.of(rows, y.toInts()).asTraining();
    Epoch epoch =
        Trainer.of(net, crossEntropy(), Sgd.of(0.1))
            .keepParameters()
            .epochs(1)
            .fit(three)
            .history()
            .getFirst();
    assertThat(epoch.gradientNorms()).containsOnlyKeys("0", "2");
    assertThat(epoch.gradientNorms().get("0"))
        .isCloseTo(Math.sqrt(sum), org.assertj.core.data.Percentage.withPercentage(0.01));
    assertThat(epoch.train().loss())
        .isCloseTo(loss.item(), org.assertj.core.data.Percentage.withPercentage(0.01));
    assertThat(epoch.train().accuracy())
        .isEqualTo(net.apply(x).argmax(-1).eq(y).as(jacobi.graph.DType.FLOAT32).mean().item());
  }

  @Test
  void patienceStopsAndReturnsToTheBestEpoch() {
    // Labels without a pattern: the training part is learned by heart, validation gets worse.
    float[][] x = new float[60][4];
    int[] y = new int[60];
    java.util.SplittableRandom random = new java.util.SplittableRandom(3);
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < 4; j++) {
        x[i][j] = (float) random.nextGaussian();
      }
      y[i] = random.nextInt(2);
    }
    Split split = Dataset.of(x, y).split(0.5, 0.5, 0, 1);
    Module net = Sequential.of(Linear.of(4, 64), tanh(), Linear.of(64, 2));
    Fit fit =
        Trainer.of(net, crossEntropy(), Adam.of(0.02)).epochs(500).patience(5).seed(1).fit(split);
    assertThat(fit.reason()).isEqualTo(StopReason.VALIDATION);
    assertThat(fit.history()).hasSizeLessThan(500);
    double best =
        fit.history().stream()
            .mapToDouble(e -> e.validation().orElseThrow().loss())
            .min()
            .orElseThrow();
    assertThat(fit.evaluate(split.validation()).loss()).isEqualTo(best);
  }

  @Test
  void smoothedLabelsAreLearnedButNotReported() {
    Split data = digits();
    Module net = classifier();
    Fit fit = Trainer.of(net, crossEntropy(.2), Adam.of(5e-3)).epochs(8).seed(5).fit(data);
    Scores reported = fit.history().getLast().validation().orElseThrow();
    double smoothed =
        new Evaluator(net, crossEntropy(), List.of()).evaluate(data.validation()).loss();
    assertThat(reported.loss()).isEqualTo(smoothed);
    // No network gets below the entropy of the smoothed labels, .84 nats; the reported loss does.
    assertThat(fit.history().getLast().train().loss()).isGreaterThan(.84);
    assertThat(reported.loss()).isLessThan(.7);
  }

  @Test
  void penaltiesMakeWeightsSmallOrZero() {
    Split data = digits();
    double free = weights(data, 0, 0, 2);
    assertThat(weights(data, 0, .01, 2)).isLessThan(.6 * free);
    assertThat(weights(data, .001, 0, 1)).isLessThan(.8 * weights(data, 0, 0, 1));
    assertThatThrownBy(() -> Trainer.of(classifier(), mse(), Adam.of(1)).l2(-1))
        .hasMessageContaining("l2 must be 0 or more, got -1.0");
  }

  /** Σ|w|^power of the weights after training, the same start for all. */
  private static double weights(Split data, double l1, double l2, double power) {
    Module net = Sequential.of(Linear.of(64, 16), relu(), Linear.of(16, 10));
    Fit fit =
        Trainer.of(net, crossEntropy(), Adam.of(5e-3)).epochs(6).seed(5).l1(l1).l2(l2).fit(data);
    assertThat(fit.evaluate(data.train()).accuracy()).isGreaterThan(.8);
    return net.parameters().values().stream()
        .filter(p -> p.isWeight())
        .mapToDouble(p -> p.value().abs().pow(power).sum().item())
        .sum();
  }

  @Test
  void stopsWhenTheLossHardlyChangesOrTheGradientIsSmall() {
    Split xor = Embedded.xor().asTraining();
    Module net = Sequential.of(Linear.of(2, 8), tanh(), Linear.of(8, 1));
    Trainer trainer =
        Trainer.of(net, binaryCrossEntropy(), Adam.of(0.05)).epochs(5000).batchSize(0).seed(2);
    Fit fit = trainer.stopWhenLossChangesLess(1e-6).fit(xor);
    assertThat(fit.reason()).isEqualTo(StopReason.LOSS_CHANGE);
    assertThat(fit.evaluate(xor.train()).accuracy()).isEqualTo(1);
    Fit small = trainer.stopWhenLossChangesLess(0).stopWhenGradientBelow(1e-3).fit(xor);
    assertThat(small.reason()).isEqualTo(StopReason.GRADIENT);
  }

  @Test
  void aCallbackCanStop() {
    List<String> seen = new ArrayList<>();
    Callback c =
        new Callback() {
          private int steps;

          @Override
          public void onStep(int epoch, int step, int of, double loss, int examples) {
            steps++;
            seen.add(epoch + ":" + step + "/" + of);
          }

          @Override
          public boolean stop() {
            return steps == 3;
          }
        };
    Fit fit =
        Trainer.of(Linear.of(2, 1), mse(), Sgd.of(0.1))
            .batchSize(2)
            .epochs(9)
            .callback(c)
            .fit(Embedded.xor().asTraining());
    assertThat(fit.reason()).isEqualTo(StopReason.REQUEST);
    assertThat(seen).containsExactly("1:1/2", "1:2/2", "2:1/2");
  }

  @Test
  void aLossThatIsNotFiniteNamesTheLayerWhoseOutputIsNot() {
    Module net =
        Sequential.of(
            Linear.of(2, 3),
            Activation.of("broken", x -> x.abs().neg().sub(1).log()),
            Linear.of(3, 1));
    assertThatThrownBy(() -> Trainer.of(net, mse(), Sgd.of(0.1)).fit(Embedded.xor().asTraining()))
        .isInstanceOf(NotFiniteException.class)
        .hasMessageContaining("the loss is NaN at epoch 1, step 1")
        .hasMessageContaining("layer 1 (broken)");
  }

  @Test
  void aGradientThatIsNotFiniteNamesTheLayerItAppearedIn() {
    // sqrt(0 * z) is 0, its derivative 0 * infinity.
    Module net =
        Sequential.of(
            Linear.of(2, 3), Activation.of("kink", x -> x.mul(0).sqrt().add(x)), Linear.of(3, 1));
    assertThatThrownBy(() -> Trainer.of(net, mse(), Sgd.of(0.1)).fit(Embedded.xor().asTraining()))
        .isInstanceOf(NotFiniteException.class)
        .hasMessageContaining("gradient")
        .hasMessageContaining("layer 0 (Linear(2 -> 3))");
  }

  @Test
  void explodingStepsStop() {
    assertThatThrownBy(
            () ->
                Trainer.of(Linear.of(2, 1), mse(), Sgd.of(1e30))
                    .epochs(50)
                    .fit(Embedded.xor().asTraining()))
        .isInstanceOf(NotFiniteException.class);
  }

  @Test
  void savedWeightsComeBack(@TempDir Path folder) throws IOException {
    Fit fit = threeEpochs();
    fit.save(folder.resolve("m"));
    Module fresh = classifier();
    Weights.load(fresh, folder.resolve("m"));
    Tensor x = digits().test().batch(0, 1, 2).features();
    assertThat(fresh.apply(x).toFloats()).isEqualTo(fit.net().apply(x).toFloats());
    assertThatThrownBy(() -> Weights.load(Linear.of(2, 1), folder.resolve("m")))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("the network has [bias, weight]");
    assertThatThrownBy(
            () ->
                Weights.load(
                    Sequential.of(Linear.of(64, 31), relu(), Dropout.of(0.1), Linear.of(31, 10)),
                    folder.resolve("m")))
        .hasMessageContaining("0.weight is float32[32, 64], the network has float32[31, 64]");
  }

  @Test
  void sharedLayersAndBuffersAreSavedOnceAndComeBack(@TempDir Path folder) throws IOException {
    Split data = digits();
    Fit fit = Trainer.of(sharing(), crossEntropy(), Adam.of(5e-3)).epochs(2).seed(5).fit(data);
    fit.save(folder.resolve("model"));
    Module loaded = sharing();
    Weights.load(loaded, folder.resolve("model"));
    assertThat(loaded.parameters().keySet())
        .containsExactly(
            "0.weight",
            "0.bias",
            "0.inputs",
            "1.weight",
            "1.bias",
            "1.running_mean",
            "1.running_var",
            "3.weight",
            "3.bias",
            "6.weight",
            "6.bias");
    assertThat(new Evaluator(loaded, crossEntropy(), List.of()).predict(data.test()))
        .isDeepEqualTo(fit.predict(data.test()));
    assertThat(loaded.parameters().get("1.running_mean").value().abs().sum().item()).isPositive();
  }

  /** One layer at two places, between layers that keep more than parameters. */
  private static Module sharing() {
    Linear twice = Linear.of(24, 24);
    return Sequential.of(
        SparseLinear.of(64, 24, 20),
        BatchNorm.of(24),
        relu(),
        twice,
        relu(),
        twice,
        Linear.of(24, 10));
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(
            () ->
                Trainer.of(Linear.of(2, 1), mse(), Sgd.of(1))
                    .patience(3)
                    .fit(Embedded.xor().asTraining()))
        .hasMessageContaining("validation part");
    assertThatThrownBy(() -> Trainer.of(Linear.of(2, 1), mse(), Sgd.of(1)).epochs(0))
        .hasMessageContaining("epochs must be at least 1");
  }
}
