package jacobi.cuda.source;

import jacobi.backend.View;
import jacobi.graph.DType;
import java.util.List;

/**
 * What walks along lines, the elements along one axis: the greatest element's index, and running
 * sums. A line is a thread's, a warp's or a block's, whichever keeps the GPU busy.
 */
final class LineSources {
  private static final int WARP = 32;
  private static final int BLOCK = 256;

  /** With so many lines, and memory that neighbours share, each is a thread's. */
  private static final int MANY = 8192;

  private static final int SHORT = 64;
  private static final int WARPS_LONGEST = 1024;

  private final View in;
  private final View out;
  private final int axis;
  private final int length;
  private final long count;
  private final Walk lines;

  /** How many threads have a line. */
  private final int team;

  private LineSources(int axis, View in, View out) {
    this.in = in;
    this.out = out;
    this.axis = axis;
    this.length = in.shape().dim(axis);
    this.lines = Walk.without(in, axis);
    this.count = lines.size();
    boolean adjacent = Math.abs(in.stride(axis)) == 1;
    if (adjacent ? length <= 4 : length <= SHORT || count >= MANY) {
      this.team = 1;
    } else {
      this.team = length <= WARPS_LONGEST ? WARP : BLOCK;
    }
  }

  /** The index of the first greatest element, int64; NaN is greatest. */
  static KernelSource argMax(int axis, View in, View out) {
    LineSources s = new LineSources(axis, in, out);
    return s.count == 0 ? Entries.none() : s.argMax();
  }

  private KernelSource argMax() {
    DType dtype = in.dtype();
    String x = dtype == DType.BOOL ? "(p0[%s] != 0)" : "p0[%s]";
    String scan =
        """
        %1$s most = %2$s;
        int best = 0;
        for (int k = %3$s; k < %4$d; k += %5$d) {
          const %1$s x = %6$s;
          if (%7$s) {
            most = x;
            best = k;
          }
        }
        """
            .formatted(
                value(dtype),
                x.formatted("begin"),
                team == 1 ? "1" : "t",
                length,
                team,
                x.formatted("begin + (long long)k * " + CType.literal(in.stride(axis))),
                greater(dtype, "x", "most"));
    String store = "p1[%s + line] = best;\n".formatted(CType.literal(out.offset()));
    Entries entries = new Entries(List.of(in, out), 0, false);
    if (team == 1) {
      return entries.threads("arg_max", count, line("i") + scan + store).source();
    }
    StringBuilder body = new StringBuilder(team == BLOCK ? shared(dtype) : "");
    body.append(team()).append(scan).append(shuffles(dtype, WARP));
    if (team == BLOCK) {
      body.append(
          """
          if (t %% 32 == 0) {
            mosts[t / 32] = most;
            bests[t / 32] = best;
          }
          __syncthreads();
          most = mosts[t %% %1$d];
          best = bests[t %% %1$d];
          """
              .formatted(BLOCK / WARP));
      body.append(shuffles(dtype, BLOCK / WARP));
    }
    body.append("if (t == 0 && number < %d) {\n  %s}\n".formatted(count, store));
    return entries.blocks("arg_max", blocks(), BLOCK, body.toString()).source();
  }

  private static String shared(DType dtype) {
    return """
    __shared__ %s mosts[%2$d];
    __shared__ int bests[%2$d];
    """
        .formatted(value(dtype), BLOCK / WARP);
  }

  /** Leaves in every lane what is best among {@code width} neighbours. */
  private static String shuffles(DType dtype, int width) {
    return """
    #pragma unroll
    for (int n = %1$d; n > 0; n >>= 1) {
      const %2$s x = __shfl_xor_sync(0xffffffffu, most, n);
      const int k = __shfl_xor_sync(0xffffffffu, best, n);
      if (%3$s || (!%4$s && k < best)) {
        most = x;
        best = k;
      }
    }
    """
        .formatted(
            width / 2, value(dtype), greater(dtype, "x", "most"), greater(dtype, "most", "x"));
  }

  private static String value(DType dtype) {
    return dtype == DType.BOOL ? "int" : CType.name(dtype);
  }

  private static String greater(DType dtype, String a, String b) {
    return dtype.isFloating()
        ? "(%1$s > %2$s || (%1$s != %1$s && %2$s == %2$s))".formatted(a, b)
        : "(%s > %s)".formatted(a, b);
  }

