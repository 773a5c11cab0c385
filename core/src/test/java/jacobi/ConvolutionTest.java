package jacobi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.graph.DType;
import jacobi.graph.Ints;
import jacobi.graph.Window;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ConvolutionTest {

  /** Example 13.8 of the textbook. */
  @Test
  void seedE1CrossCorrelationOfAnImage() {
    Tensor image =
        Tensor.of(new float[] {1, 0, 1, 0, 0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1}, 1, 4, 4, 1);
    Tensor filter = Tensor.of(new float[] {1, 0, 0, -1}, 1, 2, 2, 1);
    Tensor y = image.conv(filter);
    assertThat(y.shape().dims()).containsExactly(1, 3, 3, 1);
    assertThat(y.toFloats()).containsExactly(0, 0, 0, -1, 1, 0, 1, 1, -1);
  }

  @Test
  void seedE2ASizeThatDoesNotDivideIsAnErrorUnlessFloorIsAsked() {
    Tensor image = Jacobi.zeros(1, 28, 28, 1);
    Tensor filter = Jacobi.zeros(8, 3, 3, 1);
    Window window = Window.of(2).stride(2);
    assertThatThrownBy(() -> image.conv(filter, window, 1, false))
        .hasMessageContaining("(28 - 3 + 2*0)/2 + 1 is not a whole number on spatial axis 0")
        .hasMessageContaining("floor()");
    assertThat(image.conv(filter, window, 1, true).shape().dims()).containsExactly(1, 13, 13, 8);
    assertThat(image.conv(filter, window.padding(1), 1, true).dim(1)).isEqualTo(14);
    assertThat(
            Jacobi.zeros(1, 29, 28, 1)
                .conv(filter, window.padding(Ints.of(0, 1), Ints.of(0, 0)), 1, false)
                .shape()
                .dims())
        .containsExactly(1, 14, 14, 8);
    assertThatThrownBy(
            () -> image.conv(filter, window.padding(Ints.of(0, 0), Ints.of(1, 2)), 1, false))
        .hasMessageContaining("(28 - 3 + 0 + 2)/2 + 1 is not a whole number on spatial axis 1");
  }

  /**
   * True convolution, straight from its definition, is cross-correlation with the flipped kernel.
   */
  @Property(tries = 50)
  void seedE5ConvolutionIsCrossCorrelationWithTheFlippedKernel(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 7) int height,
      @ForAll @IntRange(min = 1, max = 7) int width,
      @ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll @IntRange(min = 1, max = 4) int columns) {
    RandomKey key = RandomKey.of(seed);
    Tensor image = key.stream("f").normal(DType.FLOAT64, 1, height, width, 1);
    Tensor kernel = key.stream("h").normal(DType.FLOAT64, 1, rows, columns, 1);
    Window full =
        Window.of(2).padding(Ints.of(rows - 1, columns - 1), Ints.of(rows - 1, columns - 1));
    double[] y = image.conv(kernel.flip(1, 2), full, 1, false).toDoubles();

    double[] f = image.toDoubles();
    double[] h = kernel.toDoubles();
    double[] expected = new double[(height + rows - 1) * (width + columns - 1)];
    for (int i = 0; i < f.length; i++) {
      for (int k = 0; k < h.length; k++) {
        int row = i / width + k / columns;
        int column = i % width + k % columns;
        expected[row * (width + columns - 1) + column] += f[i] * h[k];
      }
    }
    assertThat(y).hasSameSizeAs(expected);
    for (int i = 0; i < y.length; i++) {
      assertThat(y[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-12));
    }
  }

  @Test
  void aTransposedConvolutionUndoesTheShape() {
    Tensor x = Jacobi.ones(1, 3, 3, 1);
    Tensor filter = Jacobi.ones(1, 2, 2, 1);
    Tensor side = x.convTranspose(filter, Window.of(2).stride(2), 1, Ints.of(0, 0));
    assertThat(side.shape().dims()).containsExactly(1, 6, 6, 1);
    assertThat(side.toFloats()).containsOnly(1);
    Tensor more = x.convTranspose(filter, Window.of(2).stride(2), 1, Ints.of(1, 0));
    assertThat(more.shape().dims()).containsExactly(1, 7, 6, 1);
    Tensor overlapping = x.convTranspose(filter, Window.of(2), 1, Ints.of(0, 0));
    assertThat(overlapping.toFloats())
        .containsExactly(1, 2, 2, 1, 2, 4, 4, 2, 2, 4, 4, 2, 1, 2, 2, 1);
  }

  @Test
  void groupsDoNotSeeEachOther() {
    Tensor x = Tensor.of(new float[] {1, 10, 2, 20, 3, 30}, 1, 3, 2);
    Tensor filters = Tensor.of(new float[] {1, 1, 1, -1}, 2, 2, 1);
    assertThat(x.conv(filters, Window.of(1), 2, false).toFloats()).containsExactly(3, -10, 5, -10);
  }

  @Test
  void sameKeepsTheSizeDividedByTheStride() {
    for (int size = 1; size < 9; size++) {
      for (int kernel = 1; kernel < 5; kernel++) {
        for (int stride = 1; stride < 4; stride++) {
          Window w = Window.of(1).stride(stride).same(Ints.of(size), Ints.of(kernel));
          assertThat(w.outputs("test", Ints.of(size), Ints.of(kernel)).get(0))
              .isEqualTo(Math.ceilDiv(size, stride));
          assertThat(w.after().get(0) - w.before().get(0)).isBetween(0, 1);
        }
      }
    }
  }

  @Test
  void poolingTakesTheGreatestOrTheMean() {
    Tensor x =
        Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, -16}, 1, 4, 4, 1);
    Window two = Window.of(2).stride(2);
    assertThat(x.maxPool(Ints.of(2, 2), two, false).toFloats()).containsExactly(6, 8, 14, 15);
    assertThat(x.avgPool(Ints.of(2, 2), two, false, true).toFloats())
        .containsExactly(3.5f, 5.5f, 11.5f, 5.5f);
    assertThat(x.neg().maxPool(Ints.of(2, 2), two.padding(1), false).toFloats())
        .containsExactly(-1, -2, -4, -5, -6, -8, -13, -14, 16);
    Tensor ones = Jacobi.ones(1, 2, 2, 1);
    assertThat(ones.avgPool(Ints.of(2, 2), Window.of(2).padding(1), false, true).toFloats())
        .containsExactly(.25f, .5f, .25f, .5f, 1, .5f, .25f, .5f, .25f);
    assertThat(ones.avgPool(Ints.of(2, 2), Window.of(2).padding(1), false, false).toFloats())
        .containsOnly(1);
  }

  @Test
  void mistakesAreNamed() {
    Tensor image = Jacobi.zeros(2, 5, 6, 3);
    Window plane = Window.of(2);
    assertThatThrownBy(() -> image.conv(Jacobi.zeros(4, 7, 3, 3)))
        .hasMessageContaining(
            "the kernel is larger than the input: 7, on spatial axis 0 of extent 5");
    assertThatThrownBy(
            () -> image.conv(Jacobi.zeros(4, 4, 3, 3), plane.dilation(3).padding(1), 1, false))
        .hasMessageContaining("4, which spans 10, on spatial axis 0 of extent 5 padded to 7");
    assertThatThrownBy(() -> image.conv(Jacobi.zeros(4, 2, 2, 1)))
        .hasMessageContaining("the input has 3 channels, the filters [4, 2, 2, 1] are for 1");
    assertThatThrownBy(() -> image.conv(Jacobi.zeros(4, 2, 2, 3), plane, 2, false))
        .hasMessageContaining("2 groups do not divide 3 input channels");
    assertThatThrownBy(() -> image.conv(Jacobi.zeros(4, 2, 2, 1), plane, 3, false))
        .hasMessageContaining("3 groups do not divide 4 output channels");
    assertThatThrownBy(() -> image.conv(Jacobi.zeros(4, 2, 3)))
        .hasMessageContaining("[conv] with 2 spatial axes needs two floating tensors of rank 4");
    assertThatThrownBy(() -> Jacobi.zeros(5, 6).conv(Jacobi.zeros(4, 2, 3)))
        .hasMessageContaining("[conv] needs [batch, spatial…, channels], not [5, 6]");
    assertThatThrownBy(() -> plane.stride(0)).hasMessageContaining("stride [0, 0]");
    assertThatThrownBy(() -> plane.padding(1, 2, 3))
        .hasMessageContaining("one for each of 2 axes, not [1, 2, 3]");
    assertThatThrownBy(() -> image.maxPool(Ints.of(6, 2), plane, false))
        .hasMessageContaining("[maxPool] the kernel is larger than the input: 6");
    assertThatThrownBy(() -> image.maxPool(Ints.of(2, 2), plane.padding(2), false))
        .hasMessageContaining("more than half of the window");
    assertThatThrownBy(() -> image.convTranspose(Jacobi.zeros(3, 2, 2, 1), plane, 1, Ints.of(1, 0)))
        .hasMessageContaining("from 0 to less than the stride [1, 1], not [1, 0]");
  }
}
