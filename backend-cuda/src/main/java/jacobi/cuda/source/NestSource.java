package jacobi.cuda.source;

import jacobi.backend.LoopNest;
import jacobi.backend.View;
import jacobi.cuda.source.KernelSource.Launch;
import jacobi.cuda.source.Points.Form;
import jacobi.graph.DType;
import java.util.List;
import java.util.stream.IntStream;

/** Loop nests as CUDA C. */
final class NestSource {
  private NestSource() {}

  static KernelSource of(LoopNest task, boolean aligned) {
    Nest nest = new Nest(task, aligned);
    return switch (nest.kind) {
      case MAP -> MapSource.of(nest);
      case ROWS -> RowsSource.of(nest);
      case COLUMNS -> ColumnsSource.of(nest);
    };
  }

  static KernelSource source(Nest nest, Code code, List<Launch> launches, long scratchBytes) {
    return new KernelSource(
        Prelude.complete(code.toString()), launches, scratchBytes, nest.divides());
  }

  /** Begins an entry. */
  static void open(Code code, Nest nest, String entry, int threads, boolean scratch) {
    StringBuilder parameters = new StringBuilder();
    for (int i = 0; i < nest.operands.size(); i++) {
      String type = CType.name(nest.operands.get(i).dtype());
      parameters.append(i == 0 ? "" : ", ");
      // What else is written lies elsewhere, so that it may be read ahead of any store.
      parameters.append(
          nest.isStored(i)
              ? "%s *p%d".formatted(type, i)
              : nest.isApart(i)
                  ? "const %s *__restrict__ p%d".formatted(type, i)
                  : "const %s *p%d".formatted(type, i));
    }
    if (scratch) {
      parameters.append(", unsigned char *scratch");
    }
    if (nest.divides()) {
      parameters.append(", unsigned long long *fault");
    }
    code.open(
        "extern \"C\" __global__ void __launch_bounds__(%d) %s(%s)"
            .formatted(threads, entry, parameters));
  }

  /** Lanes so that a thread loads 16 bytes of the widest type at a time. */
  static int widest(Nest nest) {
    int bytes = nest.operands.stream().map(View::dtype).mapToInt(DType::bytes).max().orElse(1);
    return bytes == 8 ? 2 : 4;
  }

  /** How many points along the last axis a thread does at a time. */
  static int lanes(Nest nest) {
    for (int lanes = widest(nest); lanes > 1; lanes /= 2) {
      boolean whole = nest.rank == 1 && nest.kind == Nest.Kind.MAP;
      if ((whole || nest.extents[nest.rank - 1] % lanes == 0)
          && anyVector(nest, lanes, Form.ALONG)) {
        return lanes;
      }
    }
    return 1;
  }

  /** Whether there is anything to be gained from several lanes. */
  static boolean anyVector(Nest nest, int lanes, Form form) {
    return IntStream.range(0, nest.operands.size())
        .anyMatch(i -> Points.isVector(nest, i, lanes, form));
  }
}
