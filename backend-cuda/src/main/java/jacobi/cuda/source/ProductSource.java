package jacobi.cuda.source;

import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.cuda.source.KernelSource.Launch;
import jacobi.graph.DType;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Matrix products as CUDA C, for where no library does them: a block of threads computes a square
 * of the result, 4 by 4 elements each, from strips of both operands in shared memory.
 */
final class ProductSource {
  private static final int TILE = 64;
  private static final int STRIP = 16;
  private static final int THREADS = 256;

  private ProductSource() {}

  static KernelSource of(Task.Product product) {
    View out = product.out();
    int rank = out.shape().rank();
    int m = out.shape().dim(-2);
    int n = out.shape().dim(-1);
    long across = Blocks.over(n, TILE);
    long down = Blocks.over(m, TILE);
    Code code = new Code();
    String type = CType.name(out.dtype());
    code.open(
        "extern \"C\" __global__ void __launch_bounds__(%1$d) product(const %2$s *__restrict__ a, const %2$s *__restrict__ b, %3$s%2$s *out)"
            .formatted(
                THREADS,
                type,
                product.bias().isPresent() ? "const %s *__restrict__ bias, ".formatted(type) : ""));
    code.line("__shared__ %s sa[%d][%d];".formatted(type, STRIP, TILE + 1));
    code.line("__shared__ %s sb[%d][%d];".formatted(type, STRIP, TILE + 1));
    code.line("const int tx = threadIdx.x % 16u;");
    code.line("const int ty = threadIdx.x / 16u;");
    code.line("const int column = blockIdx.x %% %du * %d;".formatted(across, TILE));
    code.line("const int row = blockIdx.x / %du %% %du * %d;".formatted(across, down, TILE));
    code.line("const long long batch = blockIdx.x / %du;".formatted(across * down));
    Positions.declare(
        code,
        IntStream.range(0, rank - 2).mapToObj(i -> "x" + i).toList(),
        IntStream.range(0, rank - 2).mapToLong(out.shape()::dim).toArray(),
        "batch");
    code.line("a += %s;".formatted(batchOffset(product.a())));
    code.line("b += %s;".formatted(batchOffset(product.b())));
    code.line("%s sum[4][4] = {{0}};".formatted(type));
    multiply(code, product);
    code.unrolled("i", 4).unrolled("j", 4);
    code.line("const int r = row + ty + 16 * i;");
    code.line("const int c = column + tx + 16 * j;");
    code.open("if (r < %d && c < %d)".formatted(m, n));
    String bias =
        product
            .bias()
            .map(v -> " + bias[%d + c * %dll]".formatted(v.offset(), v.stride(-1)))
            .orElse("");
    code.line("const %s v = sum[i][j]%s;".formatted(type, bias));
    code.line(
        "out[%d + batch * %dll + r * %dll + c] = %s;"
            .formatted(
                out.offset(), (long) m * n, n, activated(product.activation(), out.dtype())));
    code.close().close().close().close();
    List<Launch> launches =
        out.shape().size() == 0
            ? List.of()
            : List.of(
                new Launch(
                    "product",
                    Math.toIntExact(out.shape().size() / ((long) m * n) * across * down),
                    THREADS));
    return new KernelSource(Prelude.complete(code.toString()), launches, 0, false);
  }

  private static String batchOffset(View v) {
    return IntStream.range(0, v.shape().rank() - 2)
        .filter(i -> v.stride(i) != 0)
        .mapToObj(i -> " + x%d * %dll".formatted(i, v.stride(i)))
        .collect(Collectors.joining("", Long.toString(v.offset()), ""));
  }

  private static void multiply(Code code, Task.Product product) {
    int k = product.a().shape().dim(-1);
    int m = product.out().shape().dim(-2);
    int n = product.out().shape().dim(-1);
    code.open("for (int first = 0; first < %d; first += %d)".formatted(k, STRIP));
    load(code, "sa", "a", "row", m, k, product.a().stride(-2), product.a().stride(-1));
    load(code, "sb", "b", "column", n, k, product.b().stride(-1), product.b().stride(-2));
    code.line("__syncthreads();");
    code.unrolled("k", STRIP).unrolled("i", 4);
    code.line("const %s x = sa[k][ty + 16 * i];".formatted(CType.name(product.out().dtype())));
    code.unrolled("j", 4).line("sum[i][j] += x * sb[k][tx + 16 * j];").close();
    code.close().close();
    code.line("__syncthreads();");
    code.close();
  }

  /** Loads a strip so that neighbouring threads read neighbouring elements; zeros beyond it. */
  private static void load(
      Code code,
      String to,
      String from,
      String start,
      int count,
      int k,
      long stride,
      long kStride) {
    boolean byK = kStride == 1;
    code.unrolled("e", TILE * STRIP / THREADS);
    code.line("const int f = threadIdx.x + e * %d;".formatted(THREADS));
    code.line("const int i = f %s;".formatted(byK ? "/ " + STRIP : "% " + TILE));
    code.line("const int k = f %s;".formatted(byK ? "% " + STRIP : "/ " + TILE));
    code.line(
        "%1$s[k][i] = %3$s + i < %4$d && first + k < %5$d ? %2$s[(%3$s + i) * %6$dll + (first + k) * %7$dll] : 0;"
            .formatted(to, from, start, count, k, stride, kStride));
    code.close();
  }

  private static String activated(Task.Activation activation, DType dtype) {
    String f = dtype == DType.FLOAT32 ? "f" : "";
    return switch (activation) {
      case NONE -> "v";
      case RELU -> "max_%s(v, 0)".formatted(CType.tag(dtype));
      case SIGMOID -> "1 / (1 + exp%s(-v))".formatted(f);
      case TANH -> "tanh%s(v)".formatted(f);
    };
  }
}
