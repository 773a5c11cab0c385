package jacobi;

import jacobi.graph.DType;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.CompareKind;
import jacobi.graph.Op.UnaryKind;
import java.util.function.BiFunction;

/** Operations on each element by itself. */
public sealed interface Elementwise permits Tensor {
  /** This tensor. */
  Tensor self();

  private Tensor unary(UnaryKind kind) {
    return new Tensor(Nodes.unary(kind, self().node()));
  }

  /** Functions of reals take integers as float32. */
  private Tensor real(UnaryKind kind) {
    Node n = self().node();
    return new Tensor(Nodes.unary(kind, n.dtype().isFloating() ? n : Nodes.cast(n, DType.FLOAT32)));
  }

  private Tensor meet(Tensor other, BiFunction<Node, Node, Node> op) {
    DType t = DType.promote(self().dtype(), other.dtype());
    return new Tensor(op.apply(Nodes.cast(self().node(), t), Nodes.cast(other.node(), t)));
  }

  private Tensor binary(BinaryKind kind, Tensor other) {
    return meet(other, (a, b) -> Nodes.binary(kind, a, b));
  }

  private Tensor compare(CompareKind kind, Tensor other) {
    return meet(other, (a, b) -> Nodes.compare(kind, a, b));
  }

  /**
   * A number as a scalar of this tensor's type; float32 if this is of integers and the number is
   * not whole.
   */
  private Tensor number(double value) {
    DType t = self().dtype();
    boolean whole = value == Math.rint(value) && !Double.isInfinite(value);
    return new Tensor(
        Node.constant(t.isFloating() || (whole && t != DType.BOOL) ? t : DType.FLOAT32, value));
  }

  default Tensor add(Tensor other) {
    return binary(BinaryKind.ADD, other);
  }

  default Tensor add(double other) {
    return add(number(other));
  }

  default Tensor sub(Tensor other) {
    return binary(BinaryKind.SUB, other);
  }

  default Tensor sub(double other) {
    return sub(number(other));
  }

  default Tensor mul(Tensor other) {
    return binary(BinaryKind.MUL, other);
  }

  default Tensor mul(double other) {
    return mul(number(other));
  }

  /** Division; of integers towards zero. */
  default Tensor div(Tensor other) {
    return binary(BinaryKind.DIV, other);
  }

  default Tensor div(double other) {
    return div(number(other));
  }

  /** This to the power of another; floating. */
  default Tensor pow(Tensor other) {
    return binary(BinaryKind.POW, other);
  }

  default Tensor pow(double other) {
    return pow(number(other));
  }

  /** The greater; NaN if either is. At a tie the gradient goes to {@code other}. */
  default Tensor max(Tensor other) {
    return binary(BinaryKind.MAX, other);
  }

  default Tensor max(double other) {
    return max(number(other));
  }

  /** The lesser; NaN if either is. At a tie the gradient goes to {@code other}. */
  default Tensor min(Tensor other) {
    return binary(BinaryKind.MIN, other);
  }

  default Tensor min(double other) {
    return min(number(other));
  }

  /** Limits to [low, high]; the gradient is 0 outside and at the limits. */
  default Tensor clip(double low, double high) {
    return max(low).min(high);
  }

  default Tensor neg() {
    return unary(UnaryKind.NEG);
  }

  default Tensor abs() {
    return unary(UnaryKind.ABS);
  }

  /** -1, 0 or 1. */
  default Tensor sign() {
    return unary(UnaryKind.SIGN);
  }

  default Tensor floor() {
    return real(UnaryKind.FLOOR);
  }

  default Tensor ceil() {
    return real(UnaryKind.CEIL);
  }

  /** To the nearest integer, halves to the even one. */
  default Tensor round() {
    return real(UnaryKind.ROUND);
  }

  default Tensor sqrt() {
    return real(UnaryKind.SQRT);
  }

  default Tensor square() {
    return mul(self());
  }

  /** 1/x. */
  default Tensor reciprocal() {
    return new Tensor(
            Node.constant(self().dtype().isFloating() ? self().dtype() : DType.FLOAT32, 1))
        .div(self());
  }

  default Tensor exp() {
    return real(UnaryKind.EXP);
  }

  /** e^x - 1, accurate near 0. */
  default Tensor expm1() {
    return real(UnaryKind.EXPM1);
  }

