package jacobi.jvm;

import jacobi.graph.DType;
import java.lang.classfile.TypeKind;

/**
 * What emitted code has computed: one element, or a vector of them, in a local variable; or a
 * constant.
 */
final class Value {
  final DType dtype;
  final boolean vector;

  /** Set late for hoisted constants: their locals come after all others. */
  int slot;

  /** Set for constants of one element, which take no local. */
  final Number constant;

  private Value(DType dtype, boolean vector, int slot, Number constant) {
    this.dtype = dtype;
    this.vector = vector;
    this.slot = slot;
    this.constant = constant;
  }

  static Value local(DType dtype, boolean vector, int slot) {
    return new Value(dtype, vector, slot, 0);
  }

  /**
   * A constant of one element; {@code value} is a Float, Double, Integer or Long as the type is.
   */
  static Value constant(DType dtype, Number value) {
    return new Value(dtype, false, -1, value);
  }

  /** The JVM's type of the local variable. */
  TypeKind kind() {
    return vector ? TypeKind.REFERENCE : kind(dtype);
  }

  /** The JVM's type of one element. */
  static TypeKind kind(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> TypeKind.FLOAT;
      case FLOAT64 -> TypeKind.DOUBLE;
      case INT64 -> TypeKind.LONG;
      case INT32, BOOL -> TypeKind.INT;
    };
  }
}
