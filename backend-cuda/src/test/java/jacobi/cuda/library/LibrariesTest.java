package jacobi.cuda.library;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jacobi.backend.Kernel;
import jacobi.backend.Task;
import jacobi.backend.Task.Activation;
import jacobi.backend.Task.Product;
import jacobi.backend.Task.Single;
import jacobi.backend.View;
import jacobi.cuda.driver.Cuda;
import jacobi.cuda.driver.Driver;
import jacobi.cuda.driver.Gpu;
import jacobi.cuda.sim.SimulatedCuda;
import jacobi.cuda.sim.SimulatedDevice;
import jacobi.graph.Convolution;
import jacobi.graph.DType;
import jacobi.graph.Ints;
import jacobi.graph.Precision;
import jacobi.graph.Shape;
import jacobi.graph.Window;
import jacobi.reference.ReferenceBackend;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That what cuBLASLt and cuDNN are asked for is what the reference computes. Both are simulated,
 * from NVIDIA's documentation: they take column-major matrices and images channels last.
 */
class LibrariesTest {
  private static final int COUNT = 2000;
  private static final float RELATIVE = 1e-5f;

  private static Gpu gpu;
  private static Blas blas;
  private static Dnn dnn;

  @BeforeEach
  void open() {
    SimulatedCuda.assumeSimulated();
    if (gpu == null) {
      Cuda found =
          switch (Cuda.availability()) {
            case Cuda.Availability.Available(Cuda cuda) -> cuda;
            case Cuda.Availability.Unavailable(String reason) -> throw new AssertionError(reason);
          };
      Cuda whole =
          new Cuda(
              found.driver(),
              found.nvrtc(),
              1,
              Optional.of(symbols("libcublasLt.so.13")),
              Optional.of(symbols("libcudnn.so.9")),
              "");
      gpu = new Gpu(whole, 0);
      blas = Blas.open(gpu).orElseThrow();
      dnn = Dnn.open(gpu).orElseThrow();
    }
  }

  @SuppressWarnings("restricted")
  private static SymbolLookup symbols(String file) {
    return SymbolLookup.libraryLookup(SimulatedDevice.get().folder().resolve(file), Arena.global());
  }

  private static View view(DType dtype, int offset, long[] strides, int... shape) {
    return new View(dtype, Shape.of(shape), offset, strides);
  }

  private static View view(int offset, long[] strides, int... shape) {
    return view(DType.FLOAT32, offset, strides, shape);
  }

  private static View view(int... shape) {
    return View.contiguous(DType.FLOAT32, Shape.of(shape));
  }

  private static long[] strides(long... strides) {
    return strides;
  }

  private static Product product(View a, View b, Optional<View> bias, Activation activation) {
    int[] shape = a.shape().dims();
    shape[shape.length - 1] = b.shape().dim(-1);
    return new Product(a, b, bias, activation, View.contiguous(a.dtype(), Shape.of(shape)));
  }

  private static Product product(View a, View b) {
    return product(a, b, Optional.empty(), Activation.NONE);
  }

  static List<Product> products() {
    View byRows = view(0, strides(7, 1), 3, 4);
    View byColumns = view(2, strides(1, 6), 3, 4);
    View bByRows = view(0, strides(9, 1), 4, 5);
    View bByColumns = view(3, strides(1, 8), 4, 5);
    View bias = view(5, strides(0, 1), 3, 5);
    View doubles = view(DType.FLOAT64, 0, strides(7, 1), 3, 4);
    return List.of(
        product(byRows, bByRows),
        product(byRows, bByColumns),
        product(byColumns, bByRows),
        product(byColumns, bByColumns),
        product(byRows, bByColumns, Optional.of(bias), Activation.NONE),
        product(byColumns, bByRows, Optional.of(bias), Activation.RELU),
        product(byColumns, bByRows, Optional.empty(), Activation.RELU),
        product(doubles, view(DType.FLOAT64, 1, strides(1, 4), 4, 5)),
        product(view(6, 3, 4), view(6, 4, 5)),
        product(view(0, strides(0, 4, 1), 6, 3, 4), view(0, strides(20, 1, 4), 6, 4, 5)),
        product(
            view(0, strides(48, 4, 16, 1), 2, 4, 3, 4), view(0, strides(80, 4, 1, 16), 2, 4, 4, 5)),
        product(
            view(2, 3, 4),
            view(0, strides(0, 5, 1), 2, 4, 5),
            Optional.of(view(2, strides(0, 0, 1), 2, 3, 5)),
            Activation.RELU),
        product(view(1, 4), view(4, 5)),
        product(view(3, 1), view(1, 5)),
        product(view(3, 4), view(4, 1)));
  }

  @ParameterizedTest
  @MethodSource("products")
  void products(Product task) {
    for (Precision precision : Precision.values()) {
      Kernel kernel = ProductKernel.of(blas, "product", task, precision).orElseThrow();
      assertLikeReference(task, kernel, 0);
    }
  }

  @Test
  void addressesThatAreNotAligned() {
    Product task = products().get(5);
    Kernel kernel = ProductKernel.of(blas, "product", task, Precision.FLOAT32).orElseThrow();

    assertLikeReference(task, kernel, Float.BYTES);
  }

  /** A convolution in its three forms. */
  record Conv(Window window, int groups, Shape x, Shape filters) {
    Single task(int form) {
      Ints spatial = Convolution.spatial(x);
      Ints kernel = Convolution.spatial(filters);
      Shape y =
          Convolution.images(x.dim(0), window.outputs("conv", spatial, kernel), filters.dim(0));
      return switch (form) {
        case 0 -> single(new Convolution.Conv(window, groups), x, filters, y);
        case 1 -> single(new Convolution.ConvInput(window, groups, spatial), y, filters, x);
        default -> single(new Convolution.ConvFilter(window, groups, kernel), x, y, filters);
      };
    }

