package jacobi.graph;

import java.util.List;

/** What the operands of a {@link Op.Scan} must be. */
final class ScanRules {
  private ScanRules() {}

  static Op.Type type(Op.Scan scan, List<Op.Type> in) {
    List<Node> parameters = scan.body().parameters();
    List<Node> outputs = scan.body().outputs();
    int states = scan.consts() + scan.carries();
    if (scan.steps() < 1) {
      throw new ShapeException("[scan] needs at least one step, got " + scan.steps());
    }
    if (in.size() != states + scan.sequences()
        || parameters.size() != in.size()
        || outputs.size() < Math.max(1, scan.carries())) {
      throw new ShapeException(
          "[scan] a body of "
              + parameters.size()
              + " parameters and "
              + outputs.size()
              + " outputs does not fit "
              + in.size()
              + " operands");
    }
    for (int i = 0; i < in.size(); i++) {
      Op.Type expected = parameters.get(i).type();
      if (i >= states) {
        expected = new Op.Type(expected.dtype(), withSteps(scan.steps(), expected.shape()));
      }
      if (!in.get(i).equals(expected)) {
        throw new ShapeException(
            "[scan] operand " + i + " is " + in.get(i) + ", the body needs " + expected);
      }
    }
    DType dtype = outputs.getFirst().dtype();
    long size = 0;
    for (int i = 0; i < outputs.size(); i++) {
      Op.Type out = outputs.get(i).type();
      if (out.dtype() != dtype || !dtype.isFloating()) {
        throw new ShapeException(
            "[scan] carries and outputs are of one floating type, not "
                + outputs.stream().map(n -> n.type().toString()).toList());
      }
      if (i < scan.carries() && !out.equals(in.get(scan.consts() + i))) {
        throw new ShapeException(
            "[scan] carry "
                + i
                + " begins as "
                + in.get(scan.consts() + i)
                + " and goes on as "
                + out);
      }
      size += scan.steps() * out.shape().size();
    }
    if (size > Integer.MAX_VALUE) {
      throw new ShapeException("[scan] keeps " + size + " values, more than one tensor holds");
    }
    return new Op.Type(dtype, Shape.of((int) size));
  }

  /** A shape with a leading axis for the steps. */
  static Shape withSteps(int steps, Shape shape) {
    return Shape.of(
        Ints.generate(shape.rank() + 1, i -> i == 0 ? steps : shape.dim(i - 1)).toArray());
  }
}
