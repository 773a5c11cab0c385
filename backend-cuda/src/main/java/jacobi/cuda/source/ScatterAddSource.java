package jacobi.cuda.source;

import jacobi.backend.View;
import jacobi.graph.DType;
import java.util.List;

/**
 * Rows added at indices, in index order, without atomics. Scratch memory gets a number for each
 * index: the row it names in the high half, its position in the low one. Sorted, those that name
 * one row lie together and in order; whoever has the first of them adds them all.
 *
 * <p>Blocks sort runs in shared memory (bitonic); then launch after launch merges neighbouring
 * runs, each thread finding its number's place in the other run by bisection.
 */
final class ScatterAddSource {
  /** Numbers that a block sorts: 32 KiB. */
  private static final int RUN = 4096;

  private static final int MOST_THREADS = 1024;

  /** Wider rows have several columns a thread, so that more is under way at a time. */
  private static final int WIDE = 128;

  private static final int COLUMNS = 4;

  private final View base;
  private final View at;
  private final View rows;
  private final View out;
  private final long count;
  private final long width;
  private final Entries entries;

  private ScatterAddSource(View base, View at, View rows, View out) {
    this.base = base;
    this.at = at;
    this.rows = rows;
    this.out = out;
    this.count = at.shape().size();
    this.width = out.shape().with(0, 1).size();
    if (count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(count + " indices are too many to be sorted");
    }
    long bytes = Long.BYTES * count * (count > RUN ? 2 : 1);
    this.entries = new Entries(List.of(base, at, rows, out), bytes, true);
  }

  static KernelSource of(View base, View at, View rows, View out) {
    if (out.shape().size() == 0 && (at.shape().size() == 0 || out.shape().dim(0) > 0)) {
      return Entries.none();
    }
    return new ScatterAddSource(base, at, rows, out).source();
  }

  private KernelSource source() {
    if (out.shape().size() > 0) {
      copyBase();
    }
    if (count > 0) {
      sort();
      String sorted = "scratch";
      String other = "scratch + " + Long.BYTES * count;
      for (long run = RUN; run < count; run *= 2) {
        merge(run, sorted, other);
        String swap = sorted;
        sorted = other;
        other = swap;
      }
      if (rows.shape().size() > 0) {
        add(sorted);
      }
    }
    return entries.source();
  }

  /** Does nothing where the result lies over the base. */
  private void copyBase() {
    long size = out.shape().size();
    entries.threads(
        "copy_base",
        size,
        """
        if (p0 + %1$s != p3 + %2$s) {
          p3[%2$s + i] = p0[%1$s + %3$s];
        }
        """
            .formatted(
                CType.literal(base.offset()),
                CType.literal(out.offset()),
                Walk.over(base, 0, base.shape().rank()).at("i")));
  }

  private void sort() {
    int run = (int) Math.min(RUN, 2 * Long.highestOneBit(Math.max(63, count - 1)));
    int threads = Math.min(MOST_THREADS, run / 2);
    entries.blocks(
        "sort",
        Math.ceilDiv(count, run),
        threads,
        """
        __shared__ unsigned long long all[%1$d];
        unsigned long long *sorted = (unsigned long long *)scratch;
        for (int k = threadIdx.x; k < %1$d; k += %2$d) {
          const long long i = (long long)blockIdx.x * %1$d + k;
          unsigned long long number = ~0ull;
          if (i < %3$d) {
            const long long row = p1[%4$s + %5$s];
            const int inside = row >= 0 && row < %6$d;
            if (!inside) {
              report(fault, %7$dull, row, %6$d);
            }
            number = (inside ? (unsigned long long)row : 0xffffffffull) << 32 | (unsigned)i;
          }
          all[k] = number;
        }
        for (int size = 2; size <= %1$d; size <<= 1) {
          for (int step = size >> 1; step > 0; step >>= 1) {
            __syncthreads();
            for (int k = threadIdx.x; k < %8$d; k += %2$d) {
              const int low = 2 * k - (k & (step - 1));
              const unsigned long long a = all[low];
              const unsigned long long b = all[low + step];
              if ((a > b) == ((low & size) == 0)) {
                all[low] = b;
                all[low + step] = a;
              }
            }
          }
        }
        __syncthreads();
        for (int k = threadIdx.x; k < %1$d; k += %2$d) {
          const long long i = (long long)blockIdx.x * %1$d + k;
          if (i < %3$d) {
            sorted[i] = all[k];
          }
        }
        """
            .formatted(
                run,
                threads,
                count,
                CType.literal(at.offset()),
                Walk.over(at, 0, at.shape().rank()).at("i"),
                out.shape().dim(0),
                Fault.SCATTER_INDEX.code(),
                run / 2));
  }

