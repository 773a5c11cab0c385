package jacobi.compile;

import jacobi.graph.Node;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Sums of parts that are zeros but for their own stretch of one axis, as the gradients of slices
 * are: where the stretches fill the axis, the sum is the parts in a row. The gates of a recurrent
 * layer are such slices; added, each would be written and read at four times its size.
 */
final class Tiles {
  private static final int MOST = 512;

  /** A part and where it begins. */
  private record Part(int begin, Node values) {}

  /** Parts of a sum by where they begin, along an axis. */
  private record Row(int axis, List<Part> parts) {
    int covered() {
      return parts.stream().mapToInt(p -> p.values().shape().dim(axis)).sum();
    }
  }

  private final Map<Node, Optional<Row>> rows = new IdentityHashMap<>();

  /** A sum of two as its parts in a row, if they fill their axis. */
  Optional<Node> joined(Node a, Node b, BiFunction<Op, List<Node>, Node> make) {
    Shape shape = a.shape();
    return row(a)
        .flatMap(left -> row(b).flatMap(right -> merged(left, right)))
        .filter(row -> row.covered() == shape.dim(row.axis()))
        .map(
            row ->
                make.apply(
                    new Op.Concat(row.axis()), row.parts().stream().map(Part::values).toList()));
  }

  private Optional<Row> row(Node n) {
    Optional<Row> known = rows.get(n);
    if (known == null) {
      known =
          switch (n.op()) {
            case Op.Pad pad -> padded(pad, n.input(0));
            case Op.Binary(var kind) when kind == Op.BinaryKind.ADD ->
                row(n.input(0))
                    .flatMap(left -> row(n.input(1)).flatMap(right -> merged(left, right)));
            default -> Optional.empty();
          };
      rows.put(n, known);
    }
    return known;
  }

  private static Optional<Row> padded(Op.Pad pad, Node values) {
    int axis = -1;
    for (int i = 0; i < values.shape().rank(); i++) {
      if (pad.interior().get(i) != 0 && values.shape().dim(i) > 1) {
        return Optional.empty();
      }
      if (pad.before().get(i) != 0 || pad.after().get(i) != 0) {
        if (axis >= 0) {
          return Optional.empty();
        }
        axis = i;
      }
    }
    return axis < 0
        ? Optional.empty()
        : Optional.of(new Row(axis, List.of(new Part(pad.before().get(axis), values))));
  }

  /** Both together, if they do not overlap. */
  private static Optional<Row> merged(Row a, Row b) {
    if (a.axis() != b.axis() || a.parts().size() + b.parts().size() > MOST) {
      return Optional.empty();
    }
    List<Part> all = new ArrayList<>(a.parts());
    all.addAll(b.parts());
    all.sort(Comparator.comparingInt(Part::begin));
    int end = 0;
    for (Part p : all) {
      if (p.begin() < end) {
        return Optional.empty();
      }
      end = p.begin() + p.values().shape().dim(a.axis());
    }
    return Optional.of(new Row(a.axis(), all));
  }
}
