package jacobi.cuda.source;

import jacobi.backend.Inst;
import jacobi.cuda.source.KernelSource.Launch;
import jacobi.cuda.source.Points.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Nests that reduce earlier axes and keep the last one. Neighbouring threads do neighbouring
 * columns; each block does some columns over a part of the reduced range, in which its rows of
 * threads take turns. Their results meet in shared memory, and those of several parts in a second
 * launch.
 */
final class ColumnsSource {
  private static final int THREADS = 256;

  /**
   * The reduced range is cut until there are so many blocks, while each thread has enough to do.
   */
  private static final int BLOCKS = 1024;

  private static final int LEAST_ROUNDS = 8;

  private static final int MOST_PARTS = 512;

  private final Nest nest;
  private final Code code = new Code();
  private final int lanes;
  private final long columns;
  private final long length;
  private final String type;

  /** Threads along the columns; the others are along the reduced range. */
  private final int width;

  private final int height;

  /** Blocks along the columns. */
  private final long across;

  private final int parts;
  private final long part;

  private ColumnsSource(Nest nest) {
    this.nest = nest;
    columns = nest.product(false);
    length = nest.product(true);
    type = Indices.type(nest);
    lanes = NestSource.lanes(nest);
    width = width(columns / lanes);
    height = THREADS / width;
    across = Blocks.over(columns / lanes, width);
    long most = Math.min(MOST_PARTS, length / ((long) height * LEAST_ROUNDS));
    long wanted =
        nest.reductions().isEmpty() ? 1 : Math.clamp(BLOCKS / across, 1, Math.max(1, most));
    part = Blocks.over(Blocks.over(length, wanted), height) * height;
    parts = Math.toIntExact(Blocks.over(length, part));
  }

  private static int width(long columns) {
    return (int) Math.min(Blocks.WARP, Blocks.powerOf2(columns));
  }

  static KernelSource of(Nest nest) {
    return new ColumnsSource(nest).source();
  }

  private KernelSource source() {
    List<Launch> launches = new ArrayList<>();
    long blocks = Math.multiplyExact(across, (long) parts);
    launches.add(new Launch("columns", Math.toIntExact(blocks), THREADS));
    NestSource.open(code, nest, "columns", THREADS, parts > 1);
    declareShared(lanes);
    Points points = new Points(nest, code, lanes, Form.ALONG);
    code.line("const int t = threadIdx.x %% %du;".formatted(width));
    code.line("const int y = threadIdx.x / %du;".formatted(width));
    declareColumn(across, width, lanes);
    for (int i : nest.reductions()) {
      declareAccumulators(i, lanes);
    }
    code.open("if (c < %d)".formatted(columns));
    declareKept(points, nest.roots(0));
    writePass(points);
    code.close();
    long scratch = 0;
    combine(width, height, lanes);
    code.open("if (y == 0 && c < %d)".formatted(columns));
    if (parts == 1) {
      finish(new Points(nest, code, lanes, Form.ALONG));
    } else {
      for (int i : nest.reductions()) {
        String to =
            "((%s *)(scratch + %d))[(blockIdx.x / %du) * %d + c"
                .formatted(type(i), scratch, across, columns);
        if (lanes > 1) {
          code.unrolled("l", lanes).line("%s + l] = a%d[l];".formatted(to, i)).close();
        } else {
          code.line("%s] = a%d;".formatted(to, i));
        }
        scratch += partBytes();
      }
    }
    code.close().close();
    if (parts > 1) {
      launches.add(writeParts());
    }
    return NestSource.source(nest, code, launches, scratch);
  }

  private long partBytes() {
    return Blocks.over(columns * parts * 8, 64) * 64;
  }

  private String type(int i) {
    return CType.name(nest.body.get(i).dtype());
  }

  /** One room for each element type, used by one reduction after the other. */
  private void declareShared(int lanes) {
    nest.reductions().stream()
        .map(i -> nest.body.get(i).dtype())
        .distinct()
        .forEach(
            t ->
                code.line(
                    "__shared__ %s m_%s[%d];"
                        .formatted(CType.name(t), CType.tag(t), THREADS * lanes)));
  }

  private void declareColumn(long across, int width, int lanes) {
    String block =
        across == 1 ? "" : "(%s)(blockIdx.x %% %du) * %d + ".formatted(type, across, width);
    String column =
        lanes == 1 ? block + "t" : block.isEmpty() ? "t * " + lanes : "(" + block + "t) * " + lanes;
    code.line("const %s c = %s;".formatted(type, column));
  }

  private void declareAccumulators(int i, int lanes) {
    if (lanes == 1) {
      Blocks.declareAccumulator(code, nest, i);
      return;
    }
    Inst.Reduce reduce = (Inst.Reduce) nest.body.get(i);
    code.line("%s a%d[%d];".formatted(type(i), i, lanes));
    code.unrolled("l", lanes);
    code.line("a%d[l] = %s;".formatted(i, CType.identity(reduce.kind(), reduce.dtype())));
    code.close();
  }

  private void declareKept(Points points, List<Integer> insts) {
    int[] axes = IntStream.range(0, nest.rank).filter(i -> !nest.reduced[i]).toArray();
    Set<Integer> used = points.axes(nest.closure(insts));
    Indices.declare(code, nest, axes, "c", used);
  }

