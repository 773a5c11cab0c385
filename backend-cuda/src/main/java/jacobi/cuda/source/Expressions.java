package jacobi.cuda.source;

import jacobi.graph.DType;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.CompareKind;
import jacobi.graph.Op.UnaryKind;

/**
 * The elements' arithmetic as C expressions over names and literals. The rules of rounding, NaN and
 * casts are those of {@link jacobi.graph.Op}.
 */
final class Expressions {
  private Expressions() {}

  static String unary(UnaryKind kind, DType t, String a) {
    return switch (kind) {
      case NEG -> t.isFloating() ? "-" + a : wrapped(t, "0", "-", a);
      case ABS ->
          t.isFloating()
              ? call("fabs", t, a)
              : "%1$s < 0 ? %2$s : %1$s".formatted(a, wrapped(t, "0", "-", a));
      case SIGN ->
          t.isFloating()
              ? "sign_%s(%s)".formatted(CType.tag(t), a)
              : "(%1$s > 0) - (%1$s < 0)".formatted(a);
      case FLOOR -> call("floor", t, a);
      case CEIL -> call("ceil", t, a);
      case ROUND -> call("rint", t, a);
      case SQRT -> call("sqrt", t, a);
      case EXP -> call("exp", t, a);
      case EXPM1 -> call("expm1", t, a);
      case LOG -> call("log", t, a);
      case LOG1P -> call("log1p", t, a);
      case SIN -> call("sin", t, a);
      case COS -> call("cos", t, a);
      case TANH -> call("tanh", t, a);
      case ERF -> call("erf", t, a);
      case NOT -> "1 - " + a;
    };
  }

  private static String call(String function, DType t, String a) {
    return "%s%s(%s)".formatted(function, t == DType.FLOAT32 ? "f" : "", a);
  }

  /** Integers wrap around as Java's; C's do so only without a sign. */
  private static String wrapped(DType t, String a, String operator, String b) {
    String type = CType.name(t);
    return "(%1$s)((unsigned %1$s)%2$s %3$s (unsigned %1$s)%4$s)".formatted(type, a, operator, b);
  }

  static String binary(BinaryKind kind, DType t, String a, String b) {
    return switch (kind) {
      case ADD -> arithmetic(t, a, "+", b);
      case SUB -> arithmetic(t, a, "-", b);
      case MUL -> arithmetic(t, a, "*", b);
      case DIV ->
          t.isFloating() ? a + " / " + b : "div_%s(%s, %s, fault)".formatted(CType.tag(t), a, b);
      case MAX ->
          t.isFloating()
              ? "max_%s(%s, %s)".formatted(CType.tag(t), a, b)
              : "%1$s > %2$s ? %1$s : %2$s".formatted(a, b);
      case MIN ->
          t.isFloating()
              ? "min_%s(%s, %s)".formatted(CType.tag(t), a, b)
              : "%1$s < %2$s ? %1$s : %2$s".formatted(a, b);
      case POW -> "pow_%s(%s, %s)".formatted(CType.tag(t), a, b);
      case AND -> a + " & " + b;
      case OR -> a + " | " + b;
      case XOR -> a + " ^ " + b;
    };
  }

  private static String arithmetic(DType t, String a, String operator, String b) {
    return t.isFloating() ? a + " " + operator + " " + b : wrapped(t, a, operator, b);
  }

  static String compare(CompareKind kind, String a, String b) {
    return switch (kind) {
      case LT -> a + " < " + b;
      case LE -> a + " <= " + b;
      case EQ -> a + " == " + b;
      case NE -> a + " != " + b;
    };
  }

  static String cast(DType from, DType to, String a) {
    if (from == to) {
      return a;
    }
    return switch (to) {
      case FLOAT32 -> "(float)" + a;
      case FLOAT64 -> "(double)" + a;
      case INT32 -> from.isFloating() ? "int_%s(%s)".formatted(CType.tag(from), a) : "(int)" + a;
      case INT64 ->
          from.isFloating() ? "long_%s(%s)".formatted(CType.tag(from), a) : "(long long)" + a;
      case BOOL -> a + " != 0";
    };
  }
}
