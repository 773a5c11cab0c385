package jacobi.testkit;

import jacobi.graph.Body;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import jacobi.graph.Op;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.UnaryKind;
import jacobi.graph.ScanBuilder;
import jacobi.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Recurrences for {@link RandomGraph}. */
final class RandomScan {
  private final SplittableRandom random;
  private final RandomPool pool;

  RandomScan(SplittableRandom random, RandomPool pool) {
    this.random = random;
    this.pool = pool;
  }

  /** A scan along axis 0 of a node, whose carries stay within -1 and 1. */
  Node of(Node x) {
    int steps = x.shape().dim(0);
    int[] dims = x.shape().dims();
    Shape one = Shape.of(Arrays.copyOfRange(dims, 1, dims.length));
    Node weight = pool.input(x.dtype(), one);
    Node first = pool.input(x.dtype(), one);
    Node w = parameter(weight, one, 0);
    Node s = parameter(first, one, 1);
    Node now = parameter(x, one, 2);
    Node mixed =
        switch (random.nextInt(3)) {
          case 0 -> Nodes.add(Nodes.mul(s, w), now);
          case 1 -> Nodes.binary(BinaryKind.MAX, Nodes.mul(s, 0.5), Nodes.mul(now, w));
          default -> Nodes.sub(now, s);
        };
    Node next = Nodes.unary(random.nextBoolean() ? UnaryKind.SIN : UnaryKind.TANH, mixed);
    Node further = Nodes.mul(next, s);
    int outputs = random.nextInt(1, 3);
    Body body = new Body(List.of(w, s, now), List.of(next, further).subList(0, outputs));
    Op.Scan scan = new Op.Scan(body, 1, 1, 1, steps, random.nextBoolean());
    Node flat = Node.of(scan, weight, first, x);
    return random.nextInt(4) == 0 ? flat : ScanBuilder.steps(flat, random.nextInt(outputs));
  }

  private static Node parameter(Node like, Shape shape, int position) {
    return Node.input(new Op.Type(like.dtype(), shape), new Body.Parameter(position));
  }
}
