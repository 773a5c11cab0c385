package jacobi.backend;

import jacobi.graph.DType;
import jacobi.graph.Op;

/**
 * One instruction of a {@link LoopNest}'s body. Operands are positions of earlier instructions.
 * Element rules (rounding, NaN, integer division, casts) are those of the {@link Op} of the same
 * name.
 */
public sealed interface Inst {

  /** Element type of the result; for a store, of what is stored. */
  DType dtype();

  /**
   * The element of operand {@code operand} (a position in {@link LoopNest#operands}) at the current
   * indices.
   */
  record Load(int operand, DType dtype) implements Inst {}

  record Const(Op.Constant value) implements Inst {
    @Override
    public DType dtype() {
      return value.dtype();
    }
  }

  /** The current index along domain axis {@code axis}. */
  record Index(int axis, DType dtype) implements Inst {}

  record Unary(Op.UnaryKind kind, int a, DType dtype) implements Inst {}

  record Binary(Op.BinaryKind kind, int a, int b, DType dtype) implements Inst {}

  /** The result is a bool; the operands' type is that of instruction {@code a}. */
  record Compare(Op.CompareKind kind, int a, int b) implements Inst {
    @Override
    public DType dtype() {
      return DType.BOOL;
    }
  }

  record Select(int condition, int a, int b, DType dtype) implements Inst {}

  record Cast(int a, DType dtype) implements Inst {}

  /** Combines {@code a} over all reduced axes; the result is constant along them. */
  record Reduce(Op.ReduceKind kind, int a, DType dtype) implements Inst {}

  /**
   * Writes {@code a} to operand {@code operand} at the current indices. No instruction uses a
   * store.
   */
  record Store(int operand, int a, DType dtype) implements Inst {}
}