    private static Single single(Convolution op, Shape first, Shape second, Shape out) {
      return new Single(op, List.of(view(first.dims()), view(second.dims())), view(out.dims()));
    }
  }

  static List<Conv> convolutions() {
    return List.of(
        new Conv(Window.of(2).padding(1), 1, Shape.of(2, 5, 6, 3), Shape.of(4, 3, 3, 3)),
        new Conv(
            Window.of(2).stride(2, 1).padding(1, 0).dilation(1, 2),
            2,
            Shape.of(2, 7, 8, 4),
            Shape.of(6, 3, 2, 2)),
        new Conv(Window.of(1).stride(2).padding(1), 1, Shape.of(2, 9, 3), Shape.of(4, 3, 3)),
        new Conv(Window.of(3).padding(1), 1, Shape.of(1, 3, 4, 5, 2), Shape.of(3, 3, 3, 3, 2)),
        new Conv(Window.of(2), 4, Shape.of(2, 4, 4, 4), Shape.of(4, 3, 3, 1)));
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolutions(Conv conv) {
    Kernel never = (addresses, piece) -> assertThat(addresses).as("not needed").isNull();
    for (Precision precision : Precision.values()) {
      for (int form = 0; form < 3; form++) {
        Single task = conv.task(form);
        Kernel kernel = ConvKernel.of(dnn, "conv", task, precision, never).orElseThrow();
        assertThat(kernel.scratchBytes()).isPositive();
        assertLikeReference(task, kernel, 0);
      }
    }
  }

  @Test
  void elsewhereTheGeneratedKernelStepsIn() {
    Single task = convolutions().getFirst().task(0);
    List<long[]> ran = new ArrayList<>();
    Kernel plain = (addresses, piece) -> ran.add(addresses);
    Kernel kernel = ConvKernel.of(dnn, "conv", task, Precision.TF32, plain).orElseThrow();

    kernel.run(new long[] {4, 16, 32, 48}, 0);

    assertThat(ran).singleElement().isEqualTo(new long[] {4, 16, 32, 48});
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activationsThatAreNotClaimed(Activation activation) {
    Product task = product(view(3, 4), view(4, 5), Optional.empty(), activation);

    assertThat(ProductKernel.accepts(task))
        .isEqualTo(activation == Activation.NONE || activation == Activation.RELU);
  }

  /** Runs both on random numbers; operands begin so many bytes behind where memory does. */
  private static void assertLikeReference(Task task, Kernel kernel, long shift) {
    DType dtype = task.operands().getFirst().dtype();
    int n = task.operands().size();
    Random random = new Random(1);
    double[][] operands = new double[n][];
    for (int i = 0; i < n; i++) {
      operands[i] = random.doubles(COUNT, -1, 1).toArray();
    }
    double[] expected = reference(task, dtype, operands);
    double[] actual = run(kernel, dtype, operands, shift);
    for (int i = 0; i < COUNT; i++) {
      assertThat(actual[i])
          .as("%s, element %s", task, i)
          .isCloseTo(expected[i], within(RELATIVE * (1 + Math.abs(expected[i]))));
    }
  }

  private static double[] reference(Task task, DType dtype, double[][] operands) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment[] memory =
          Arrays.stream(operands).map(o -> host(arena, dtype, o)).toArray(MemorySegment[]::new);
      long[] addresses = Arrays.stream(memory).mapToLong(MemorySegment::address).toArray();
      new ReferenceBackend().compile(task).run(addresses, 0);
      return numbers(dtype, memory[operands.length - 1]);
    }
  }

  private static double[] run(Kernel kernel, DType dtype, double[][] operands, long shift) {
    return gpu.exclusively(
        () -> {
          Driver driver = gpu.driver();
          long bytes = (long) COUNT * dtype.bytes();
          int n = operands.length;
          boolean scratch = kernel.scratchBytes() > 0;
          long[] starts = new long[n + (scratch ? 1 : 0)];
          try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < n; i++) {
              starts[i] = driver.allocate(bytes + shift);
              driver.copyIn(
                  starts[i] + shift,
                  host(arena, dtype, operands[i]).address(),
                  bytes,
                  gpu.stream());
            }
            if (scratch) {
              starts[n] = driver.allocate(kernel.scratchBytes());
            }
            kernel.run(Arrays.stream(starts).map(s -> s + shift).toArray(), 0);
            MemorySegment out = arena.allocate(bytes, Long.BYTES);
            driver.copyOut(out.address(), starts[n - 1] + shift, bytes, gpu.stream());
            driver.synchronize(gpu.stream());
            return numbers(dtype, out);
          } finally {
            Arrays.stream(starts).forEach(driver::free);
          }
        });
  }

  private static MemorySegment host(Arena arena, DType dtype, double[] numbers) {
    if (dtype == DType.FLOAT64) {
      return arena.allocateFrom(JAVA_DOUBLE, numbers);
    }
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return arena.allocateFrom(JAVA_FLOAT, floats);
  }

  private static double[] numbers(DType dtype, MemorySegment memory) {
    double[] numbers = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      numbers[i] =
          dtype == DType.FLOAT64
              ? memory.getAtIndex(JAVA_DOUBLE, i)
              : memory.getAtIndex(JAVA_FLOAT, i);
    }
    return numbers;
  }
}
