package jacobi.reference;

import jacobi.backend.Erf;
import jacobi.graph.JacobiException;
import jacobi.graph.Op;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.CompareKind;
import jacobi.graph.Op.UnaryKind;

/** One element of the result from the elements at the same index. */
final class Elementwise {
  private Elementwise() {}

  static void constant(Op.Constant constant, Elements out) {
    if (out.dtype().isFloating()) {
      out.setDouble(new int[0], constant.asDouble());
    } else {
      out.setLong(new int[0], constant.asLong());
    }
  }

  static void iota(int axis, Elements out) {
    Elements.forEach(out.shape(), i -> out.setLong(i, i[axis]));
  }

  static void unary(UnaryKind kind, Elements a, Elements out) {
    if (out.dtype().isFloating()) {
      Elements.forEach(out.shape(), i -> out.setDouble(i, floating(kind, a.getDouble(i))));
    } else {
      Elements.forEach(out.shape(), i -> out.setLong(i, integer(kind, a.getLong(i))));
    }
  }

  static void binary(BinaryKind kind, Elements a, Elements b, Elements out) {
    if (out.dtype().isFloating()) {
      Elements.forEach(
          out.shape(), i -> out.setDouble(i, floating(kind, a.getDouble(i), b.getDouble(i))));
    } else {
      Elements.forEach(out.shape(), i -> out.setLong(i, integer(kind, a.getLong(i), b.getLong(i))));
    }
  }

  static void compare(CompareKind kind, Elements a, Elements b, Elements out) {
    boolean floating = a.dtype().isFloating();
    Elements.forEach(
        out.shape(),
        i -> {
          boolean holds =
              floating
                  ? holds(kind, a.getDouble(i), b.getDouble(i))
                  : holds(kind, a.getLong(i), b.getLong(i));
          out.setLong(i, holds ? 1 : 0);
        });
  }

  static void select(Elements condition, Elements a, Elements b, Elements out) {
    Elements.forEach(out.shape(), i -> out.set(i, condition.getLong(i) != 0 ? a : b, i));
  }

  static void cast(Elements a, Elements out) {
    Elements.forEach(out.shape(), i -> out.set(i, a, i));
  }

  private static double floating(UnaryKind kind, double a) {
    return switch (kind) {
      case NEG -> -a;
      case ABS -> Math.abs(a);
      case SIGN -> Math.signum(a);
      case FLOOR -> Math.floor(a);
      case CEIL -> Math.ceil(a);
      case ROUND -> Math.rint(a);
      case SQRT -> Math.sqrt(a);
      case EXP -> Math.exp(a);
      case EXPM1 -> Math.expm1(a);
      case LOG -> Math.log(a);
      case LOG1P -> Math.log1p(a);
      case SIN -> Math.sin(a);
      case COS -> Math.cos(a);
      case TANH -> Math.tanh(a);
      case ERF -> Erf.erf(a);
      case NOT -> throw new IllegalArgumentException("[not] is not defined for floating types");
    };
  }

  private static long integer(UnaryKind kind, long a) {
    return switch (kind) {
      case NEG -> -a;
      case ABS -> Math.abs(a);
      case SIGN -> Long.signum(a);
      case NOT -> 1 - a;
      case FLOOR, CEIL, ROUND, SQRT, EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF ->
          throw new IllegalArgumentException("[" + kind + "] is not defined for integers");
    };
  }

  static double floating(BinaryKind kind, double a, double b) {
    return switch (kind) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case POW -> Math.pow(a, b);
      case AND, OR, XOR ->
          throw new IllegalArgumentException("[" + kind + "] is not defined for floating types");
    };
  }

  static long integer(BinaryKind kind, long a, long b) {
    return switch (kind) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> {
        if (b == 0) {
          throw new JacobiException("[div] integer division of " + a + " by zero");
        }
        yield a / b;
      }
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case AND -> a & b;
      case OR -> a | b;
      case XOR -> a ^ b;
      case POW -> throw new IllegalArgumentException("[pow] is not defined for integers");
    };
  }

  private static boolean holds(CompareKind kind, double a, double b) {
    return switch (kind) {
      case LT -> a < b;
      case LE -> a <= b;
      case EQ -> a == b;
      case NE -> a != b;
    };
  }

  private static boolean holds(CompareKind kind, long a, long b) {
    return switch (kind) {
      case LT -> a < b;
      case LE -> a <= b;
      case EQ -> a == b;
      case NE -> a != b;
    };
  }
}