  /** Running sums; those of float32 are kept in double, as the other backends do. */
  static KernelSource cumSum(int axis, boolean reverse, View in, View out) {
    LineSources s = new LineSources(axis, in, out);
    return s.count * s.length == 0 ? Entries.none() : s.cumSum(reverse);
  }

  private KernelSource cumSum(boolean reverse) {
    DType dtype = in.dtype();
    String sum = dtype == DType.FLOAT32 ? "double" : CType.name(dtype);
    String place = reverse ? "(long long)(%d - k)".formatted(length - 1) : "(long long)k";
    String load = "p0[begin + %s * %s]".formatted(place, CType.literal(in.stride(axis)));
    long outStep = out.shape().strides()[axis];
    String store =
        "p1[to + %s * %s] = (%s)".formatted(place, CType.literal(outStep), CType.name(dtype));
    String to =
        "const long long to = %s + %s;\n"
            .formatted(
                CType.literal(out.offset()),
                Walk.without(View.contiguous(dtype, out.shape()), axis).at("line"));
    Entries entries = new Entries(List.of(in, out), 0, false);
    if (team == 1) {
      String body =
          """
          %1$s sum = 0;
          for (int k = 0; k < %2$d; k++) {
            sum = %3$s;
            %4$ssum;
          }
          """
              .formatted(sum, length, plus(dtype, "sum", load), store);
      return entries.threads("cum_sum", count, line("i") + to + body).source();
    }
    StringBuilder body = new StringBuilder();
    if (team == BLOCK) {
      body.append("__shared__ %s sums[%d];\n".formatted(sum, BLOCK / WARP));
    }
    body.append(team()).append(to);
    body.append(
        """
        %1$s before = 0;
        for (int first = 0; first < %2$d; first += %3$d) {
          const int k = first + t;
          %1$s sum = k < %2$d ? %4$s : 0;
          #pragma unroll
          for (int n = 1; n < 32; n <<= 1) {
            const %1$s x = __shfl_up_sync(0xffffffffu, sum, n);
            if (t %% 32 >= n) {
              sum = %5$s;
            }
          }
        """
            .formatted(sum, length, team, load, plus(dtype, "sum", "x")));
    if (team == BLOCK) {
      body.append(
          """
            if (t %% 32 == 31) {
              sums[t / 32] = sum;
            }
            __syncthreads();
            %1$s next = before;
            for (int w = 0; w < %2$d; w++) {
              before = w == t / 32 ? next : before;
              next = %3$s;
            }
            __syncthreads();
          """
              .formatted(sum, BLOCK / WARP, plus(dtype, "next", "sums[w]"))
              .indent(2));
    }
    body.append("  sum = %s;\n".formatted(plus(dtype, "before", "sum")));
    body.append(
        "  if (k < %d && number < %d) {\n    %ssum;\n  }\n".formatted(length, count, store));
    body.append(
        team == BLOCK
            ? "  before = next;\n}\n"
            : "  before = __shfl_sync(0xffffffffu, sum, 31);\n}\n");
    return entries.blocks("cum_sum", blocks(), BLOCK, body.toString()).source();
  }

  /** Sums of integers wrap. */
  private static String plus(DType dtype, String a, String b) {
    return switch (dtype) {
      case FLOAT32, FLOAT64 -> a + " + " + b;
      case INT32 -> "(int)((unsigned)%s + (unsigned)%s)".formatted(a, b);
      case INT64 -> "(long long)((unsigned long long)%s + (unsigned long long)%s)".formatted(a, b);
      case BOOL -> throw new IllegalArgumentException("bools are not added");
    };
  }

  private long blocks() {
    return Math.ceilDiv(count, BLOCK / team);
  }

  /**
   * Declares the number of this team's line and of the thread in it. Where there are more teams
   * than lines the last ones do the last line too, but do not store what they find.
   */
  private String team() {
    return """
    const int t = threadIdx.x %% %1$d;
    const long long number = (long long)blockIdx.x * %2$d + threadIdx.x / %1$d;
    const long long last = number < %3$d ? number : %3$d - 1;
    """
            .formatted(team, BLOCK / team, count)
        + line("last");
  }

  private String line(String number) {
    return """
    const long long line = %s;
    const long long begin = %s + %s;
    """
        .formatted(number, CType.literal(in.offset()), lines.at("line"));
  }
}
