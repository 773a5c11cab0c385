package jacobi.cuda.library;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.backend.Task.Single;
import jacobi.backend.View;
import jacobi.graph.Convolution;
import jacobi.graph.DType;
import jacobi.graph.Ints;
import jacobi.graph.Shape;
import jacobi.graph.Window;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImagesTest {
  private static View view(int... shape) {
    return View.contiguous(DType.FLOAT32, Shape.of(shape));
  }

  private static Optional<Images> images(Convolution op, View first, View second, View out) {
    return Images.of(new Single(op, List.of(first, second), out));
  }

  @Test
  void channelsComeSecond() {
    Window window = Window.of(2).stride(2, 1).padding(1, 2).dilation(1, 2);
    Images images =
        images(
                new Convolution.ConvFilter(window, 3, Ints.of(3, 5)),
                view(2, 8, 9, 6),
                view(2, 4, 5, 12),
                view(12, 3, 5, 2))
            .orElseThrow();

    assertThat(images.x()).containsExactly(2, 6, 8, 9);
    assertThat(images.filters()).containsExactly(12, 2, 3, 5);
    assertThat(images.y()).containsExactly(2, 12, 4, 5);
    assertThat(images.padding()).containsExactly(1, 2);
    assertThat(images.stride()).containsExactly(2, 1);
    assertThat(images.dilation()).containsExactly(1, 2);
  }

  @Test
  void oneAxisIsTheSecondOfTwo() {
    Window window = Window.of(1).stride(2).padding(1);
    Images images =
        images(
                new Convolution.ConvInput(window, 1, Ints.of(9)),
                view(2, 5, 4),
                view(4, 3, 6),
                view(2, 9, 6))
            .orElseThrow();

    assertThat(images.x()).containsExactly(2, 6, 1, 9);
    assertThat(images.filters()).containsExactly(4, 6, 1, 3);
    assertThat(images.y()).containsExactly(2, 4, 1, 5);
    assertThat(images.padding()).containsExactly(0, 1);
    assertThat(images.stride()).containsExactly(1, 2);
    assertThat(images.dilation()).containsExactly(1, 1);
  }

  @Test
  void paddingThatNoWindowReachesDoesNotMatter() {
    View x = view(1, 8, 8, 1);
    View filters = view(1, 3, 3, 1);
    View y = view(1, 4, 4, 1);
    Window behind = Window.of(2).stride(2).padding(Ints.of(0, 0), Ints.of(1, 1));
    Window before = Window.of(2).stride(2).padding(Ints.of(1, 1), Ints.of(0, 0));

    assertThat(images(new Convolution.Conv(behind, 1), x, filters, y)).isEmpty();
    assertThat(images(new Convolution.Conv(before, 1), x, filters, y)).isPresent();
  }

  @Test
  void otherTypesAreLeftToTheGeneratedKernel() {
    View x = View.contiguous(DType.FLOAT64, Shape.of(1, 8, 1));
    View filters = View.contiguous(DType.FLOAT64, Shape.of(1, 3, 1));
    View y = View.contiguous(DType.FLOAT64, Shape.of(1, 6, 1));

    assertThat(images(new Convolution.Conv(Window.of(1), 1), x, filters, y)).isEmpty();
  }
}
