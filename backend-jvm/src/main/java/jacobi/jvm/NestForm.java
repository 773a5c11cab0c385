package jacobi.jvm;

import jacobi.backend.Inst;
import jacobi.graph.DType;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.UnaryKind;

/**
 * Whether the innermost loop is over elements or over vectors.
 *
 * @param bits width of vectors, 0 for elements
 * @param home type that vector masks are over
 */
record NestForm(int bits, DType home) {
  static final NestForm SCALAR = new NestForm(0, DType.FLOAT32);

  /** Vectors of the given width if every instruction along the last axis has them. */
  static NestForm of(NestAnalysis nest, int bits) {
    if (bits == 0) {
      return SCALAR;
    }
    int last = nest.rank - 1;
    int bytes = 0;
    DType home = DType.BOOL;
    for (int i = 0; i < nest.body.size(); i++) {
      Inst inst = nest.body.get(i);
      if (!nest.touches(i, last) && !(inst instanceof Inst.Reduce)) {
        continue;
      }
      if (!hasVectors(nest, inst)) {
        return SCALAR;
      }
      DType dtype = inst.dtype();
      if (dtype == DType.BOOL) {
        continue;
      }
      if (bytes != 0 && bytes != dtype.bytes()) {
        return SCALAR;
      }
      bytes = dtype.bytes();
      if (home == DType.BOOL || dtype.isFloating()) {
        home = dtype;
      }
    }
    boolean longEnough = home != DType.BOOL && nest.extents[last] >= bits / 8 / bytes;
    return longEnough ? new NestForm(bits, home) : SCALAR;
  }

  private static boolean hasVectors(NestAnalysis nest, Inst inst) {
    DType dtype = inst.dtype();
    return switch (inst) {
      case Inst.Load load -> isVector(nest, load.operand(), dtype);
      case Inst.Store store -> isVector(nest, store.operand(), dtype);
      case Inst.Const constant -> true;
      case Inst.Index index -> dtype != DType.FLOAT64;
      case Inst.Unary unary ->
          switch (dtype) {
            case FLOAT32 ->
                MathFunctions.knows(unary.kind())
                    || unary.kind() == UnaryKind.NEG
                    || unary.kind() == UnaryKind.ABS
                    || unary.kind() == UnaryKind.SQRT;
            case FLOAT64 ->
                unary.kind() == UnaryKind.NEG
                    || unary.kind() == UnaryKind.ABS
                    || unary.kind() == UnaryKind.SQRT;
            case INT32, INT64 -> unary.kind() == UnaryKind.NEG || unary.kind() == UnaryKind.ABS;
            case BOOL -> unary.kind() == UnaryKind.NOT;
          };
      case Inst.Binary binary ->
          binary.kind() != BinaryKind.POW
              && (binary.kind() != BinaryKind.DIV || dtype.isFloating());
      case Inst.Compare compare -> true;
      case Inst.Select select -> true;
      case Inst.Cast cast ->
          dtype.bytes() != 8 || nest.dtype(cast.a()) == DType.BOOL || nest.dtype(cast.a()) == dtype;
      case Inst.Reduce reduce -> true;
    };
  }

  private static boolean isVector(NestAnalysis nest, int operand, DType dtype) {
    return dtype != DType.BOOL && nest.strides[operand][nest.rank - 1] == dtype.bytes();
  }
}
