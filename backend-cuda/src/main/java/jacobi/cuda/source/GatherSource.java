package jacobi.cuda.source;

import jacobi.backend.View;
import java.util.List;
import java.util.stream.IntStream;

/** Rows picked by indices: each thread copies up to 16 bytes of one row. */
final class GatherSource {
  private static final int MOST_BYTES = 16;

  private GatherSource() {}

  static KernelSource of(View data, View at, View out) {
    long rows = at.shape().size();
    long width = data.shape().with(0, 1).size();
    if (rows * width == 0) {
      return Entries.none();
    }
    int lanes = lanes(data, out, width);
    Walk row = Walk.over(data, 1, data.shape().rank());
    String copy =
        lanes == 1
            ? "p2[to] = p0[from];"
            : """
            if (((unsigned long long)(p0 + from) & %1$dull) == 0
                && ((unsigned long long)(p2 + to) & %1$dull) == 0) {
              *(%2$s *)(p2 + to) = *(const %2$s *)(p0 + from);
              return;
            }
            for (int l = 0; l < %3$d; l++) {
              p2[to + l] = p0[from + l];
            }
            """
                .formatted(
                    lanes * data.dtype().bytes() - 1, vector(lanes * data.dtype().bytes()), lanes);
    String body =
        """
        const long long n = i / %1$d;
        const long long c = (i %% %1$d) * %2$d;
        const long long row = p1[%3$s + %4$s];
        if (row < 0 || row >= %5$d) {
          report(fault, %6$dull, row, %5$d);
          return;
        }
        const long long from = %7$s + row * %8$s + %9$s;
        const long long to = %10$s + n * %11$d + c;
        """
            .formatted(
                width / lanes,
                lanes,
                CType.literal(at.offset()),
                Walk.over(at, 0, at.shape().rank()).at("n"),
                data.shape().dim(0),
                Fault.GATHER_INDEX.code(),
                CType.literal(data.offset()),
                CType.literal(data.stride(0)),
                row.at("c"),
                CType.literal(out.offset()),
                width);
    return new Entries(List.of(data, at, out), 0, true)
        .threads("gather", rows * (width / lanes), body + copy)
        .source();
  }

  /** How many elements of a row can be copied at once if the buffers are aligned. */
  private static int lanes(View data, View out, long width) {
    if (!Walk.over(data, 1, data.shape().rank()).isContiguous()) {
      return 1;
    }
    return IntStream.of(16, 8, 4, 2)
        .filter(
            l ->
                l * data.dtype().bytes() <= MOST_BYTES
                    && width % l == 0
                    && data.stride(0) % l == 0
                    && data.offset() % l == 0
                    && out.offset() % l == 0)
        .findFirst()
        .orElse(1);
  }

  /** What has so many bytes. */
  private static String vector(int bytes) {
    return switch (bytes) {
      case 16 -> "int4";
      case 8 -> "int2";
      case 4 -> "int";
      case 2 -> "short";
      default -> throw new IllegalArgumentException(bytes + " bytes");
    };
  }
}
