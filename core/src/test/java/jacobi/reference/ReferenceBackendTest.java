package jacobi.reference;

import static jacobi.graph.DType.BOOL;
import static jacobi.graph.DType.FLOAT32;
import static jacobi.graph.DType.FLOAT64;
import static jacobi.graph.DType.INT32;
import static jacobi.graph.DType.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Ints;
import jacobi.graph.JacobiException;
import jacobi.graph.Op;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.CompareKind;
import jacobi.graph.Op.ReduceKind;
import jacobi.graph.Op.UnaryKind;
import jacobi.graph.Shape;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The definition of every operation, against values worked out by hand. */
class ReferenceBackendTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  private final Arena arena = Arena.ofAuto();

  // --- leaves ---

  @Test
  void constantIotaAndRandomFillTheirResult() {
    assertThat(values(run(Op.Constant.of(FLOAT32, 0.1)))).containsExactly(0.1f);
    assertThat(values(run(Op.Constant.of(INT64, 7L)))).containsExactly(7);
    assertThat(values(run(new Op.Iota(INT32, Shape.of(2, 3), 1))))
        .containsExactly(0, 1, 2, 0, 1, 2);
    assertThat(values(run(new Op.Iota(FLOAT64, Shape.of(2, 3), 0))))
        .containsExactly(0, 0, 0, 1, 1, 1);
  }

  @Test
  void randomTakesItsWordsInOrder() {
    Elements key = of(INT64, Shape.scalar(), 0);
    long[] first = RandomBits.block(0, 0, 5);
    long[] second = RandomBits.block(0, 1, 5);
    Shape six = Shape.of(6);

    // An int32 keeps the word's bits, so the words are compared without their sign.
    assertThat(Arrays.stream(longs(run(new Op.Random(INT32, six, 5), key))).boxed())
        .extracting(word -> word & 0xFFFFFFFFL)
        .containsExactly(first[0], first[1], first[2], first[3], second[0], second[1]);
    assertThat(values(run(new Op.Random(FLOAT32, six, 5), key)))
        .startsWith((first[0] >>> 8) / 16777216.0, (first[1] >>> 8) / 16777216.0);
    assertThat(longs(run(new Op.Random(INT64, six, 5), key)))
        .startsWith(
            first[1] << 32 | first[0], first[3] << 32 | first[2], second[1] << 32 | second[0]);
    assertThat(values(run(new Op.Random(FLOAT64, six, 5), key)))
        .startsWith(((first[1] << 32 | first[0]) >>> 11) * 0x1p-53);
    assertThat(longs(run(new Op.Random(BOOL, six, 5), key)))
        .startsWith(first[0] & 1, first[1] & 1, first[2] & 1);
  }

  // --- element-wise ---

  @Test
  void unaryKinds() {
    assertThat(unary(UnaryKind.NEG, 1.5, -2)).containsExactly(-1.5, 2);
    assertThat(unary(UnaryKind.ABS, 1.5, -2)).containsExactly(1.5, 2);
    assertThat(unary(UnaryKind.SIGN, -3, 0, 9, NAN)).containsExactly(-1, 0, 1, NAN);
    assertThat(unary(UnaryKind.FLOOR, 1.5, -1.5)).containsExactly(1, -2);
    assertThat(unary(UnaryKind.CEIL, 1.5, -1.5)).containsExactly(2, -1);
    assertThat(unary(UnaryKind.ROUND, .5, 1.5, 2.5, -2.5)).containsExactly(0, 2, 2, -2);
    assertThat(unary(UnaryKind.SQRT, 9, -1)).containsExactly(3, NAN);
    assertThat(unary(UnaryKind.EXP, 0, 1)).containsExactly(1, Math.E);
    assertThat(unary(UnaryKind.EXPM1, 0, 1e-20)).containsExactly(0, 1e-20);
    assertThat(unary(UnaryKind.LOG, 1, Math.E, 0)).containsExactly(0, 1, -INF);
    assertThat(unary(UnaryKind.LOG1P, 0, 1e-20)).containsExactly(0, 1e-20);
    assertThat(unary(UnaryKind.SIN, 0, Math.PI / 2)).containsExactly(0, 1);
    assertThat(unary(UnaryKind.COS, 0, Math.PI)).containsExactly(1, -1);
    assertThat(unary(UnaryKind.TANH, 0, INF)).containsExactly(0, 1);
    assertThat(unary(UnaryKind.ERF, 0, -INF)).containsExactly(0, -1);
  }

  @Test
  void unaryKindsOfIntegersAndBools() {
    Elements a = of(INT32, Shape.of(3), -3, 0, Integer.MIN_VALUE);
    assertThat(values(run(new Op.Unary(UnaryKind.NEG), a)))
        .containsExactly(3, 0, Integer.MIN_VALUE);
    assertThat(values(run(new Op.Unary(UnaryKind.ABS), a)))
        .containsExactly(3, 0, Integer.MIN_VALUE);
    assertThat(values(run(new Op.Unary(UnaryKind.SIGN), a))).containsExactly(-1, 0, -1);
    Elements bools = of(BOOL, Shape.of(2), 1, 0);
    assertThat(values(run(new Op.Unary(UnaryKind.NOT), bools))).containsExactly(0, 1);
  }

  @Test
  void binaryKinds() {
    assertThat(binary(BinaryKind.ADD, FLOAT64, 3, 4)).isEqualTo(7);
    assertThat(binary(BinaryKind.SUB, FLOAT64, 3, 4)).isEqualTo(-1);
    assertThat(binary(BinaryKind.MUL, FLOAT64, 3, 4)).isEqualTo(12);
    assertThat(binary(BinaryKind.DIV, FLOAT64, 3, 4)).isEqualTo(.75);
    assertThat(binary(BinaryKind.DIV, FLOAT64, -1, 0)).isEqualTo(-INF);
    assertThat(binary(BinaryKind.POW, FLOAT64, 3, 4)).isEqualTo(81);
    assertThat(binary(BinaryKind.MAX, FLOAT64, 3, 4)).isEqualTo(4);
    assertThat(binary(BinaryKind.MIN, FLOAT64, 3, 4)).isEqualTo(3);
    assertThat(binary(BinaryKind.MAX, FLOAT32, NAN, 4)).isNaN();
    assertThat(binary(BinaryKind.MIN, FLOAT32, 3, NAN)).isNaN();
    assertThat(binary(BinaryKind.DIV, INT32, -7, 2)).isEqualTo(-3);
    assertThat(binary(BinaryKind.MUL, INT32, 65536, 65537)).isEqualTo(65536);
    assertThat(binary(BinaryKind.ADD, INT32, Integer.MAX_VALUE, 1)).isEqualTo(Integer.MIN_VALUE);
    assertThat(binary(BinaryKind.AND, INT64, 6, 3)).isEqualTo(2);
    assertThat(binary(BinaryKind.OR, INT64, 6, 3)).isEqualTo(7);
    assertThat(binary(BinaryKind.XOR, INT64, 6, 3)).isEqualTo(5);
    assertThat(binary(BinaryKind.AND, BOOL, 1, 0)).isEqualTo(0);
    assertThat(binary(BinaryKind.OR, BOOL, 1, 0)).isEqualTo(1);
    assertThat(binary(BinaryKind.XOR, BOOL, 1, 1)).isEqualTo(0);
  }

  @Test
  void float32RoundsOnceAfterEveryOperation() {
    float third = 1f / 3;
    assertThat(binary(BinaryKind.MUL, FLOAT32, third, third)).isEqualTo(third * third);
    assertThat(binary(BinaryKind.DIV, FLOAT32, 1, 3)).isEqualTo(third);
  }

  @Test
  void divisionOfIntegersByZeroIsAnErrorOfTheUser() {
    assertThatThrownBy(() -> binary(BinaryKind.DIV, INT64, 5, 0))
        .isInstanceOf(JacobiException.class)
        .hasMessage("[div] integer division of 5 by zero");
  }

  @Test
  void comparisons() {
    Elements a = of(FLOAT32, Shape.of(4), 1, 2, 3, NAN);
    Elements b = of(FLOAT32, Shape.of(4), 2, 2, 2, NAN);
    assertThat(values(run(new Op.Compare(CompareKind.LT), a, b))).containsExactly(1, 0, 0, 0);
    assertThat(values(run(new Op.Compare(CompareKind.LE), a, b))).containsExactly(1, 1, 0, 0);
    assertThat(values(run(new Op.Compare(CompareKind.EQ), a, b))).containsExactly(0, 1, 0, 0);
    assertThat(values(run(new Op.Compare(CompareKind.NE), a, b))).containsExactly(1, 0, 1, 1);
    Elements big = ofLongs(1L << 60);
    Elements bigger = ofLongs((1L << 60) + 1);
    assertThat(values(run(new Op.Compare(CompareKind.LT), big, bigger))).containsExactly(1);
  }

  @Test
  void selectTakesFromOneOrTheOther() {
    Elements condition = of(BOOL, Shape.of(3), 1, 0, 1);
    Elements a = of(FLOAT32, Shape.of(3), 1, 2, 3);
    Elements b = of(FLOAT32, Shape.of(3), NAN, 20, NAN);
    assertThat(values(run(new Op.Select(), condition, a, b))).containsExactly(1, 20, 3);
  }

  @Test
  void castsAsJavaDoes() {
    Elements a = of(FLOAT64, Shape.of(5), 1.9, -1.9, 1e30, NAN, 0);
    assertThat(longs(run(new Op.Cast(INT32), a))).containsExactly(1, -1, Integer.MAX_VALUE, 0, 0);
    assertThat(longs(run(new Op.Cast(INT64), a))).containsExactly(1, -1, Long.MAX_VALUE, 0, 0);
    assertThat(longs(run(new Op.Cast(BOOL), a))).containsExactly(1, 1, 1, 1, 0);
    assertThat(values(run(new Op.Cast(FLOAT32), of(FLOAT64, Shape.of(1), .1))))
        .containsExactly(.1f);
    long odd = (1L << 40) + 1;
    assertThat(longs(run(new Op.Cast(INT32), ofLongs(odd)))).containsExactly(1);
    assertThat(values(run(new Op.Cast(FLOAT32), ofLongs(odd)))).containsExactly((float) odd);
    assertThat(values(run(new Op.Cast(FLOAT64), ofLongs(odd)))).containsExactly((double) odd);
  }

  // --- reductions ---

  @Test
  void reductionsOverEachAxis() {
    Elements a = of(FLOAT32, Shape.of(2, 3), 1, 5, 3, 4, 2, 6);
    assertThat(values(reduce(ReduceKind.SUM, a, 0))).containsExactly(5, 7, 9);
    assertThat(values(reduce(ReduceKind.SUM, a, 1))).containsExactly(9, 12);
    assertThat(values(reduce(ReduceKind.SUM, a, 0, 1))).containsExactly(21);
    assertThat(values(reduce(ReduceKind.PROD, a, 1))).containsExactly(15, 48);
    assertThat(values(reduce(ReduceKind.MAX, a, 1))).containsExactly(5, 6);
    assertThat(values(reduce(ReduceKind.MIN, a, 0))).containsExactly(1, 2, 3);
    assertThat(values(reduce(ReduceKind.SUM, a))).containsExactly(1, 5, 3, 4, 2, 6);
  }

  @Test
  void reductionsOfNothingAndOfNaN() {
    Elements none = of(FLOAT32, Shape.of(0));
    assertThat(values(reduce(ReduceKind.SUM, none, 0))).containsExactly(0);
    assertThat(values(reduce(ReduceKind.PROD, none, 0))).containsExactly(1);
    assertThat(values(reduce(ReduceKind.MAX, none, 0))).containsExactly(-INF);
    assertThat(values(reduce(ReduceKind.MIN, none, 0))).containsExactly(INF);
    Elements ints = of(INT32, Shape.of(0));
    assertThat(longs(reduce(ReduceKind.MAX, ints, 0))).containsExactly(Integer.MIN_VALUE);
    assertThat(longs(reduce(ReduceKind.MIN, ints, 0))).containsExactly(Integer.MAX_VALUE);
    Elements longs = of(INT64, Shape.of(0));
    assertThat(longs(reduce(ReduceKind.MAX, longs, 0))).containsExactly(Long.MIN_VALUE);
    Elements nan = of(FLOAT64, Shape.of(3), 1, NAN, 2);
    assertThat(values(reduce(ReduceKind.MAX, nan, 0))).containsExactly(NAN);
    assertThat(values(reduce(ReduceKind.MIN, nan, 0))).containsExactly(NAN);
  }

  @Test
  void sumsOfFloat32AreTakenInDoubleAndOfInt32Wrap() {
    Elements a = of(FLOAT32, Shape.of(3), 16777216, 1, 1);
    assertThat(values(reduce(ReduceKind.SUM, a, 0))).containsExactly(16777218);
    Elements b = of(INT32, Shape.of(2), Integer.MAX_VALUE, 1);
    assertThat(longs(reduce(ReduceKind.SUM, b, 0))).containsExactly(Integer.MIN_VALUE);
  }

  @Test
  void argMaxTakesTheFirstGreatestAndNaNBeforeAll() {
    Elements a = of(FLOAT32, Shape.of(3, 3), 1, 5, 5, NAN, 9, NAN, -3, -2, -4);
    assertThat(longs(run(new Op.ArgMax(1), a))).containsExactly(1, 0, 1);
    Elements ints = of(INT64, Shape.of(2, 2), 4, 3, 4, 8);
    assertThat(longs(run(new Op.ArgMax(0), ints))).containsExactly(0, 1);
  }

  @Test
  void cumulativeSums() {
    Elements a = of(FLOAT32, Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertThat(values(run(new Op.CumSum(1, false), a))).containsExactly(1, 3, 6, 4, 9, 15);
    assertThat(values(run(new Op.CumSum(1, true), a))).containsExactly(6, 5, 3, 15, 11, 6);
    assertThat(values(run(new Op.CumSum(0, false), a))).containsExactly(1, 2, 3, 5, 7, 9);
    assertThat(values(run(new Op.CumSum(0, false), of(INT32, Shape.of(0, 2))))).isEmpty();
  }

  // --- views ---

  @Test
  void viewsMoveElements() {
    Elements a = of(INT32, Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertThat(values(run(new Op.Reshape(Shape.of(3, 2)), a))).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(values(run(new Op.Permute(Ints.of(1, 0)), a))).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(values(run(new Op.Flip(Ints.of(1)), a))).containsExactly(3, 2, 1, 6, 5, 4);
    assertThat(values(run(new Op.Slice(Ints.of(1, 0), Ints.of(1, 2), Ints.of(1, 2)), a)))
        .containsExactly(4, 6);
    assertThat(values(run(new Op.Broadcast(Shape.of(2, 2)), of(INT32, Shape.of(2, 1), 1, 2))))
        .containsExactly(1, 1, 2, 2);
  }

  @Test
  void permuteOfThreeAxesTakesResultAxisFromOperandAxis() {
    Elements a = of(INT32, Shape.of(2, 1, 3), 1, 2, 3, 4, 5, 6);
    Elements out = run(new Op.Permute(Ints.of(2, 0, 1)), a);
    assertThat(out.shape()).isEqualTo(Shape.of(3, 2, 1));
    assertThat(values(out)).containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void padPutsZerosAroundAndBetween() {
    Elements a = of(FLOAT32, Shape.of(2, 2), 1, 2, 3, 4);
    Elements out = run(new Op.Pad(Ints.of(0, 1), Ints.of(1, 0), Ints.of(0, 2)), a);
    assertThat(out.shape()).isEqualTo(Shape.of(3, 5));
    assertThat(values(out)).containsExactly(0, 1, 0, 0, 2, 0, 3, 0, 0, 4, 0, 0, 0, 0, 0);
  }

  @Test
  void concatJoinsThree() {
    Elements a = of(INT64, Shape.of(2, 1), 1, 2);
    Elements none = of(INT64, Shape.of(2, 0));
    Elements b = of(INT64, Shape.of(2, 2), 3, 4, 5, 6);
    assertThat(values(run(new Op.Concat(1), a, none, b))).containsExactly(1, 3, 4, 2, 5, 6);
  }

  @Test
  void readsThroughAnyStride() {
    Elements buffer = of(FLOAT32, Shape.of(6), 0, 1, 2, 3, 4, 5);
    View columnsBackwards = new View(FLOAT32, Shape.of(3, 2), 5, new long[] {-1, -3});
    Elements a = new Elements(columnsBackwards, buffer.address());
    assertThat(values(run(new Op.Unary(UnaryKind.ABS), a))).containsExactly(5, 2, 4, 1, 3, 0);
  }

  // --- indexed ---

  @Test
  void gatherPicksRowsAndScatterAddAddsThem() {
    Elements data = of(FLOAT32, Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
    Elements at = of(INT32, Shape.of(2, 2), 2, 0, 2, 2);
    Elements rows = run(new Op.Gather(), data, at);
    assertThat(rows.shape()).isEqualTo(Shape.of(2, 2, 2));
    assertThat(values(rows)).containsExactly(5, 6, 1, 2, 5, 6, 5, 6);
    Elements base = of(FLOAT32, Shape.of(3, 2), 100, 100, 100, 100, 100, 100);
    assertThat(values(run(new Op.ScatterAdd(), base, at, rows)))
        .containsExactly(101, 102, 100, 100, 115, 118);
  }

  @Test
  void firstEqualFindsWhereEachComesFirst() {
    Elements at = of(INT32, Shape.of(6), 7, -3, 7, 7, 0, -3);
    assertThat(longs(run(new Op.FirstEqual(), at))).containsExactly(0, 1, 0, 0, 4, 1);
  }

  @Test
  void rowsOutsideAreAnErrorOfTheUser() {
    Elements data = of(FLOAT32, Shape.of(3), 1, 2, 3);
    assertThatThrownBy(() -> run(new Op.Gather(), data, of(INT64, Shape.of(2), 0, 3)))
        .isInstanceOf(JacobiException.class)
        .hasMessage("[gather] index 3 at [1] is outside the 3 rows of a tensor of shape [3]");
    assertThatThrownBy(() -> run(new Op.Gather(), data, of(INT64, Shape.scalar(), -1)))
        .isInstanceOf(JacobiException.class);
  }

  // --- products ---

  @Test
  void matrixProducts() {
    Elements a = of(FLOAT32, Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    Elements b = of(FLOAT32, Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
    assertThat(values(run(new Op.MatMul(), a, b))).containsExactly(22, 28, 49, 64);
    Elements batchA = of(FLOAT64, Shape.of(2, 1, 2), 1, 2, 3, 4);
    Elements batchB = of(FLOAT64, Shape.of(2, 2, 1), 5, 6, 7, 8);
    assertThat(values(run(new Op.MatMul(), batchA, batchB))).containsExactly(17, 53);
    Elements noInner = of(FLOAT32, Shape.of(2, 0));
    assertThat(values(run(new Op.MatMul(), noInner, of(FLOAT32, Shape.of(0, 1)))))
        .containsExactly(0, 0);
  }

  @Test
  void productsWithBiasAndActivation() {
    Elements a = of(FLOAT32, Shape.of(1, 2), 1, 2);
    Elements b = of(FLOAT32, Shape.of(2, 2), 1, -1, 1, -1);
    Elements bias = of(FLOAT32, Shape.of(2), .5, 1);
    View rows = new View(FLOAT32, Shape.of(1, 2), 0, new long[] {0, 1});
    assertThat(product(a, b, new Elements(rows, bias.address()), Task.Activation.NONE))
        .containsExactly(3.5, -2);
    assertThat(product(a, b, new Elements(rows, bias.address()), Task.Activation.RELU))
        .containsExactly(3.5, 0);
    assertThat(product(a, b, new Elements(rows, bias.address()), Task.Activation.TANH))
        .containsExactly((float) Math.tanh(3.5), (float) Math.tanh(-2));
    assertThat(product(a, b, new Elements(rows, bias.address()), Task.Activation.SIGMOID))
        .containsExactly((float) (1 / (1 + Math.exp(-3.5))), (float) (1 / (1 + Math.exp(2))));
  }

  @Test
  void claimsEveryPrimitiveButNoFusedKernels() {
    ReferenceBackend backend = new ReferenceBackend();
    View view = View.contiguous(FLOAT32, Shape.of(2));
    Op.Type type = new Op.Type(FLOAT32, Shape.of(2));
    assertThat(backend.claims(new Task.Single(new Op.Unary(UnaryKind.NEG), List.of(view), view)))
        .isTrue();
    assertThat(backend.claims(new Task.Single(new Op.Input(type), List.of(), view))).isFalse();
  }

  // --- helpers ---

  private double[] product(Elements a, Elements b, Elements bias, Task.Activation activation) {
    Shape shape = a.shape().with(1, b.shape().dim(1));
    Elements out = allocate(FLOAT32, shape);
    Task task =
        new Task.Product(a.view(), b.view(), Optional.of(bias.view()), activation, out.view());
    new ReferenceBackend()
        .compile(task)
        .run(new long[] {a.address(), b.address(), bias.address(), out.address()}, 0);
    return values(out);
  }

  private double[] unary(UnaryKind kind, double... a) {
    return values(run(new Op.Unary(kind), of(FLOAT64, Shape.of(a.length), a)));
  }

  private double binary(BinaryKind kind, DType dtype, double a, double b) {
    Elements out =
        run(new Op.Binary(kind), of(dtype, Shape.scalar(), a), of(dtype, Shape.scalar(), b));
    return values(out)[0];
  }

  private Elements reduce(ReduceKind kind, Elements a, int... axes) {
    return run(new Op.Reduce(kind, Ints.of(axes)), a);
  }

  private Elements run(Op op, Elements... in) {
    List<Op.Type> types = new ArrayList<>();
    List<View> views = new ArrayList<>();
    long[] addresses = new long[in.length + 1];
    for (int i = 0; i < in.length; i++) {
      types.add(new Op.Type(in[i].dtype(), in[i].shape()));
      views.add(in[i].view());
      addresses[i] = in[i].address();
    }
    Op.Type type = op.type(types);
    Elements out = allocate(type.dtype(), type.shape());
    addresses[in.length] = out.address();
    new ReferenceBackend().compile(new Task.Single(op, views, out.view())).run(addresses, 0);
    return out;
  }

  private Elements of(DType dtype, Shape shape, double... values) {
    Elements e = allocate(dtype, shape);
    Elements.forEach(shape, i -> e.setDouble(i, values[(int) Elements.position(shape, i)]));
    return e;
  }

  private Elements ofLongs(long... values) {
    Elements e = allocate(INT64, Shape.of(values.length));
    Elements.forEach(e.shape(), i -> e.setLong(i, values[i[0]]));
    return e;
  }

  private Elements allocate(DType dtype, Shape shape) {
    long bytes = Math.max(1, shape.size()) * dtype.bytes();
    return new Elements(View.contiguous(dtype, shape), arena.allocate(bytes, 64).address());
  }

  private static double[] values(Elements e) {
    double[] values = new double[(int) e.shape().size()];
    Elements.forEach(
        e.shape(), i -> values[(int) Elements.position(e.shape(), i)] = e.getDouble(i));
    return values;
  }

  private static long[] longs(Elements e) {
    long[] values = new long[(int) e.shape().size()];
    Elements.forEach(e.shape(), i -> values[(int) Elements.position(e.shape(), i)] = e.getLong(i));
    return values;
  }
}
