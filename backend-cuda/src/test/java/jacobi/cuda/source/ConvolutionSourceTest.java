package jacobi.cuda.source;

import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.graph.Convolution;
import jacobi.graph.DType;
import jacobi.graph.Ints;
import jacobi.graph.Shape;
import jacobi.graph.Window;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** CUDA C of convolutions, run on the simulated device, against the reference. */
class ConvolutionSourceTest {
  private static final int CONVOLUTIONS = 12;

  @Test
  void allThreeWithStridesDilationsPaddingAndGroups() {
    for (long seed = 0; seed < CONVOLUTIONS; seed++) {
      Random random = new Random(seed);
      int axes = 1 + random.nextInt(3);
      Ints kernel = Ints.generate(axes, i -> 1 + random.nextInt(3));
      Ints spatial = Ints.generate(axes, i -> 5 + random.nextInt(3));
      Window window =
          new Window(
              Ints.generate(axes, i -> 1 + random.nextInt(3)),
              Ints.generate(axes, i -> 1 + random.nextInt(2)),
              Ints.generate(axes, i -> random.nextInt(3)),
              Ints.generate(axes, i -> random.nextInt(3)));
      int groups = 1 + random.nextInt(2);
      int in = groups * (1 + random.nextInt(3));
      int out = groups * (1 + random.nextInt(3));
      Shape x = Convolution.images(1 + random.nextInt(2), spatial, in);
      Shape filters = Convolution.images(out, kernel, in / groups);
      Shape y = Convolution.images(x.dim(0), window.outputs("conv", spatial, kernel), out);
      DType dtype = random.nextBoolean() ? DType.FLOAT32 : DType.FLOAT64;
      check(random, dtype, new Convolution.Conv(window, groups), x, filters, y);
      check(random, dtype, new Convolution.ConvInput(window, groups, spatial), y, filters, x);
      check(random, dtype, new Convolution.ConvFilter(window, groups, kernel), x, y, filters);
    }
  }

  private static void check(
      Random random, DType dtype, Convolution op, Shape a, Shape b, Shape out) {
    Task task =
        new Task.Single(
            op,
            List.of(view(random, dtype, a), view(random, dtype, b)),
            View.contiguous(dtype, out));
    TaskRun.check(task, random.nextLong(), 1e-5);
  }

  /** Row-major, or with the axes the other way round, with elements between. */
  private static View view(Random random, DType dtype, Shape shape) {
    boolean backward = random.nextBoolean();
    long[] strides = new long[shape.rank()];
    long n = 1L + random.nextInt(2);
    for (int i = 0; i < strides.length; i++) {
      int axis = backward ? i : strides.length - 1 - i;
      strides[axis] = n;
      n *= shape.dim(axis);
    }
    return new View(dtype, shape, random.nextInt(3), strides);
  }
}
