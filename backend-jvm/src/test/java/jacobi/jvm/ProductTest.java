package jacobi.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.backend.Kernel;
import jacobi.backend.Task.Activation;
import jacobi.backend.Task.Product;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Shape;
import jacobi.jvm.Buffers.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products against three nested loops in float64. */
class ProductTest {
  private static final int[][] SIZES = {
    {1, 1, 1},
    {1, 17, 5},
    {7, 1, 13},
    {13, 31, 1},
    {3, 5, 0},
    {0, 4, 4},
    {4, 0, 4},
    {12, 32, 256},
    {13, 33, 257},
    {6, 16, 8},
    {8, 40, 300},
    {97, 101, 103},
    {200, 64, 61},
    {33, 700, 40},
    {150, 10, 19},
    {1, 19, 700},
    {1, 700, 400},
    {19, 1, 700},
    {99, 530, 21}
  };

  private final Random random = new Random(7);

  /** Vector widths that this process can run: 0 is the scalar form. */
  static List<Integer> widths() {
    return Lanes.available() ? List.of(0, 128, 256, 512) : List.of(0);
  }

  static Kernel compile(Product product, int bits) {
    return ProductKernel.of(product, bits);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void sizesAndOrders(int bits) {
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (int[] s : SIZES) {
        for (boolean at : List.of(false, true)) {
          for (boolean bt : List.of(false, true)) {
            check(
                bits,
                matrix(dtype, s[0], s[2], at, 3, 5),
                matrix(dtype, s[2], s[1], bt, 2, 1),
                Optional.empty(),
                Activation.NONE);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("widths")
  void biasAndActivations(int bits) {
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (Activation activation : Activation.values()) {
        for (long biasStride : new long[] {1, 0, 2}) {
          for (int[] s : new int[][] {{5, 37, 300}, {20, 40, 0}, {50, 90, 70}}) {
            View bias = new View(dtype, Shape.of(s[0], s[1]), 4, new long[] {0, biasStride});
            check(
                bits,
                matrix(dtype, s[0], s[2], false, 0, 0),
                matrix(dtype, s[2], s[1], false, 0, 0),
                Optional.of(bias),
                activation);
          }
        }
        check(
            bits,
            matrix(dtype, 9, 21, false, 0, 0),
            matrix(dtype, 21, 35, true, 0, 0),
            Optional.empty(),
            activation);
        check(
            bits,
            matrix(dtype, 1, 301, false, 0, 0),
            matrix(dtype, 301, 900, true, 0, 0),
            Optional.of(new View(dtype, Shape.of(1, 900), 4, new long[] {0, 1})),
            activation);
        check(
            bits,
            matrix(dtype, 1, 47, true, 1, 2),
            matrix(dtype, 47, 75, false, 2, 3),
            Optional.of(new View(dtype, Shape.of(1, 75), 4, new long[] {0, 2})),
            activation);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("widths")
  void batches(int bits) {
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      Shape a = Shape.of(2, 3, 5, 7);
      Shape b = Shape.of(2, 3, 7, 19);
      long[] rows = a.strides();
      View plain = View.contiguous(dtype, b);
      View shared = new View(dtype, b, 0, new long[] {0, 0, 19, 1});
      View half = new View(dtype, b, 0, new long[] {133, 0, 19, 1});
      View backwards = new View(dtype, b, 133 * 5, new long[] {-399, -133, 1, 7});
      for (View right : List.of(plain, shared, half, backwards)) {
        check(bits, View.contiguous(dtype, a), right, Optional.empty(), Activation.NONE);
        check(
            bits,
            new View(dtype, a, 1, new long[] {0, 35, 1, 5}),
            right,
            Optional.empty(),
            Activation.RELU);
        check(
            bits,
            new View(dtype, a, 0, new long[] {rows[0], 0, 7, 1}),
            right,
            Optional.of(new View(dtype, Shape.of(2, 3, 5, 19), 0, new long[] {0, 0, 0, 1})),
            Activation.TANH);
      }
      // Rows of extent 1, whose own stride means nothing.
      check(
          bits,
          new View(dtype, Shape.of(4, 1, 6), 2, new long[] {13, 99, 2}),
          new View(dtype, Shape.of(4, 6, 11), 0, new long[] {0, 11, 1}),
          Optional.empty(),
          Activation.NONE);
      check(
          bits,
          View.contiguous(dtype, Shape.of(40, 30, 20)),
          View.contiguous(dtype, Shape.of(40, 20, 50)),
          Optional.empty(),
          Activation.NONE);
      check(
          bits,
          View.contiguous(dtype, Shape.of(0, 3, 2)),
          View.contiguous(dtype, Shape.of(0, 2, 5)),
          Optional.empty(),
          Activation.NONE);
    }
  }

  @Test
  void smallProductsAreOnePieceAndLargeOnesSeveral() {
    assertThat(pieces(20, 200, 20)).isEqualTo(1);
    assertThat(pieces(64, 128, 784)).isGreaterThanOrEqualTo(2);
    assertThat(pieces(128, 1024, 1024)).isGreaterThanOrEqualTo(4);
    assertThat(pieces(4096, 10, 1024)).isGreaterThanOrEqualTo(4);
  }

  @Test
  void oneRowIsPreparedWhereColumnsFillVectors() {
    View row = matrix(DType.FLOAT32, 1, 300, false, 0, 0);
    View columns = matrix(DType.FLOAT32, 300, 900, true, 0, 0);
    View few = matrix(DType.FLOAT32, 300, 3, true, 0, 0);
    View rows = matrix(DType.FLOAT32, 2, 300, false, 0, 0);
    Optional<View> none = Optional.empty();
    var prepared = RowPanels.of(product(row, columns, none, Activation.NONE), 256);
    assertThat(prepared.orElseThrow().kernel().pieces()).isGreaterThan(4);
    assertThat(RowPanels.of(product(row, few, none, Activation.NONE), 256)).isEmpty();
    assertThat(RowPanels.of(product(rows, columns, none, Activation.NONE), 256)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("widths")
  void sameBitsWhateverTheOrderOfPieces(int bits) {
    Product product =
        product(
            matrix(DType.FLOAT32, 150, 333, false, 0, 0),
            matrix(DType.FLOAT32, 333, 130, true, 0, 0),
            Optional.empty(),
            Activation.SIGMOID);
    Kernel kernel = compile(product, bits);
    assertThat(kernel.pieces()).isGreaterThan(1);
    Operand a = Buffers.random(product.a(), random);
    Operand b = Buffers.random(product.b(), random);
    Operand first = Buffers.empty(product.out());
    Operand second = Buffers.empty(product.out());
    Buffers.run(kernel, new Random(1), List.of(a, b, first));
    Buffers.run(kernel, new Random(2), List.of(a, b, second));
    assertThat(first.all()).isEqualTo(second.all());
  }

  @Test
  void sameBitsInEveryForm() {
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      Product product =
          product(
              matrix(dtype, 37, 600, true, 0, 0),
              matrix(dtype, 600, 45, false, 0, 0),
              Optional.empty(),
              Activation.SIGMOID);
      Operand a = Buffers.random(product.a(), random);
      Operand b = Buffers.random(product.b(), random);
      List<long[]> results = new ArrayList<>();
      for (int bits : widths()) {
        Operand out = Buffers.empty(product.out());
        Buffers.run(compile(product, bits), random, List.of(a, b, out));
        results.add(out.all());
      }
      assertThat(results).allSatisfy(r -> assertThat(r).isEqualTo(results.getFirst()));
    }
  }

  @ParameterizedTest
  @MethodSource("widths")
  void nanAndInfinityPassThrough(int bits) {
    Product product =
        product(
            matrix(DType.FLOAT32, 3, 4, false, 0, 0),
            matrix(DType.FLOAT32, 4, 40, false, 0, 0),
            Optional.empty(),
            Activation.RELU);
    Operand a = Buffers.random(product.a(), random);
    Operand b = Buffers.random(product.b(), random);
    Operand out = Buffers.empty(product.out());
    for (int j = 0; j < 4; j++) {
      a.set(a.offset(1, j), Double.NaN);
      a.set(a.offset(2, j), j == 0 ? Double.POSITIVE_INFINITY : 0);
    }
    b.set(b.offset(0, 0), 2);
    b.set(b.offset(0, 1), -2);
    Buffers.run(compile(product, bits), random, List.of(a, b, out));
    assertThat(out.number(out.offset(1, 39))).isNaN();
    assertThat(out.number(out.offset(2, 0))).isInfinite();
    assertThat(out.number(out.offset(2, 1))).isZero();
  }

  private static int pieces(int m, int n, int k) {
    return compile(
            product(
                View.contiguous(DType.FLOAT32, Shape.of(m, k)),
                View.contiguous(DType.FLOAT32, Shape.of(k, n)),
                Optional.empty(),
                Activation.NONE),
            0)
        .pieces();
  }

  /** A matrix inside a larger one, {@code gap} elements between its lines. */
  static View matrix(DType dtype, int rows, int columns, boolean transposed, int offset, int gap) {
    long line = (transposed ? rows : columns) + (long) gap;
    return new View(
        dtype,
        Shape.of(rows, columns),
        offset,
        transposed ? new long[] {1, line} : new long[] {line, 1});
  }

  private static Product product(View a, View b, Optional<View> bias, Activation activation) {
    int rank = a.shape().rank();
    Shape out = a.shape().with(rank - 1, b.shape().dim(-1));
    return new Product(a, b, bias, activation, new View(a.dtype(), out, 3, out.strides()));
  }

  private void check(int bits, View a, View b, Optional<View> bias, Activation activation) {
    Product product = product(a, b, bias, activation);
    List<Operand> operands = new ArrayList<>();
    operands.add(Buffers.random(a, random));
    operands.add(Buffers.random(b, random));
    bias.ifPresent(v -> operands.add(Buffers.random(v, random)));
    operands.add(Buffers.empty(product.out()));
    Buffers.run(compile(product, bits), random, operands);
    compare(product, bits, operands);
    if (bits > 0) {
      RowPanels.of(product, bits)
          .ifPresent(
              prepared -> {
                operands.set(operands.size() - 1, Buffers.empty(product.out()));
                Buffers.run(prepared, random, operands);
                compare(product, bits, operands);
              });
    }
  }

  private static void compare(Product product, int bits, List<Operand> operands) {
    View a = product.a();
    Operand out = operands.getLast();
    int k = a.shape().dim(-1);
    double tolerance = (a.dtype() == DType.FLOAT32 ? 1e-6 : 2e-15) * (4 + k);
    int rank = out.view().shape().rank();
    Buffers.forEach(
        out.view().shape().dims(),
        at -> {
          double sum = 0;
          int[] i = at.clone();
          int[] j = at.clone();
          for (int p = 0; p < k; p++) {
            i[rank - 1] = p;
            j[rank - 2] = p;
            sum +=
                operands.get(0).number(operands.get(0).offset(i))
                    * operands.get(1).number(operands.get(1).offset(j));
          }
          if (product.bias().isPresent()) {
            sum += operands.get(2).number(operands.get(2).offset(at));
          }
          double expected =
              switch (product.activation()) {
                case NONE -> sum;
                case RELU -> Math.max(0, sum);
                case SIGMOID -> 1 / (1 + Math.exp(-sum));
                case TANH -> Math.tanh(sum);
              };
          double found = out.number(out.offset(at));
          if (!(Math.abs(found - expected) <= tolerance)) {
            throw new AssertionError(
                "%s of %d bits is %s at %s, not %s"
                    .formatted(product, bits, found, Arrays.toString(at), expected));
          }
        });
  }
}