  /** Merges runs of so many numbers to runs of twice as many. */
  private void merge(long run, String from, String to) {
    entries.threads(
        "merge" + run,
        count,
        """
        const unsigned long long *in = (const unsigned long long *)(%1$s);
        unsigned long long *out = (unsigned long long *)(%2$s);
        const unsigned long long number = in[i];
        const long long begin = i / %3$d * %3$d;
        const long long middle = begin + %4$d < %5$d ? begin + %4$d : %5$d;
        const long long end = begin + %3$d < %5$d ? begin + %3$d : %5$d;
        long long low = i < middle ? middle : begin;
        long long high = i < middle ? end : middle;
        const long long first = low;
        while (low < high) {
          const long long half = (low + high) / 2;
          if (in[half] < number) {
            low = half + 1;
          } else {
            high = half;
          }
        }
        out[(i < middle ? i : i - middle + begin) + low - first] = number;
        """
            .formatted(from, to, 2 * run, run, count));
  }

  private void add(String sorted) {
    DType dtype = out.dtype();
    int columns = width >= WIDE ? COLUMNS : 1;
    long threads = Math.ceilDiv(width, columns);
    int axes = at.shape().rank();
    String sum = "sum[l]";
    String row = "p2[from + %s]".formatted(Walk.over(rows, axes, rows.shape().rank()).at("c"));
    String next =
        switch (dtype) {
          case FLOAT32, FLOAT64 -> sum + " + " + row;
          case INT32 -> "(int)((unsigned)%s + (unsigned)%s)".formatted(sum, row);
          case INT64 ->
              "(long long)((unsigned long long)%s + (unsigned long long)%s)".formatted(sum, row);
          case BOOL -> "(unsigned char)((%s | %s) != 0)".formatted(sum, row);
        };
    entries.threads(
        "add",
        count * threads,
        """
        const unsigned long long *sorted = (const unsigned long long *)(%1$s);
        const long long first = i / %2$d;
        const long long column = i %% %2$d;
        const unsigned long long row = sorted[first] >> 32;
        if (row == 0xffffffffull || (first > 0 && sorted[first - 1] >> 32 == row)) {
          return;
        }
        const long long to = %3$s + (long long)row * %4$d;
        %5$s sum[%6$d];
        #pragma unroll
        for (int l = 0; l < %6$d; l++) {
          const long long c = column + l * %2$d;
          sum[l] = c < %4$d ? p3[to + c] : 0;
        }
        for (long long k = first; k < %7$d && sorted[k] >> 32 == row; k++) {
          const unsigned position = (unsigned)sorted[k];
          const long long from = %8$s + %9$s;
          #pragma unroll
          for (int l = 0; l < %6$d; l++) {
            const long long c = column + l * %2$d;
            if (c < %4$d) {
              sum[l] = %10$s;
            }
          }
        }
        #pragma unroll
        for (int l = 0; l < %6$d; l++) {
          const long long c = column + l * %2$d;
          if (c < %4$d) {
            p3[to + c] = sum[l];
          }
        }
        """
            .formatted(
                sorted,
                threads,
                CType.literal(out.offset()),
                width,
                CType.name(dtype),
                columns,
                count,
                CType.literal(rows.offset()),
                Walk.over(rows, 0, axes).at("position"),
                next));
  }
}
