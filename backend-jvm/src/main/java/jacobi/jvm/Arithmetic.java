package jacobi.jvm;

import jacobi.graph.DType;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.CompareKind;
import jacobi.graph.Op.ReduceKind;
import jacobi.graph.Op.UnaryKind;

/**
 * Writes arithmetic on one element ({@link ScalarArithmetic}) or on a vector of them ({@link
 * VectorArithmetic}). Whatever is composed of these methods gives the same bits either way.
 */
interface Arithmetic {

  /** The method being written. */
  Code code();

  /** Elements that one value holds. */
  int lanes();

  Value load(DType dtype, Address address);

  void store(Address address, Value value);

  /** {@code number} is a Float, Double, Integer or Long as the type is. */
  Value constant(DType dtype, Number number);

  /** One element, repeated in every lane. */
  Value splat(Value element);

  /** The int {@code index} + {@code plus} and, in vectors, the numbers after it. */
  Value index(DType dtype, Value index, int plus);

  Value unary(UnaryKind kind, Value a);

  Value binary(BinaryKind kind, Value a, Value b);

  /** a * b + c with one rounding, where the processor has such an instruction. */
  Value fma(Value a, Value b, Value c);

  Value compare(CompareKind kind, Value a, Value b);

  Value select(Value condition, Value a, Value b);

  Value cast(Value a, DType dtype);

  /** The bits of a float32 as an int32. */
  Value toBits(Value a);

  /** A float32 from its bits. */
  Value fromBits(Value a);

  /** Shifts an int32 to the left, or arithmetically to the right if {@code by} is negative. */
  Value shift(Value a, int by);

  /** All lanes combined in a fixed order into one element. */
  Value reduce(ReduceKind kind, Value a);

  default Value add(Value a, Value b) {
    return binary(BinaryKind.ADD, a, b);
  }

  default Value sub(Value a, Value b) {
    return binary(BinaryKind.SUB, a, b);
  }

  default Value mul(Value a, Value b) {
    return binary(BinaryKind.MUL, a, b);
  }

  default Value div(Value a, Value b) {
    return binary(BinaryKind.DIV, a, b);
  }

  /** What a reduction starts from. */
  static Number identity(ReduceKind kind, DType dtype) {
    return switch (kind) {
      case SUM -> number(dtype, 0);
      case PROD -> number(dtype, 1);
      case MAX ->
          switch (dtype) {
            case FLOAT32, FLOAT64 -> number(dtype, Double.NEGATIVE_INFINITY);
            case INT64 -> Long.MIN_VALUE;
            case INT32, BOOL -> Integer.MIN_VALUE;
          };
      case MIN ->
          switch (dtype) {
            case FLOAT32, FLOAT64 -> number(dtype, Double.POSITIVE_INFINITY);
            case INT64 -> Long.MAX_VALUE;
            case INT32, BOOL -> Integer.MAX_VALUE;
          };
    };
  }

  /** A small number as a Float, Double, Integer or Long. */
  static Number number(DType dtype, double value) {
    return switch (dtype) {
      case FLOAT32 -> (float) value;
      case FLOAT64 -> value;
      case INT64 -> (long) value;
      case INT32, BOOL -> (int) value;
    };
  }
}
