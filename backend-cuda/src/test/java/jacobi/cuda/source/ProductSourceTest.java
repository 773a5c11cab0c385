package jacobi.cuda.source;

import jacobi.backend.Task;
import jacobi.backend.Task.Activation;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** CUDA C of products, run on the simulated device, against the reference. */
class ProductSourceTest {
  private static final int PRODUCTS = 24;

  @Test
  void productsOfAllLayouts() {
    for (long seed = 0; seed < PRODUCTS; seed++) {
      TaskRun.check(random(new Random(seed)), seed, 1e-5);
    }
  }

  @Test
  void noInnerDimension() {
    View a = View.contiguous(DType.FLOAT32, Shape.of(5, 0));
    View b = View.contiguous(DType.FLOAT32, Shape.of(0, 7));
    View bias = new View(DType.FLOAT32, Shape.of(5, 7), 2, new long[] {0, 1});
    View out = View.contiguous(DType.FLOAT32, Shape.of(5, 7));
    TaskRun.check(new Task.Product(a, b, Optional.of(bias), Activation.RELU, out), 1, 0);
  }

  private static Task random(Random random) {
    DType dtype = random.nextInt(3) == 0 ? DType.FLOAT64 : DType.FLOAT32;
    int[] batch = new int[random.nextInt(3)];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = 1 + random.nextInt(3);
    }
    int m = extent(random);
    int k = extent(random);
    int n = extent(random);
    View out = View.contiguous(dtype, shape(batch, m, n));
    long[] biasStrides = new long[out.shape().rank()];
    biasStrides[biasStrides.length - 1] = 1;
    Optional<View> bias =
        random.nextBoolean()
            ? Optional.of(new View(dtype, out.shape(), 3, biasStrides))
            : Optional.empty();
    Activation activation = List.of(Activation.values()).get(random.nextInt(4));
    return new Task.Product(
        view(random, dtype, batch, m, k), view(random, dtype, batch, k, n), bias, activation, out);
  }

  private static int extent(Random random) {
    int[] some = {1, 2, 15, 16, 17, 40, 64, 65, 100};
    return some[random.nextInt(some.length)];
  }

  private static Shape shape(int[] batch, int rows, int columns) {
    int[] dims = java.util.Arrays.copyOf(batch, batch.length + 2);
    dims[batch.length] = rows;
    dims[batch.length + 1] = columns;
    return Shape.of(dims);
  }

  /** Row-major or transposed, its rows perhaps apart, the same for a whole batch axis or not. */
  private static View view(Random random, DType dtype, int[] batch, int rows, int columns) {
    boolean transposed = random.nextBoolean();
    long line = (long) (transposed ? rows : columns) + random.nextInt(3);
    long[] strides = new long[batch.length + 2];
    strides[batch.length] = transposed ? 1 : line;
    strides[batch.length + 1] = transposed ? line : 1;
    long n = line * (transposed ? columns : rows);
    for (int i = batch.length - 1; i >= 0; i--) {
      boolean same = random.nextInt(4) == 0;
      strides[i] = same ? 0 : n;
      n *= same ? 1 : batch[i];
    }
    return new View(dtype, shape(batch, rows, columns), random.nextInt(3), strides);
  }
}
