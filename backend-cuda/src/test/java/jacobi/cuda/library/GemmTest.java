package jacobi.cuda.library;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.backend.Task.Activation;
import jacobi.backend.Task.Product;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the products of a {@link Gemm} are those of the task. */
class GemmTest {
  private static final Shape OUT = Shape.of(3, 5);

  private static View view(int offset, long[] strides, int... shape) {
    return new View(DType.FLOAT32, Shape.of(shape), offset, strides);
  }

  private static View view(int... shape) {
    return View.contiguous(DType.FLOAT32, Shape.of(shape));
  }

  private static long[] strides(long... strides) {
    return strides;
  }

  private static Product product(View a, View b) {
    int[] shape = a.shape().dims();
    shape[shape.length - 1] = b.shape().dim(-1);
    return new Product(a, b, Optional.empty(), Activation.NONE, view(shape));
  }

  /** A product, then how many calls and how many products in each there must be. */
  record Case(String name, View a, View b, int calls, int batch, int rows) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case("plain", view(3, 4), view(4, 5), 1, 1, 3),
        new Case("a by columns", view(2, strides(1, 3), 3, 4), view(4, 5), 1, 1, 3),
        new Case("b by columns", view(3, 4), view(1, strides(1, 4), 4, 5), 1, 1, 3),
        new Case("gaps", view(0, strides(7, 1), 3, 4), view(0, strides(1, 9), 4, 5), 1, 1, 3),
        new Case("one row", view(1, 4), view(4, 5), 1, 1, 1),
        new Case("one column", view(3, 4), view(4, 1), 1, 1, 3),
        new Case("shared b", view(2, 3, 4), view(0, strides(0, 5, 1), 2, 4, 5), 1, 1, 6),
        new Case(
            "shared b, a by columns",
            view(0, strides(12, 1, 3), 2, 3, 4),
            view(0, strides(0, 5, 1), 2, 4, 5),
            1,
            2,
            3),
        new Case("batch", view(6, 3, 4), view(6, 4, 5), 1, 6, 3),
        new Case("two batch axes", view(2, 6, 3, 4), view(2, 6, 4, 5), 1, 12, 3),
        new Case(
            "heads",
            view(0, strides(48, 4, 16, 1), 2, 4, 3, 4),
            view(0, strides(80, 4, 1, 16), 2, 4, 4, 5),
            2,
            4,
            3),
        new Case("shared a", view(0, strides(0, 4, 1), 6, 3, 4), view(6, 4, 5), 1, 6, 3),
        new Case("axes of one", view(1, 6, 1, 3, 4), view(1, 6, 1, 4, 5), 1, 6, 3));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void asDefined(Case c) {
    Product task = product(c.a, c.b);
    Gemm gemm = Gemm.of(task).orElseThrow();

    assertThat(new int[] {gemm.calls(), gemm.batch(), gemm.rows()})
        .containsExactly(c.calls, c.batch, c.rows);
    Random random = new Random(1);
    double[] a = random.doubles(400).toArray();
    double[] b = random.doubles(400).toArray();
    assertThat(run(gemm, a, b)).isEqualTo(expected(task, a, b));
  }

  private static double[] run(Gemm gemm, double[] a, double[] b) {
    long each = (long) gemm.rows() * gemm.columns();
    double[] out = new double[(int) (each * gemm.batch() * gemm.calls())];
    for (int call = 0; call < gemm.calls(); call++) {
      for (int i = 0; i < gemm.batch(); i++) {
        for (int row = 0; row < gemm.rows(); row++) {
          for (int column = 0; column < gemm.columns(); column++) {
            double sum = 0;
            for (int k = 0; k < gemm.a().columns(); k++) {
              sum +=
                  a[(int) (gemm.aStarts()[call] + i * gemm.aStep() + at(gemm.a(), row, k))]
                      * b[
                          (int)
                              (gemm.bStarts()[call] + i * gemm.bStep() + at(gemm.b(), k, column))];
            }
            long to = gemm.outStarts()[call] + i * each + (long) row * gemm.columns() + column;
            out[(int) to] = sum;
          }
        }
      }
    }
    return out;
  }

  private static long at(Matrix m, int row, int column) {
    return m.byRows() ? row * m.distance() + column : column * m.distance() + row;
  }

  private static double[] expected(Product task, double[] a, double[] b) {
    double[] out = new double[(int) task.out().shape().size()];
    int[] dims = task.out().shape().dims();
    for (int n = 0; n < out.length; n++) {
      int[] index = new int[dims.length];
      int rest = n;
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        index[axis] = rest % dims[axis];
        rest /= dims[axis];
      }
      int row = index[dims.length - 2];
      int column = index[dims.length - 1];
      for (int k = 0; k < task.a().shape().dim(-1); k++) {
        index[dims.length - 2] = row;
        index[dims.length - 1] = k;
        double x = a[at(task.a(), index)];
        index[dims.length - 2] = k;
        index[dims.length - 1] = column;
        out[n] += x * b[at(task.b(), index)];
      }
    }
    return out;
  }

  private static int at(View view, int[] index) {
    long at = view.offset();
    for (int axis = 0; axis < index.length; axis++) {
      at += index[axis] * view.stride(axis);
    }
    return (int) at;
  }

  private static boolean accepts(View a, View b, Optional<View> bias, Activation activation) {
    View out = new View(a.dtype(), OUT, 0, OUT.strides());
    return ProductKernel.accepts(new Product(a, b, bias, activation, out));
  }

  @Test
  void whatIsLeftToTheGeneratedKernel() {
    View a = view(3, 4);
    View b = view(4, 5);
    View bias = view(0, strides(0, 1), 3, 5);

    assertThat(accepts(a, b, Optional.of(bias), Activation.RELU)).isTrue();
    assertThat(accepts(a, b, Optional.empty(), Activation.SIGMOID)).isFalse();
    assertThat(accepts(a, b, Optional.of(view(0, strides(0, 2), 3, 5)), Activation.NONE)).isFalse();
    assertThat(accepts(view(0, strides(0, 1), 3, 4), b, Optional.empty(), Activation.NONE))
        .isFalse();
    assertThat(accepts(view(3, 0), view(0, 5), Optional.empty(), Activation.NONE)).isFalse();
    View a64 = View.contiguous(DType.FLOAT64, a.shape());
    View b64 = View.contiguous(DType.FLOAT64, b.shape());
    assertThat(accepts(a64, b64, Optional.empty(), Activation.NONE)).isTrue();
    assertThat(accepts(a64, b64, Optional.empty(), Activation.RELU)).isFalse();
  }
}
