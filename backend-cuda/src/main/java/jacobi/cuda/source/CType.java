package jacobi.cuda.source;

import jacobi.graph.DType;
import jacobi.graph.Op;

/** Element types and constants as C has them. */
final class CType {
  private CType() {}

  /** What an element is in memory. */
  static String name(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> "float";
      case FLOAT64 -> "double";
      case INT64 -> "long long";
      case INT32 -> "int";
      case BOOL -> "unsigned char";
    };
  }

  /** The end of the names of a {@link Prelude} function's forms. */
  static String tag(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> "f32";
      case FLOAT64 -> "f64";
      case INT64 -> "i64";
      case INT32 -> "i32";
      case BOOL -> "bool";
    };
  }

  static String literal(Op.Constant constant) {
    return switch (constant.dtype()) {
      case FLOAT32 -> literal((float) constant.asDouble());
      case FLOAT64 -> literal(constant.asDouble());
      case INT64 -> literal(constant.asLong());
      case INT32, BOOL -> literal((int) constant.asLong());
    };
  }

  static String literal(float value) {
    if (!Float.isFinite(value)) {
      return "__int_as_float(0x%x)".formatted(Float.floatToIntBits(value));
    }
    return signed(value + "f");
  }

  static String literal(double value) {
    if (!Double.isFinite(value)) {
      return "__longlong_as_double(0x%xLL)".formatted(Double.doubleToLongBits(value));
    }
    return signed(Double.toString(value));
  }

  // The least numbers have no literal: C reads a minus sign and a number that is too large.
  static String literal(long value) {
    return value == Long.MIN_VALUE ? "(-9223372036854775807LL - 1)" : signed(value + "LL");
  }

  static String literal(int value) {
    return value == Integer.MIN_VALUE ? "(-2147483647 - 1)" : signed(Integer.toString(value));
  }

  private static String signed(String number) {
    return number.startsWith("-") ? "(" + number + ")" : number;
  }

  /** What a reduction begins with. */
  static String identity(Op.ReduceKind kind, DType dtype) {
    return switch (kind) {
      case SUM -> literal(Op.Constant.of(dtype, 0L));
      case PROD -> literal(Op.Constant.of(dtype, 1L));
      case MAX -> extreme(dtype, false);
      case MIN -> extreme(dtype, true);
    };
  }

  private static String extreme(DType dtype, boolean greatest) {
    double infinity = greatest ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    return switch (dtype) {
      case FLOAT32 -> literal((float) infinity);
      case FLOAT64 -> literal(infinity);
      case INT64 -> literal(greatest ? Long.MAX_VALUE : Long.MIN_VALUE);
      case INT32 -> literal(greatest ? Integer.MAX_VALUE : Integer.MIN_VALUE);
      case BOOL -> throw new IllegalArgumentException("bools are not reduced");
    };
  }
}
