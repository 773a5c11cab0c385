package jacobi.compile;

import jacobi.graph.DType;
import jacobi.graph.Node;
import jacobi.graph.Op;
import jacobi.graph.Op.ReduceKind;
import java.util.List;
import java.util.Optional;

/** Tensors that are one constant repeated: recognising them and computing with them. */
final class Splat {
  private Splat() {}

  /** The constant a node repeats through views, or null. */
  static Op.Constant of(Node n) {
    Node at = n;
    while (true) {
      switch (at.op()) {
        case Op.Constant c -> {
          return c;
        }
        case Op.Reshape _, Op.Broadcast _, Op.Permute _, Op.Slice _, Op.Flip _ -> at = at.input(0);
        default -> {
          return null;
        }
      }
    }
  }

  static boolean is(Node n, double value) {
    Op.Constant c = of(n);
    return c != null && c.asDouble() == value;
  }

  /** What a reduction of no elements gives. */
  static Op.Constant emptyReduction(ReduceKind kind, DType dtype) {
    return switch (kind) {
      case SUM -> Op.Constant.of(dtype, 0L);
      case PROD -> Op.Constant.of(dtype, 1L);
      case MAX ->
          switch (dtype) {
            case FLOAT32, FLOAT64 -> Op.Constant.of(dtype, Double.NEGATIVE_INFINITY);
            case INT32 -> Op.Constant.of(dtype, (long) Integer.MIN_VALUE);
            case INT64 -> Op.Constant.of(dtype, Long.MIN_VALUE);
            case BOOL -> throw new IllegalStateException("no maximum of bools");
          };
      case MIN ->
          switch (dtype) {
            case FLOAT32, FLOAT64 -> Op.Constant.of(dtype, Double.POSITIVE_INFINITY);
            case INT32 -> Op.Constant.of(dtype, (long) Integer.MAX_VALUE);
            case INT64 -> Op.Constant.of(dtype, Long.MAX_VALUE);
            case BOOL -> throw new IllegalStateException("no minimum of bools");
          };
    };
  }

  /** Whether value times count is what summing it count times gives, exactly: small integers. */
  static boolean exactTimes(Op.Constant c, long count) {
    double product = c.asDouble() * count;
    return !c.dtype().isFloating()
        || (c.asDouble() == Math.rint(c.asDouble()) && Math.abs(product) < 1 << 24);
  }

  /**
   * An element-wise operation on constants; empty where it is better left to the kernels, whose
   * definition is the backend's.
   */
  static Optional<Op.Constant> evaluate(Op op, List<Op.Constant> in) {
    Op.Constant a = in.getFirst();
    return switch (op) {
      case Op.Unary(var kind) when a.dtype().isFloating() ->
          switch (kind) {
            case NEG -> Optional.of(Op.Constant.of(a.dtype(), -a.asDouble()));
            case SQRT -> Optional.of(Op.Constant.of(a.dtype(), Math.sqrt(a.asDouble())));
            case ABS -> Optional.of(Op.Constant.of(a.dtype(), Math.abs(a.asDouble())));
            case SIGN, FLOOR, CEIL, ROUND, EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF, NOT ->
                Optional.empty();
          };
      case Op.Binary(var kind) when a.dtype().isFloating() -> {
        double x = a.asDouble();
        double y = in.get(1).asDouble();
        yield switch (kind) {
          case ADD -> Optional.of(Op.Constant.of(a.dtype(), x + y));
          case SUB -> Optional.of(Op.Constant.of(a.dtype(), x - y));
          case MUL -> Optional.of(Op.Constant.of(a.dtype(), x * y));
          case DIV -> Optional.of(Op.Constant.of(a.dtype(), x / y));
          case MAX, MIN, POW, AND, OR, XOR -> Optional.empty();
        };
      }
      case Op.Cast(var dtype) ->
          a.dtype().isFloating()
              ? (dtype == DType.BOOL || dtype.isFloating() || Math.abs(a.asDouble()) < 1 << 30
                  ? Optional.of(Op.Constant.of(dtype, a.asDouble()))
                  : Optional.empty())
              : Optional.of(Op.Constant.of(dtype, a.asLong()));
      default -> Optional.empty();
    };
  }
}
