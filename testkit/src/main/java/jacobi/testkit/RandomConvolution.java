package jacobi.testkit;

import jacobi.graph.Convolution;
import jacobi.graph.Ints;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import jacobi.graph.Shape;
import jacobi.graph.Window;
import java.util.SplittableRandom;

/** Convolutions for {@link RandomGraph}. */
final class RandomConvolution {
  private final SplittableRandom random;
  private final RandomPool pool;

  RandomConvolution(SplittableRandom random, RandomPool pool) {
    this.random = random;
    this.pool = pool;
  }

  /** One of the three of a node of rank 2 or more. */
  Node of(Node n) {
    Node x = n.shape().rank() > 2 ? n : Nodes.reshape(n, withChannel(n.shape()));
    Ints spatial = Convolution.spatial(x.shape());
    int channels = x.shape().dim(-1);
    int groups = channels % 2 == 0 && channels > 0 && random.nextBoolean() ? 2 : 1;
    int axes = spatial.size();
    Ints kernel = Ints.generate(axes, i -> random.nextInt(1, 4));
    Window window =
        new Window(
            Ints.generate(axes, i -> random.nextInt(1, 3)),
            Ints.generate(axes, i -> random.nextInt(4) == 0 ? 2 : 1),
            Ints.generate(axes, i -> random.nextInt(2)),
            Ints.generate(axes, i -> random.nextInt(3)));
    for (int i = 0; i < axes; i++) {
      int room = window.before().get(i) + spatial.get(i) + window.after().get(i);
      if (window.span(i, kernel.get(i)) > room) {
        return x;
      }
    }
    Shape filters = Convolution.images(groups * random.nextInt(1, 4), kernel, channels / groups);
    Ints places = window.outputs("conv", spatial, kernel);
    Shape result = Convolution.images(x.shape().dim(0), places, filters.dim(0));
    if (filters.size() > RandomPool.LARGEST || result.size() > RandomPool.LARGEST) {
      return x;
    }
    Node w = pool.input(x.dtype(), filters);
    Node y = Nodes.mul(Node.of(new Convolution.Conv(window, groups), x, w), 0.25);
    return switch (random.nextInt(4)) {
      case 0 -> Node.of(new Convolution.ConvInput(window, groups, spatial), y, w);
      case 1 -> Node.of(new Convolution.ConvFilter(window, groups, kernel), x, y);
      default -> y;
    };
  }

  private static Shape withChannel(Shape s) {
    return Convolution.images(s.dim(0), Ints.of(s.dim(1)), 1);
  }
}
