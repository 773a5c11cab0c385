package jacobi.autodiff;

import jacobi.graph.Body;
import jacobi.graph.Ints;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import jacobi.graph.Op;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.ScanBuilder;
import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Backpropagation through time: the gradient of a scan is a scan in the other direction, whose body
 * is the gradient of the body and whose carries are the gradients of the carries. The carries and
 * outputs of the forward scan are known in it, so that what depends only on them is computed for
 * all steps at once, and so are the gradients of what every step shares.
 */
final class ScanGradient {
  private final Op.Scan scan;
  private final Node value;
  private final List<Node> parameters;
  private final List<Node> outputs;

  private ScanGradient(Node value) {
    this.value = value;
    this.scan = (Op.Scan) value.op();
    this.parameters = scan.body().parameters();
    this.outputs = scan.body().outputs();
  }

  /** What flows down to each operand of a scan. */
  static List<Optional<Node>> downstream(Node value, Node g) {
    return new ScanGradient(value).downstream(g);
  }

  private List<Optional<Node>> downstream(Node g) {
    ScanBuilder builder = new ScanBuilder(scan.steps(), !scan.reverse(), 0);
    known(builder);
    List<Node> seeded = new ArrayList<>();
    List<Node> seeds = new ArrayList<>();
    List<Node> carried = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Node out = outputs.get(i);
      Optional<Node> above = part(g, scan.offset(i), scan.steps() * out.shape().size());
      Node seed = Nodes.like(out, 0);
      if (above.isPresent()) {
        seed = placeholder(out);
        builder.sequence(seed, Nodes.reshape(above.get(), ScanBuilder.steps(value, i).shape()));
      }
      if (i < scan.carries()) {
        Node later = placeholder(out);
        carried.add(later);
        seed = above.isPresent() ? Nodes.add(seed, later) : later;
      }
      if (above.isPresent() || i < scan.carries()) {
        seeded.add(out);
        seeds.add(seed);
      }
    }
    Adjoints adjoints =
        Adjoints.of(
            seeded, seeds, parameters.stream().filter(p -> p.dtype().isFloating()).toList());
    for (int i = 0; i < scan.carries(); i++) {
      Node state = parameters.get(scan.consts() + i);
      builder.carry(carried.get(i), Nodes.like(state, 0), adjoints.of(state));
    }
    for (int i = 0; i < parameters.size(); i++) {
      Node p = parameters.get(i);
      if (p.dtype().isFloating() && i < scan.consts()) {
        builder.sum(adjoints.of(p));
      } else if (p.dtype().isFloating() && i >= scan.consts() + scan.carries()) {
        builder.output(adjoints.of(p));
      }
    }
    return flow(builder.build());
  }

  /** What is known of each step: operands, the carries it found, and what it gave. */
  private void known(ScanBuilder builder) {
    for (int i = 0; i < outputs.size(); i++) {
      builder.sequence(outputs.get(i), ScanBuilder.steps(value, i));
    }
    for (int i = 0; i < parameters.size(); i++) {
      Node operand = value.input(i);
      int carry = i - scan.consts();
      if (carry < 0) {
        builder.constant(parameters.get(i), operand);
      } else if (carry >= scan.carries()) {
        builder.sequence(parameters.get(i), operand);
      } else {
        Node given = ScanBuilder.steps(value, carry);
        builder.sequence(
            parameters.get(i), ScanBuilder.before(given, operand, scan.steps(), scan.reverse()));
      }
    }
  }

  private List<Optional<Node>> flow(ScanBuilder.Built built) {
    List<Optional<Node>> down = new ArrayList<>();
    int sums = 0;
    int steps = 0;
    for (int i = 0; i < parameters.size(); i++) {
      int carry = i - scan.consts();
      if (!parameters.get(i).dtype().isFloating()) {
        down.add(Optional.empty());
      } else if (carry < 0) {
        down.add(Optional.of(built.sums().get(sums++)));
      } else if (carry < scan.carries()) {
        down.add(Optional.of(first(built.carries().get(carry))));
      } else {
        down.add(Optional.of(built.outputs().get(steps++)));
      }
    }
    return down;
  }

  /** The gradient of a carry's first value: where the gradient's scan ends. */
  private Node first(Node gradients) {
    Shape s = gradients.shape();
    int at = scan.reverse() ? scan.steps() - 1 : 0;
    Node slice =
        Nodes.slice(
            gradients,
            Ints.generate(s.rank(), i -> i == 0 ? at : 0),
            Ints.generate(s.rank(), i -> i == 0 ? 1 : s.dim(i)),
            Ints.generate(s.rank(), i -> 1));
    return Nodes.reshape(slice, Shape.of(Ints.generate(s.rank() - 1, i -> s.dim(i + 1)).toArray()));
  }

  private static Node placeholder(Node like) {
    return Node.input(like.type(), new Body.Parameter(-1));
  }

  /**
   * Some elements of a flat gradient; empty if they are zeros. A user's views of a scan give sums
   * of padded parts, of which only the right one is wanted.
   */
  private static Optional<Node> part(Node g, long from, long count) {
    if (g.op() instanceof Op.Binary(BinaryKind kind) && kind == BinaryKind.ADD) {
      Optional<Node> a = part(g.input(0), from, count);
      Optional<Node> b = part(g.input(1), from, count);
      return a.isPresent() && b.isPresent()
          ? Optional.of(Nodes.add(a.get(), b.get()))
          : a.isPresent() ? a : b;
    }
    if (g.op() instanceof Op.Pad pad && pad.interior().get(0) == 0) {
      long begin = pad.before().get(0);
      long n = g.input(0).shape().dim(0);
      if (from + count <= begin || begin + n <= from) {
        return Optional.empty();
      }
      if (from >= begin && from + count <= begin + n) {
        return part(g.input(0), from - begin, count);
      }
    }
    if (from == 0 && count == g.shape().size()) {
      return Optional.of(g);
    }
    return Optional.of(Nodes.slice(g, Ints.of((int) from), Ints.of((int) count), Ints.of(1)));
  }
}
