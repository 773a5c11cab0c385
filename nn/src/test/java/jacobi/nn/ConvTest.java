package jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.GradCheck;
import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import jacobi.graph.ShapeException;
import jacobi.nn.init.Initializers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rows E1 to E4 of the requirements, and what convolution and pooling layers promise. */
class ConvTest {
  private static Tensor random(int... shape) {
    return RandomKey.of(5).stream("x").normal(DType.FLOAT32, shape);
  }

  /** The shape a layer puts out; nothing is computed. */
  private static int[] shape(Module layer, int... input) {
    return layer.apply(Jacobi.zeros(input)).shape().dims();
  }

  @Test
  @DisplayName("E1: the 4x4 image and 2x2 filter of Figure 13.10, with a bias; 1-D too")
  void e1Figure() {
    Tensor image =
        Tensor.of(new float[] {1, 0, 1, 0, 0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1}, 1, 4, 4, 1);
    Tensor filter = Tensor.of(new float[] {1, 0, 0, -1}, 1, 2, 2, 1);
    Conv2d layer =
        Conv2d.of(1, 1, 2).weights(Initializers.values(filter)).biases(Initializers.zeros());
    assertThat(layer.apply(image).toFloats()).containsExactly(0, 0, 0, -1, 1, 0, 1, 1, -1);
    Conv2d biased = layer.biases(Initializers.constant(2));
    assertThat(biased.apply(image).toFloats()).containsExactly(2, 2, 2, 1, 3, 2, 3, 3, 1);

    Conv1d line =
        Conv1d.of(1, 1, 2)
            .weights(Initializers.values(Tensor.of(new float[] {1, -1}, 1, 2, 1)))
            .withoutBias();
    Tensor sequence = Tensor.of(new float[] {1, 3, 2, 7}, 1, 4, 1);
    assertThat(line.apply(sequence).toFloats()).containsExactly(-2, 1, -5);
    assertThat(line.padding(1).stride(3).floor().apply(sequence).toFloats())
        .containsExactly(-1, -5);
  }