  private void writePass(Points points) {
    List<Integer> insts = nest.passed(0);
    writeColumnLevel(points, nest.roots(0), insts);
    int[] axes = IntStream.range(0, nest.rank).filter(i -> nest.reduced[i]).toArray();
    String begin = "y";
    String end = Long.toString(length);
    if (parts > 1) {
      code.line(
          "const %1$s begin = (%1$s)(blockIdx.x / %2$du) * %3$d;".formatted(type, across, part));
      code.line(
          "const %1$s end = begin + %2$d < %3$d ? begin + %2$d : %3$d;"
              .formatted(type, part, length));
      begin = "begin + y";
      end = "end";
    }
    code.pragma("unroll 4");
    code.open("for (%1$s k = %2$s; k < %3$s; k += %4$d)".formatted(type, begin, end, height));
    Indices.declare(code, nest, axes, "k", points.axes(insts));
    points.write(insts, Set.of(), "", nest.reductions(), true);
    code.close();
  }

  /** Writes once what is the same along the reduced axes. */
  private void writeColumnLevel(Points points, List<Integer> roots, List<Integer> users) {
    List<Integer> insts =
        nest.closure(roots).stream()
            .filter(i -> !nest.isFull(i))
            .filter(
                i ->
                    !(nest.body.get(i) instanceof Inst.Const
                        || nest.body.get(i) instanceof Inst.Reduce))
            .toList();
    Set<Integer> used =
        users.stream()
            .flatMap(i -> IntStream.of(Nest.uses(nest.body.get(i))).boxed())
            .filter(insts::contains)
            .collect(Collectors.toCollection(TreeSet::new));
    nest.reductions().stream()
        .map(i -> ((Inst.Reduce) nest.body.get(i)).a())
        .filter(insts::contains)
        .forEach(used::add);
    for (int i : used) {
      code.line("%s k%d[%d];".formatted(type(i), i, lanes));
    }
    points.write(insts, used, "0", List.of(), false);
    used.forEach(i -> points.know(i, points.kept(i, "0")));
  }

  /** The first row of threads gets what its columns come to. */
  private void combine(int width, int height, int lanes) {
    for (int i : nest.reductions()) {
      String m = "m_" + CType.tag(nest.body.get(i).dtype());
      int count = width * height;
      if (height == 1) {
        continue;
      }
      code.line("__syncthreads();");
      each(
          lanes,
          "%s[%sthreadIdx.x] = a%d%s;".formatted(m, lane(lanes, count), i, lanes > 1 ? "[l]" : ""));
      code.line("__syncthreads();");
      code.open("for (int h = %d; h > 0; h /= 2)".formatted(height / 2));
      code.open("if (y < h)");
      String mine = "%s[%sthreadIdx.x]".formatted(m, lane(lanes, count));
      String other = "%s[%sthreadIdx.x + h * %d]".formatted(m, lane(lanes, count), width);
      each(lanes, Blocks.accumulate(nest, i, mine, other));
      code.close();
      code.line("__syncthreads();");
      code.close();
      each(
          lanes,
          "a%d%s = %s[%sthreadIdx.x];".formatted(i, lanes > 1 ? "[l]" : "", m, lane(lanes, count)));
    }
    if (nest.reductions().isEmpty()) {
      // Others may still have to read what is overwritten.
      code.line("__syncthreads();");
    }
  }

  private static String lane(int lanes, int count) {
    return lanes > 1 ? "l * %d + ".formatted(count) : "";
  }

  private void each(int lanes, String statement) {
    if (lanes == 1) {
      code.line(statement);
    } else {
      code.unrolled("l", lanes).line(statement).close();
    }
  }

  private void finish(Points points) {
    declareKept(points, nest.rowStores());
    nest.reductions().forEach(i -> points.know(i, "a" + i + (points.lanes() > 1 ? "[l]" : "")));
    points.write(
        nest.closure(nest.rowStores()).stream()
            .filter(i -> !(nest.body.get(i) instanceof Inst.Reduce))
            .toList(),
        Set.of(),
        "",
        List.of(),
        false);
  }

  /** Adds up the parts of each column, many rows of threads to a column, and stores. */
  private Launch writeParts() {
    int width = width(columns);
    int height = THREADS / width;
    long blocks = Blocks.over(columns, width);
    NestSource.open(code, nest, "combine", THREADS, true);
    declareShared(1);
    code.line("const int t = threadIdx.x %% %du;".formatted(width));
    code.line("const int y = threadIdx.x / %du;".formatted(width));
    declareColumn(blocks, width, 1);
    nest.reductions().forEach(i -> declareAccumulators(i, 1));
    code.open("if (c < %d)".formatted(columns));
    code.pragma("unroll 4");
    code.open("for (%1$s k = y; k < %2$d; k += %3$d)".formatted(type, parts, height));
    long scratch = 0;
    for (int i : nest.reductions()) {
      code.line(
          "const %1$s o%2$d = ((const %1$s *)(scratch + %3$d))[k * %4$d + c];"
              .formatted(type(i), i, scratch, columns));
      code.line(Blocks.accumulate(nest, i, "o" + i));
      scratch += partBytes();
    }
    code.close().close();
    combine(width, height, 1);
    code.open("if (y == 0 && c < %d)".formatted(columns));
    finish(new Points(nest, code, 1, Form.ALONG));
    code.close().close();
    return new Launch("combine", Math.toIntExact(blocks), THREADS);
  }
}
