package jacobi.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jacobi.backend.Backend;
import jacobi.backend.Kernel;
import jacobi.backend.Prepared;
import jacobi.backend.Task.Activation;
import jacobi.backend.Task.Product;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OneDnnBackendTest {
  private final Backend backend = new OneDnnBackend(false);

  @BeforeEach
  void needsTheNativeLibrary() {
    assumeTrue(backend.unavailable().isEmpty(), backend::unavailable);
  }

  @Test
  void isFoundByTheServiceLoader() {
    assertThat(ServiceLoader.load(Backend.class).stream().map(ServiceLoader.Provider::type))
        .contains(OneDnnBackend.class);
    assertThat(backend.description()).startsWith("oneDNN 3.");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 1, 17",
    "1, 9, 1",
    "7, 1, 5",
    "1, 33, 65",
    "2, 3, 4",
    "5, 7, 3",
    "16, 16, 16",
    "13, 31, 129",
    "64, 128, 784",
    "128, 10, 1024",
    "20, 800, 200",
    "3, 1000, 1",
    "257, 129, 63",
    "800, 33, 20",
    "1700, 100, 31"
  })
  void agreesWithPlainLoops(int m, int n, int k) {
    for (int bits = 0; bits < 8; bits++) {
      boolean bias = (bits & 4) != 0;
      check(
          Case.matrices(m, n, k, (bits & 1) != 0, (bits & 2) != 0, bias, Activation.NONE),
          k * 2e-7f);
    }
  }

  @ParameterizedTest
  @EnumSource
  void appliesTheActivation(Activation activation) {
    check(Case.matrices(37, 45, 6, false, true, true, activation), 2e-6f);
    check(Case.matrices(130, 300, 70, false, false, true, activation), 2e-5f);
    check(Case.matrices(1, 5, 3, false, false, false, activation), 2e-6f);
  }

  @ParameterizedTest
  @EnumSource
  void nanPassesThroughTheActivation(Activation activation) {
    Case one = new Case(Case.matrices(3, 40, 5, false, false, true, activation), 1);
    one.set(0, 5, Float.NaN);
    float[] out = one.run(backend.compile(one.task));
    for (int i = 0; i < out.length; i++) {
      assertThat(Float.isNaN(out[i])).as("element %d", i).isEqualTo(i / 40 == 1);
    }
  }

  @Test
  void readsAndWritesAtOffsets() {
    View a = Case.view(Shape.of(9, 5), 3, 11, 1);
    View b = Case.view(Shape.of(5, 21), 7, 1, 8);
    View bias = Case.view(Shape.of(9, 21), 4, 0, 1);
    View out = Case.view(Shape.of(9, 21), 6, 21, 1);
    check(new Product(a, b, Optional.of(bias), Activation.RELU, out), 1e-6f);
  }

  @Test
  void broadcastsBatches() {
    Shape out = Shape.of(3, 4, 6, 10);
    View a = Case.view(Shape.of(3, 4, 6, 5), 0, 30, 0, 5, 1);
    View b = Case.view(Shape.of(3, 4, 5, 10), 0, 0, 50, 10, 1);
    View bias = Case.view(out, 0, 0, 0, 0, 1);
    View result = View.contiguous(DType.FLOAT32, out);
    check(new Product(a, b, Optional.of(bias), Activation.NONE, result), 1e-6f);
    check(new Product(a, b, Optional.empty(), Activation.TANH, result), 1e-6f);
  }

  @Test
  void takesABatchAgainstOneMatrixAsMoreRows() {
    View a = View.contiguous(DType.FLOAT32, Shape.of(7, 4, 6, 5));
    View b = Case.view(Shape.of(7, 4, 5, 10), 0, 0, 0, 1, 5);
    View out = View.contiguous(DType.FLOAT32, Shape.of(7, 4, 6, 10));
    Product task = new Product(a, b, Optional.empty(), Activation.NONE, out);
    assertThat(Products.of(task).orElseThrow().rows()).isEqualTo(7 * 4 * 6);
    check(task, 1e-6f);

    View single = Case.view(Shape.of(7, 1, 5), 0, 5, 5, 1);
    View matrix = Case.view(Shape.of(7, 5, 10), 0, 0, 10, 1);
    View rows = View.contiguous(DType.FLOAT32, Shape.of(7, 1, 10));
    Product lines = new Product(single, matrix, Optional.empty(), Activation.NONE, rows);
    assertThat(Products.of(lines).orElseThrow().count()).isEqualTo(1);
    check(lines, 1e-6f);
  }

  @Test
  void keepsABatchWhereRowsDoNotContinue() {
    View a = Case.view(Shape.of(4, 6, 5), 0, 5, 20, 1);
    View b = Case.view(Shape.of(4, 5, 10), 0, 0, 10, 1);
    View out = View.contiguous(DType.FLOAT32, Shape.of(4, 6, 10));
    Product task = new Product(a, b, Optional.empty(), Activation.NONE, out);
    assertThat(Products.of(task).orElseThrow().count()).isEqualTo(4);
    check(task, 1e-6f);
  }

  @Test
  void leavesWhatItIsNotFastAtToOthers() {
    View out = View.contiguous(DType.FLOAT32, Shape.of(4, 6));
    View a = View.contiguous(DType.FLOAT32, Shape.of(4, 5));
    View b = View.contiguous(DType.FLOAT32, Shape.of(5, 6));
    assertClaimed(a, b, Optional.empty(), out, true);
    assertClaimed(Case.view(a.shape(), 0, 10, 2), b, Optional.empty(), out, false);
    assertClaimed(Case.view(a.shape(), 0, 0, 1), b, Optional.empty(), out, false);
    assertClaimed(Case.view(a.shape(), 20, -5, 1), b, Optional.empty(), out, false);
    assertClaimed(a, Case.view(b.shape(), 0, 2, 1), Optional.empty(), out, false);
    assertClaimed(a, b, Optional.of(Case.view(out.shape(), 0, 0, 0)), out, false);
    assertClaimed(a, b, Optional.of(Case.view(out.shape(), 0, 6, 1)), out, false);
    assertClaimed(
        View.contiguous(DType.FLOAT32, Shape.of(4, 0)),
        View.contiguous(DType.FLOAT32, Shape.of(0, 6)),
        Optional.empty(),
        out,
        false);
    assertClaimed(
        View.contiguous(DType.FLOAT64, Shape.of(4, 5)),
        View.contiguous(DType.FLOAT64, Shape.of(5, 6)),
        Optional.empty(),
        View.contiguous(DType.FLOAT64, Shape.of(4, 6)),
        false);
  }

  private void assertClaimed(View a, View b, Optional<View> bias, View out, boolean claimed) {
    Product task = new Product(a, b, bias, Activation.NONE, out);
    assertThat(backend.claims(task)).as("%s", task).isEqualTo(claimed);
  }

  /** What a program sees that runs with one thread here and with two there. */
  @ParameterizedTest
  @CsvSource({"640, 1000, 200", "64, 128, 784", "1024, 784, 128", "33, 4097, 65", "5, 3000, 1000"})
  void givesTheSameBitsHoweverManyThreadsRunThePieces(int m, int n, int k) throws Exception {
    for (int bits = 0; bits < 8; bits++) {
      boolean bias = (bits & 4) != 0;
      checkBits(Case.matrices(m, n, k, (bits & 1) != 0, (bits & 2) != 0, bias, Activation.NONE));
    }
  }

  private static void checkBits(Product task) throws Exception {
    Kernel kernel = ProductKernel.of(Products.of(task).orElseThrow(), 2);
    assertThat(kernel.pieces()).isGreaterThan(1);
    float[] one = new Case(task, 42).run(kernel);
    Case two = new Case(task, 42);
    long[] addresses = two.addresses();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Callable<Integer>> pieces = new ArrayList<>();
      for (int i = kernel.pieces() - 1; i >= 0; i--) {
        int piece = i;
        pieces.add(
            () -> {
              kernel.run(addresses, piece);
              return piece;
            });
      }
      for (Future<Integer> piece : threads.invokeAll(pieces)) {
        assertThat(piece.get()).isBetween(0, kernel.pieces() - 1);
      }
    }
    assertArrayEquals(one, two.out());
  }

  @ParameterizedTest
  @CsvSource({
    "128, 100, 1600, true",
    "20, 100, 2000, true",
    "33, 31, 1097, true",
    "65, 9, 2062, true",
    "128, 200, 1600, true",
    "64, 64, 512, false",
    "8, 8, 4096, false",
    "100, 100, 1024, true"
  })
  void cutsManySummandsOfFewResults(int m, int n, int k, boolean deep) {
    for (int bits = 0; bits < 4; bits++) {
      Product task =
          Case.matrices(m, n, k, (bits & 1) != 0, (bits & 2) != 0, false, Activation.NONE);
      for (int cores = 2; cores < 5; cores++) {
        Kernel kernel = ProductKernel.of(Products.of(task).orElseThrow(), cores);
        assertThat(kernel).isInstanceOf(deep ? DeepProduct.class : ProductKernel.class);
        Case one = new Case(task, 7);
        assertArrayEquals(one.expected(), one.run(kernel), k * 2e-7f, task::toString);
      }
    }
  }

  /** Transposed operands need scratch memory, which threads must not share. */
  @Test
  void oneKernelMayRunOnManyThreadsAtOnce() throws Exception {
    Product task = Case.matrices(50, 70, 90, true, true, true, Activation.NONE);
    Kernel kernel = backend.compile(task);
    try (ExecutorService threads = Executors.newFixedThreadPool(24)) {
      List<Callable<Boolean>> runs = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        long seed = i % 5;
        float[] expected = new Case(task, seed).run(kernel);
        runs.add(
            () -> {
              Case mine = new Case(task, seed);
              for (int repeat = 0; repeat < 100; repeat++) {
                assertArrayEquals(expected, mine.run(kernel));
              }
              return true;
            });
      }
      for (Future<Boolean> run : threads.invokeAll(runs)) {
        assertThat(run.get()).isTrue();
      }
    }
  }

  @Test
  void runsOnOneThreadAndLeavesTheCallersNumberOfOpenMpThreadsAsItWas() throws Throwable {
    OneDnnLibrary library = OneDnnLibrary.get();
    int before = library.enterSingleThreaded();
    try {
      assertThat(library.enterSingleThreaded()).isEqualTo(1);
      library.leaveSingleThreaded(3);
      check(Case.matrices(20, 30, 40, false, true, true, Activation.NONE), 1e-5f);
      check(Case.matrices(20, 30, 40, true, false, false, Activation.NONE), 1e-5f);
      assertThat(library.enterSingleThreaded()).isEqualTo(3);
    } finally {
      library.leaveSingleThreaded(before);
    }
  }

  private void check(Product task, float tolerance) {
    assertThat(backend.claims(task)).as("claims %s", task).isTrue();
    Case one = new Case(task, 7);
    assertArrayEquals(one.expected(), one.run(backend.compile(task)), tolerance, task::toString);
    Optional<Prepared> prepared = backend.prepared(task, Set.of(0, 1));
    if (prepared.isPresent()) {
      Case again = new Case(task, 7);
      assertArrayEquals(
          one.expected(), again.run(prepared.get()), tolerance, () -> "prepared " + task);
    }
  }

  @Test
  void leavesOneRowTimesLongColumnsToPortableVectors() {
    var beside = new OneDnnBackend(true);
    assertThat(beside.claims(Case.matrices(1, 80, 600, false, true, true, Activation.NONE)))
        .isFalse();
    assertThat(beside.claims(Case.matrices(1, 80, 600, false, false, true, Activation.NONE)))
        .isTrue();
    assertThat(beside.claims(Case.matrices(2, 80, 600, false, true, true, Activation.NONE)))
        .isTrue();
    assertThat(beside.claims(Case.matrices(1, 80, 200, false, true, true, Activation.NONE)))
        .isTrue();
  }

  @Test
  void preparesConstantRightOperandsOfSomeRows() {
    Product some = Case.matrices(1024, 80, 50, false, true, true, Activation.NONE);
    Product one = Case.matrices(1, 80, 50, false, true, true, Activation.NONE);
    Product many = Case.matrices(1025, 80, 50, false, true, true, Activation.NONE);
    assertThat(backend.prepared(some, Set.of(1, 2))).isPresent();
    assertThat(backend.prepared(some, Set.of(0, 2))).isEmpty();
    assertThat(backend.prepared(one, Set.of(1))).isEmpty();
    assertThat(backend.prepared(many, Set.of(1))).isEmpty();
  }

  @Test
  void laysOutTheNarrowOperandOfManyRows() {
    Product many = Case.matrices(1700, 100, 31, true, false, false, Activation.NONE);
    Product wide = Case.matrices(1700, 200, 31, true, false, false, Activation.NONE);
    assertThat(backend.compile(many).scratchBytes()).isPositive();
    assertThat(backend.compile(wide).scratchBytes()).isZero();
  }
}