  @Test
  @DisplayName("E2: n = (m - f + 2p)/s + 1, and a clear error where it is not whole")
  void e2Sizes() {
    assertThat(shape(Conv2d.of(3, 8, 5), 1, 224, 224, 3)).containsExactly(1, 220, 220, 8);
    assertThat(shape(Conv2d.of(1, 1, 3).stride(3), 1, 12, 9, 1)).containsExactly(1, 4, 3, 1);
    Conv2d misfit = Conv2d.of(1, 4, 3).stride(2);
    assertThatThrownBy(() -> misfit.apply(Jacobi.zeros(2, 28, 28, 1)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[Conv2d(1 -> 4, 3x3, stride 2x2)]")
        .hasMessageContaining("n = (m - f + 2p)/s + 1 = (28 - 3 + 2*0)/2 + 1 is not a whole number")
        .hasMessageContaining("floor()");
    assertThat(shape(misfit.floor(), 2, 28, 28, 1)).containsExactly(2, 13, 13, 4);
    assertThatThrownBy(() -> MaxPool2d.of(2).apply(Jacobi.zeros(1, 7, 8, 3)))
        .hasMessageContaining("[MaxPool2d(2x2)]")
        .hasMessageContaining("(7 - 2 + 2*0)/2 + 1 is not a whole number on spatial axis 0");
    assertThat(shape(MaxPool2d.of(2).floor(), 1, 7, 8, 3)).containsExactly(1, 3, 4, 3);
  }

  @Test
  @DisplayName("E3: k(df²+1) parameters; 64 filters 5x5x3 have 4864 and give 224x224x64 with p=2")
  void e3Parameters() {
    Conv2d layer = Conv2d.of(3, 64, 5).padding(2);
    assertThat(layer.parameterCount()).isEqualTo(4864);
    assertThat(layer.weight().shape()).isEqualTo(Shape.of(64, 5, 5, 3));
    assertThat(shape(layer, 1, 224, 224, 3)).containsExactly(1, 224, 224, 64);
    assertThat(shape(Conv2d.of(3, 64, 5).same(), 1, 224, 224, 3)).containsExactly(1, 224, 224, 64);
  }

  @Test
  @DisplayName("E4: f=2 s=2 on 224x224x64 gives 112x112x64; f=3 s=2 overlaps; per channel")
  void e4Pooling() {
    assertThat(shape(MaxPool2d.of(2), 1, 224, 224, 64)).containsExactly(1, 112, 112, 64);
    assertThat(shape(AvgPool2d.of(2), 1, 224, 224, 64)).containsExactly(1, 112, 112, 64);
    assertThat(shape(MaxPool2d.of(3).stride(2).floor(), 1, 224, 224, 64))
        .containsExactly(1, 111, 111, 64);
    Tensor x =
        Tensor.of(
            new float[] {1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8, 9, -9},
            1,
            3,
            3,
            2);
    assertThat(MaxPool2d.of(2).stride(1).apply(x).toFloats())
        .containsExactly(5, -1, 6, -2, 8, -4, 9, -5);
    assertThat(AvgPool2d.of(2).stride(1).apply(x).toFloats())
        .containsExactly(3, -3, 4, -4, 6, -6, 7, -7);
    assertThat(MaxPool2d.of(3).stride(2).padding(1).apply(x).toFloats())
        .containsExactly(5, -1, 6, -2, 8, -4, 9, -5);
    Tensor line = Tensor.of(new float[] {1, 5, 2, 4}, 1, 4, 1);
    assertThat(MaxPool1d.of(2).apply(line).toFloats()).containsExactly(5, 4);
    assertThat(AvgPool1d.of(2).apply(line).toFloats()).containsExactly(3, 3);
    assertThat(AvgPool1d.of(2).stride(1).padding(1).withoutPadding().apply(line).toFloats())
        .containsExactly(1, 3, 3.5f, 3, 4);
  }

  @Test
  void dilationGroupsAndOddPaddingGiveTheirSizes() {
    assertThat(shape(Conv1d.of(2, 4, 3).dilation(4).padding(2), 1, 9, 2)).containsExactly(1, 5, 4);
    assertThat(Conv2d.of(6, 12, 3).groups(3).weight().shape()).isEqualTo(Shape.of(12, 3, 3, 2));
    assertThat(shape(Conv1d.of(1, 1, 4).same(), 1, 7, 1)).containsExactly(1, 7, 1);
    assertThat(shape(Conv1d.of(1, 1, 3).same().stride(2), 1, 7, 1)).containsExactly(1, 4, 1);
    assertThat(shape(Conv2d.of(1, 1, 3, 5).stride(2, 1).padding(1, 2), 1, 7, 7, 1))
        .containsExactly(1, 4, 7, 1);
  }

  @Test
  void aTransposedLayerMirrorsTheSizes() {
    Conv2d down = Conv2d.of(3, 5, 3).stride(2).padding(1).floor();
    ConvTranspose2d up = ConvTranspose2d.of(5, 3, 3, 3).stride(2).padding(1);
    assertThat(shape(down, 1, 7, 8, 3)).containsExactly(1, 4, 4, 5);
    assertThat(shape(up, 1, 4, 4, 5)).containsExactly(1, 7, 7, 3);
    assertThat(shape(up.extra(0, 1), 1, 4, 4, 5)).containsExactly(1, 7, 8, 3);
    assertThat(shape(ConvTranspose1d.of(2, 4, 2).stride(2), 1, 5, 2)).containsExactly(1, 10, 4);
    assertThat(up.weight().shape()).isEqualTo(Shape.of(5, 3, 3, 3));
    Tensor x = random(2, 7, 3);
    Tensor y = random(2, 4, 5);
    Conv1d line = Conv1d.of(3, 5, 3).stride(2).padding(1).withoutBias();
    ConvTranspose1d back =
        ConvTranspose1d.of(5, 3, 3)
            .stride(2)
            .padding(1)
            .withoutBias()
            .weights(Initializers.values(line.weight().value()));
    // <conv(x), y> = <x, transposed(y)>
    assertThat(line.apply(x).mul(y).sum().item())
        .isCloseTo(x.mul(back.apply(y)).sum().item(), within(1e-4));
  }

  @Test
  void theSameLayerUsedTwiceHasOneSetOfWeights() {
    Conv1d shared = Conv1d.of(2, 2, 3).same();
    Sequential net = Sequential.of(shared, Activation.tanh(), shared);
    net.init(3);
    assertThat(net.parameters()).hasSize(2);
    Tensor w = shared.weight().value();
    Tensor x = random(2, 5, 2);
    Tensor whole = Jacobi.grad(net.apply(x).square().sum(), w).of(w);
    // By two layers with equal weights: the gradients of both add up.
    Conv1d first = Conv1d.of(2, 2, 3).same().weights(Initializers.values(w));
    Conv1d second = Conv1d.of(2, 2, 3).same().weights(Initializers.values(w));
    first = first.biases(Initializers.values(shared.bias().orElseThrow().value()));
    second = second.biases(Initializers.values(shared.bias().orElseThrow().value()));
    Tensor a = first.weight().value();
    Tensor b = second.weight().value();
    var apart = Jacobi.grad(second.apply(first.apply(x).tanh()).square().sum(), a, b);
    assertThat(whole.sub(apart.of(a).add(apart.of(b))).abs().amax().item()).isLessThan(1e-4);
  }

  @Test
  void globalPoolingTakesAllOfAnImage() {
    Tensor x = random(3, 4, 5, 2);
    assertThat(GlobalPool.mean().apply(x).toFloats()).isEqualTo(x.mean(1, 2).toFloats());
    assertThat(GlobalPool.max().apply(x).toFloats()).isEqualTo(x.amax(1, 2).toFloats());
  }

  @Test
  void paddedSequencesGiveWhatEachGivesAlone() {
    Sequential net = Sequential.of(Conv1d.of(2, 3, 3).same(), Conv1d.of(3, 3, 3).same());
    net.init(1);
    Tensor x = random(2, 6, 2);
    Tensor lengths = Tensor.of(new int[] {6, 4}, 2);
    for (GlobalPool pool : new GlobalPool[] {GlobalPool.max(), GlobalPool.mean()}) {
      Tensor together = Lengths.with(lengths, () -> pool.apply(net.apply(x)));
      for (int i = 0; i < 2; i++) {
        int steps = lengths.toInts()[i];
        Tensor alone = pool.apply(net.apply(x.slice(0, i, i + 1).slice(1, 0, steps)));
        assertThat(together.get(0, i).sub(alone.get(0, 0)).abs().amax().item()).isLessThan(1e-6);
      }
    }
    assertThatThrownBy(() -> Lengths.with(lengths, () -> Conv1d.of(2, 1, 3).apply(x)))
        .hasMessageContaining("same padding and stride 1");
    assertThatThrownBy(() -> Lengths.with(lengths, () -> MaxPool1d.of(2).apply(x)))
        .hasMessageContaining("sequences of one length");
  }

  @Test
  void gradientsPassTheCheck() {
    Sequential net =
        Sequential.of(
            Conv2d.of(2, 4, 3).stride(2).padding(1).groups(2).floor(),
            Activation.tanh(),
            AvgPool2d.of(2).stride(1),
            ConvTranspose2d.of(4, 2, 2, 2),
            GlobalPool.mean());
    net.init(2);
    assertThat(GradCheck.along(in -> net.apply(in.get(0)).sum(), 1, random(2, 6, 7, 2)).error())
        .isLessThan(1e-2);
  }

  @Test
  void mistakesAreNamed() {
    Conv2d layer = Conv2d.of(1, 4, 5);
    assertThatThrownBy(() -> layer.apply(Jacobi.zeros(2, 784)))
        .hasMessageContaining(
            "[Conv2d(1 -> 4, 5x5)] expected images [batch, height, width, 1], got [2, 784]");
    assertThatThrownBy(() -> layer.apply(Jacobi.zeros(2, 28, 1)))
        .hasMessageContaining("expected images [batch, height, width, 1], got [2, 28, 1]");
    assertThatThrownBy(() -> layer.apply(Jacobi.zeros(2, 28, 28, 3)))
        .hasMessageContaining("expected images [batch, height, width, 1], got [2, 28, 28, 3]");
    assertThatThrownBy(() -> layer.apply(Jacobi.zeros(2, 4, 9, 1)))
        .hasMessageContaining("expected an input no smaller than the kernel 5x5, got [2, 4, 9, 1]");
    assertThatThrownBy(() -> Conv1d.of(1, 4, 5).apply(Jacobi.zeros(2, 28, 28, 1)))
        .hasMessageContaining("expected sequences [batch, steps, 1], got [2, 28, 28, 1]");
    assertThatThrownBy(() -> MaxPool2d.of(3).apply(Jacobi.zeros(2, 2, 4, 1)))
        .hasMessageContaining("no smaller than the kernel 3x3");
    assertThatThrownBy(() -> MaxPool2d.of(2).apply(Jacobi.zeros(2, 4, 1)))
        .hasMessageContaining("expected images [batch, height, width, channels], got [2, 4, 1]");
    assertThatThrownBy(() -> GlobalPool.max().apply(Jacobi.zeros(2, 4)))
        .hasMessageContaining("expected sequences or images");
    assertThatThrownBy(() -> Conv2d.of(4, 6, 3).groups(4).apply(Jacobi.zeros(1, 9, 9, 4)))
        .hasMessageContaining("channels that 4 groups divide (4 -> 6)");
    assertThatThrownBy(() -> Conv2d.of(1, 0, 3))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("must be at least 1");
    assertThatThrownBy(() -> Reshape.of(5, 5, 1).apply(Jacobi.zeros(2, 24)))
        .hasMessageContaining("[Reshape(5, 5, 1)] expected examples of 25 numbers, got [2, 24]");
    assertThatThrownBy(() -> ConvTranspose1d.of(1, 1, 3).extra(1).apply(Jacobi.zeros(1, 3, 1)))
        .hasMessageContaining("less than the stride");
  }
}
