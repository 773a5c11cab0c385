package jacobi.cuda.source;

import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.cuda.source.KernelSource.Launch;
import jacobi.graph.Convolution;
import jacobi.graph.Shape;
import jacobi.graph.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Convolutions as CUDA C, for where no library does them. An element of the result of {@code Conv}
 * and {@code ConvInput} is a thread's, one of {@code ConvFilter}, a sum over all places of all
 * images, a warp's.
 */
final class ConvolutionSource {
  private static final int THREADS = 128;

  private final Convolution op;
  private final View a;
  private final View b;
  private final View out;
  private final int axes;
  private final String type;
  private final Code code = new Code();

  private ConvolutionSource(Convolution op, Task.Single task) {
    this.op = op;
    this.a = task.inputs().get(0);
    this.b = task.inputs().get(1);
    this.out = task.out();
    this.axes = op.window().axes();
    this.type = CType.name(out.dtype());
  }

  static KernelSource of(Convolution op, Task.Single task) {
    return new ConvolutionSource(op, task).source();
  }

  private KernelSource source() {
    int lanes = op instanceof Convolution.ConvFilter ? Blocks.WARP : 1;
    long size = out.shape().size();
    code.open(
        "extern \"C\" __global__ void __launch_bounds__(%1$d) convolution(const %2$s *__restrict__ a, const %2$s *__restrict__ b, %2$s *out)"
            .formatted(THREADS, type));
    code.line(
        "const long long at = ((long long)blockIdx.x * %d + threadIdx.x) / %d;"
            .formatted(THREADS, lanes));
    code.open("if (at >= %d)".formatted(size)).line("return;").close();
    code.line("%s sum = 0;".formatted(type));
    switch (op) {
      case Convolution.Conv _ -> conv();
      case Convolution.ConvInput _ -> convInput();
      case Convolution.ConvFilter _ -> convFilter();
    }
    if (lanes == 1) {
      code.line("out[%d + at] = sum;".formatted(out.offset()));
    } else {
      for (int step = lanes / 2; step > 0; step /= 2) {
        code.line("sum += __shfl_xor_sync(0xffffffffu, sum, %d);".formatted(step));
      }
      code.open("if (threadIdx.x % 32 == 0)");
      code.line("out[%d + at] = sum;".formatted(out.offset())).close();
    }
    code.close();
    long blocks = Blocks.over(size * lanes, THREADS);
    List<Launch> launches =
        size == 0
            ? List.of()
            : List.of(new Launch("convolution", Math.toIntExact(blocks), THREADS));
    return new KernelSource(code.toString(), launches, 0, false);
  }

  /** Names of the indices along the spatial axes, between others. */
  private List<String> names(String first, String spatial, String last) {
    List<String> names = new ArrayList<>();
    names.add(first);
    IntStream.range(0, axes).forEach(i -> names.add(spatial + i));
    names.add(last);
    return names;
  }

  private void declare(Shape shape, List<String> names, String position) {
    Positions.declare(
        code, names, IntStream.range(0, shape.rank()).mapToLong(shape::dim).toArray(), position);
  }

  private static String element(String pointer, View v, List<String> names) {
    return IntStream.range(0, names.size())
        .mapToObj(i -> " + %s * %dll".formatted(names.get(i), v.stride(i)))
        .collect(Collectors.joining("", pointer + "[" + v.offset(), "]"));
  }

  private void loop(String name, long count) {
    code.open("for (int %1$s = 0; %1$s < %2$d; %1$s++)".formatted(name, count));
  }

  private void closeLoops(int count) {
    for (int i = 0; i < count; i++) {
      code.close();
    }
  }

  /** Where the window's element meets the input, and nothing there if that is outside. */
  private void meet(int i, int extent) {
    Window w = op.window();
    code.line(
        "const int s%1$d = p%1$d * %2$d - %3$d + k%1$d * %4$d;"
            .formatted(i, w.stride().get(i), w.before().get(i), w.dilation().get(i)));
    code.open("if (s%1$d < 0 || s%1$d >= %2$d)".formatted(i, extent)).line("continue;").close();
  }

  private void conv() {
    int inEach = b.shape().dim(-1);
    int outEach = Math.max(1, b.shape().dim(0) / op.groups());
    declare(out.shape(), names("n", "p", "o"), "at");
    for (int i = 0; i < axes; i++) {
      loop("k" + i, b.shape().dim(i + 1));
      meet(i, a.shape().dim(i + 1));
    }
    loop("c", inEach);
    List<String> x = names("n", "s", "(o / %d * %d + c)".formatted(outEach, inEach));
    code.line(
        "sum += %s * %s;".formatted(element("a", a, x), element("b", b, names("o", "k", "c"))));
    closeLoops(axes + 1);
  }

  private void convInput() {
    int inEach = Math.max(1, b.shape().dim(-1));
    int outEach = b.shape().dim(0) / op.groups();
    Window w = op.window();
    declare(out.shape(), names("n", "s", "c"), "at");
    for (int i = 0; i < axes; i++) {
      loop("k" + i, b.shape().dim(i + 1));
      code.line(
          "const int q%1$d = s%1$d + %2$d - k%1$d * %3$d;"
              .formatted(i, w.before().get(i), w.dilation().get(i)));
      code.line("const int p%1$d = q%1$d / %2$d;".formatted(i, w.stride().get(i)));
      code.open(
              "if (q%1$d < 0 || q%1$d %% %2$d != 0 || p%1$d >= %3$d)"
                  .formatted(i, w.stride().get(i), a.shape().dim(i + 1)))
          .line("continue;")
          .close();
    }
    loop("e", outEach);
    code.line("const int o = c / %d * %d + e;".formatted(inEach, outEach));
    code.line(
        "sum += %s * %s;"
            .formatted(
                element("a", a, names("n", "p", "o")),
                element("b", b, names("o", "k", "(c %% %d)".formatted(inEach)))));
    closeLoops(axes + 1);
  }

  private void convFilter() {
    int inEach = out.shape().dim(-1);
    int outEach = Math.max(1, out.shape().dim(0) / op.groups());
    declare(out.shape(), names("o", "k", "c"), "at");
    long places = IntStream.range(0, axes + 1).mapToLong(b.shape()::dim).reduce(1, (x, y) -> x * y);
    code.open("for (long long f = threadIdx.x %% 32; f < %d; f += 32)".formatted(places));
    List<String> place = names("n", "p", "").subList(0, axes + 1);
    Positions.declare(
        code, place, IntStream.range(0, axes + 1).mapToLong(b.shape()::dim).toArray(), "f");
    for (int i = 0; i < axes; i++) {
      meet(i, a.shape().dim(i + 1));
    }
    List<String> x = names("n", "s", "(o / %d * %d + c)".formatted(outEach, inEach));
    code.line(
        "sum += %s * %s;".formatted(element("a", a, x), element("b", b, names("n", "p", "o"))));
    code.close();
  }
}