  default Tensor log() {
    return real(UnaryKind.LOG);
  }

  /** log(1 + x), accurate near 0. */
  default Tensor log1p() {
    return real(UnaryKind.LOG1P);
  }

  default Tensor sin() {
    return real(UnaryKind.SIN);
  }

  default Tensor cos() {
    return real(UnaryKind.COS);
  }

  /** The error function. */
  default Tensor erf() {
    return real(UnaryKind.ERF);
  }

  // --- activations (the textbook's section 7.1) --------------------------------------------------

  /** Hyperbolic tangent (eq. 7.5): 2 sigmoid(2x) - 1. */
  default Tensor tanh() {
    return real(UnaryKind.TANH);
  }

  /** The logistic function 1/(1+e^-x) (eq. 7.3). */
  default Tensor sigmoid() {
    // Where e^-x would overflow the result is 0 to the last bit, but its gradient would be 0 times
    // infinity.
    double limit = self().dtype() == DType.FLOAT64 ? 700 : 80;
    return neg().min(limit).exp().add(1).reciprocal();
  }

  /** max(x, 0) (eq. 7.6). Its derivative at 0 is 0. */
  default Tensor relu() {
    return max(0);
  }

  /** x where positive, else alpha x. Its derivative at 0 is alpha. */
  default Tensor leakyRelu(double alpha) {
    return gt(0).where(self(), mul(alpha));
  }

  /** x where positive, else alpha (e^x - 1). Its derivative at 0 is alpha. */
  default Tensor elu(double alpha) {
    // The order of min's operands decides who gets the gradient at 0: self.
    return gt(0).where(self(), number(0).min(self()).expm1().mul(alpha));
  }

  /** x Φ(x), with the error function (Hendrycks and Gimpel 2016). */
  default Tensor gelu() {
    return mul(mul(Math.sqrt(0.5)).erf().add(1)).mul(0.5);
  }

  /** x sigmoid(x), also called swish. */
  default Tensor silu() {
    return mul(sigmoid());
  }

  /** log(1 + e^x), without overflow. */
  default Tensor softplus() {
    // min(-x, x) is -|x|, but has derivative 1 at 0, which makes the whole's 1/2 there, as it
    // should.
    return max(0).add(neg().min(self()).exp().log1p());
  }

  /** 1 where x > 0, else 0: the perceptron's output (eq. 7.7). Its gradient is 0 everywhere. */
  default Tensor step() {
    return gt(0).as(self().dtype());
  }

  // --- comparisons: bool -------------------------------------------------------------------------

  default Tensor lt(Tensor other) {
    return compare(CompareKind.LT, other);
  }

  default Tensor lt(double other) {
    return lt(number(other));
  }

  default Tensor le(Tensor other) {
    return compare(CompareKind.LE, other);
  }

  default Tensor le(double other) {
    return le(number(other));
  }

  default Tensor gt(Tensor other) {
    return other.lt(self());
  }

  default Tensor gt(double other) {
    return number(other).lt(self());
  }

  default Tensor ge(Tensor other) {
    return other.le(self());
  }

  default Tensor ge(double other) {
    return number(other).le(self());
  }

  default Tensor eq(Tensor other) {
    return compare(CompareKind.EQ, other);
  }

  default Tensor eq(double other) {
    return eq(number(other));
  }

  default Tensor ne(Tensor other) {
    return compare(CompareKind.NE, other);
  }

  default Tensor ne(double other) {
    return ne(number(other));
  }

  // --- bools -------------------------------------------------------------------------------------

  /** Of bools logically, of integers bit by bit. */
  default Tensor and(Tensor other) {
    return binary(BinaryKind.AND, other);
  }

  default Tensor or(Tensor other) {
    return binary(BinaryKind.OR, other);
  }

  default Tensor xor(Tensor other) {
    return binary(BinaryKind.XOR, other);
  }

  default Tensor not() {
    return unary(UnaryKind.NOT);
  }

  /** Where this bool tensor is true the first, else the second; all broadcast. */
  default Tensor where(Tensor ifTrue, Tensor ifFalse) {
    DType t = DType.promote(ifTrue.dtype(), ifFalse.dtype());
    return new Tensor(
        Nodes.select(self().node(), Nodes.cast(ifTrue.node(), t), Nodes.cast(ifFalse.node(), t)));
  }
}
