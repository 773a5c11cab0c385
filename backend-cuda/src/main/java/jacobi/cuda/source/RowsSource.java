package jacobi.cuda.source;

import jacobi.backend.Inst;
import jacobi.cuda.source.KernelSource.Launch;
import jacobi.cuda.source.Points.Form;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Nests that reduce their last axes. A row belongs to some lanes of a warp if it is short, else to
 * a block; few rows of very many elements are cut over blocks, and a second launch puts the parts
 * together. What a pass over the row computes and a later one needs stays in registers if there are
 * enough of them, else it is computed again.
 */
final class RowsSource {
  /** Elements of a row for each thread of a block. */
  private static final int ELEMENTS = 16;

  /** At most so many elements of a row for each lane of a warp that does it alone. */
  private static final int WARP_ELEMENTS = 32;

  /** Loops of at most so many rounds are written out. */
  private static final int UNROLLED = 32;

  /** Rows are cut into parts of so many elements or more, and into so few. */
  private static final int PART = 4096;

  private static final int PARTS = 1024;

  private final Nest nest;
  private final Code code = new Code();
  private final int lanes;
  private final long rows;
  private final long length;
  private final String type;

  /** Threads of a block, and those of them that do one row or part. */
  private final int threads;

  private final int group;

  /** Parts of a row, and elements of each. */
  private final int parts;

  private final long part;

  /** Rounds of a group over its part. */
  private final long rounds;

  /** For each pass what it computes, and what it takes from registers. */
  private final List<Set<Integer>> fresh = new ArrayList<>();

  private final List<Set<Integer>> taken = new ArrayList<>();

  private final Set<Integer> kept = new TreeSet<>();

  private RowsSource(Nest nest) {
    this.nest = nest;
    rows = nest.product(false);
    length = nest.product(true);
    type = Indices.type(nest);
    lanes = NestSource.lanes(nest);
    boolean cut = nest.stages == 1 && rows < PARTS / 2 && length >= 2 * PART;
    if (length <= Blocks.WARP * WARP_ELEMENTS) {
      group = (int) Math.min(Blocks.WARP, Blocks.powerOf2((length + lanes - 1) / lanes));
      threads = 128;
    } else {
      threads = cut ? 256 : Math.clamp(Blocks.powerOf2(length / ELEMENTS), 128, 1024);
      group = threads;
    }
    int unit = group * lanes;
    long wanted = cut ? Math.min(length / PART, PARTS / rows) : 1;
    part = cut ? Blocks.over(Blocks.over(length, wanted), unit) * unit : length;
    parts = Math.toIntExact(Blocks.over(length, part));
    rounds = Blocks.over(part, unit);
    plan(true);
    long registers = 0;
    for (int i : kept) {
      registers += rounds * lanes * (nest.body.get(i).dtype().bytes() == 8 ? 2 : 1);
    }
    if (rounds > UNROLLED || registers > (threads == 1024 ? 32 : 64)) {
      plan(false);
    }
  }

  static KernelSource of(Nest nest) {
    return new RowsSource(nest).source();
  }

  /** Decides what each pass computes, and what stays in registers for later ones. */
  private void plan(boolean keep) {
    fresh.clear();
    taken.clear();
    kept.clear();
    Set<Integer> before = new HashSet<>();
    for (int stage = 0; stage < nest.stages; stage++) {
      Set<Integer> computed = new TreeSet<>();
      Set<Integer> from = new TreeSet<>();
      nest.roots(stage).forEach(i -> visit(i, before, computed, from));
      fresh.add(computed);
      taken.add(from);
      kept.addAll(from);
      if (keep) {
        before.addAll(computed);
      }
    }
  }

  private void visit(int i, Set<Integer> before, Set<Integer> computed, Set<Integer> from) {
    if (before.contains(i) && !(nest.body.get(i) instanceof Inst.Index)) {
      from.add(i);
    } else if (nest.isFull(i) && computed.add(i)) {
      for (int a : Nest.uses(nest.body.get(i))) {
        visit(a, before, computed, from);
      }
    }
  }

  private KernelSource source() {
    List<Launch> launches = new ArrayList<>();
    int perBlock = threads / group;
    long blocks = Blocks.over(Math.multiplyExact(rows, (long) parts), perBlock);
    launches.add(new Launch("rows", Math.toIntExact(blocks), threads));
    NestSource.open(code, nest, "rows", threads, parts > 1);
    Points points = new Points(nest, code, lanes, Form.ALONG);
    Blocks.declareShared(code, nest, nest.reductions(), group);
    declareRow(points, perBlock);
    boolean dead = rows % perBlock != 0;
    points.guard(dead ? "live" : "");
    for (int i : kept) {
      code.line("%s k%d[%d];".formatted(type(i), i, rounds * lanes));
    }
    List<Integer> wanted = new ArrayList<>(nest.rowStores());
    for (int stage = 0; stage < nest.stages; stage++) {
      wanted.addAll(nest.roots(stage));
    }
    for (int stage = 0; stage < nest.stages; stage++) {
      writeRowLevel(points, stage, stage, wanted);
      writePass(points, stage);
      List<Integer> reductions = nest.reductions(stage);
      Blocks.combine(code, nest, reductions, group);
      reductions.forEach(i -> points.know(i, "a" + i));
    }
    long scratch = 0;
    if (parts == 1) {
      writeRowLevel(points, nest.stages, nest.stages, wanted);
      writeRowStores(points, "t == 0" + (dead ? " && live" : ""));
    } else {
      code.open("if (t == 0)");
      for (int i : nest.reductions()) {
        code.line("((%s *)(scratch + %d))[blockIdx.x] = a%d;".formatted(type(i), scratch, i));
        scratch += partBytes();
      }
      code.close();
    }
    code.close();
    if (parts > 1) {
      launches.add(writeParts());
    }
    return NestSource.source(nest, code, launches, scratch);
  }

  /** Bytes of the parts' results of one reduction. */
  private long partBytes() {
    return Blocks.over(rows * parts * 8, 64) * 64;
  }

  private String type(int i) {
    return CType.name(nest.body.get(i).dtype());
  }

  private void declareRow(Points points, int perBlock) {
    if (perBlock > 1) {
      code.line("const %s t = threadIdx.x %% %du;".formatted(type, group));
      code.line(
          "const %1$s at = (%1$s)blockIdx.x * %2$d + threadIdx.x / %3$du;"
              .formatted(type, perBlock, group));
      if (rows % perBlock == 0) {
        code.line("const %s r = at;".formatted(type));
      } else {
        // Lanes without a row do the last one too, but store nothing: all must meet at a shuffle.
        code.line("const int live = at < %d;".formatted(rows));
        code.line("const %s r = live ? at : %d;".formatted(type, rows - 1));
      }
    } else {
      code.line("const %s t = threadIdx.x;".formatted(type));
      code.line(
          "const %s r = blockIdx.x%s;".formatted(type, parts > 1 ? " / %du".formatted(parts) : ""));
    }
    if (parts > 1) {
      code.line(
          "const %1$s begin = (%1$s)(blockIdx.x %% %2$du) * %3$d;".formatted(type, parts, part));
      code.line(
          "const %1$s end = begin + %2$d < %3$d ? begin + %2$d : %3$d;"
              .formatted(type, part, length));
    }
    declareKept(points);
  }

  private void declareKept(Points points) {
    int[] axes = IntStream.range(0, nest.rank).filter(i -> !nest.reduced[i]).toArray();
    Set<Integer> used = points.axes(IntStream.range(0, nest.body.size()).boxed().toList());
    Indices.declare(code, nest, axes, "r", used);
  }

  /**
   * Writes what is the same along the row, of what some instructions need, that can be computed
   * when so many passes are over.
   */
  private void writeRowLevel(Points points, int least, int most, List<Integer> roots) {
    List<Integer> insts =
        nest.closure(roots).stream()
            .filter(i -> !nest.isFull(i) && nest.ready(i) >= least && nest.ready(i) <= most)
            .filter(
                i ->
                    !(nest.body.get(i) instanceof Inst.Store
                        || nest.body.get(i) instanceof Inst.Const
                        || nest.body.get(i) instanceof Inst.Reduce))
            .toList();
    points.single().write(insts, Set.of(), "", List.of(), false);
    insts.forEach(i -> points.know(i, "v" + i));
  }

  private void writePass(Points points, int stage) {
    List<Integer> reductions = nest.reductions(stage);
    reductions.forEach(i -> Blocks.declareAccumulator(code, nest, i));
    List<Integer> insts = List.copyOf(fresh.get(stage));
    if (insts.isEmpty() && reductions.isEmpty()) {
      return;
    }
    Set<Integer> later = new TreeSet<>(kept);
    later.retainAll(insts);
    String first = (parts > 1 ? "begin + " : "") + "t" + (lanes > 1 ? " * " + lanes : "");
    String end = parts > 1 ? "end" : Long.toString(length);
    int unit = group * lanes;
    boolean unrolled = rounds <= UNROLLED;
    if (unrolled) {
      code.unrolled("j", (int) rounds);
      code.line("const %s k = %s + j * %d;".formatted(type, first, unit));
      code.open(length % unit == 0 ? "" : "if (k < %s)".formatted(end));
    } else {
      code.pragma("unroll 4");
      code.open("for (%1$s k = %2$s; k < %3$s; k += %4$d)".formatted(type, first, end, unit));
    }
    int[] axes = IntStream.range(0, nest.rank).filter(i -> nest.reduced[i]).toArray();
    Indices.declare(code, nest, axes, "k", points.axes(insts));
    String at = lanes > 1 ? "j * " + lanes : "j";
    taken.get(stage).forEach(i -> points.know(i, points.kept(i, at)));
    points.write(insts, later, at, reductions, false);
    if (unrolled) {
      code.close();
    }
    code.close();
  }

  private void writeRowStores(Points points, String condition) {
    if (nest.rowStores().isEmpty()) {
      return;
    }
    if (nest.reductions().isEmpty()) {
      // Others may still have to read what is overwritten.
      code.line("__syncthreads();");
    }
    code.open("if (%s)".formatted(condition));
    points.single().write(nest.rowStores(), Set.of(), "", List.of(), false);
    code.close();
  }

  /** A block for each row that puts its parts together. */
  private Launch writeParts() {
    int perRow = Math.clamp(Blocks.powerOf2(parts), Blocks.WARP, 256);
    NestSource.open(code, nest, "combine", perRow, true);
    Points points = new Points(nest, code, 1, Form.ALONG);
    Blocks.declareShared(code, nest, nest.reductions(), perRow);
    code.line("const %s t = threadIdx.x;".formatted(type));
    code.line("const %s r = blockIdx.x;".formatted(type));
    declareKept(points);
    long scratch = 0;
    for (int i : nest.reductions()) {
      Blocks.declareAccumulator(code, nest, i);
      code.open("for (int k = t; k < %d; k += %d)".formatted(parts, perRow));
      code.line(
          "const %1$s o = ((const %1$s *)(scratch + %2$d))[r * %3$d + k];"
              .formatted(type(i), scratch, parts));
      code.line(Blocks.accumulate(nest, i, "o")).close();
      scratch += partBytes();
      points.know(i, "a" + i);
    }
    Blocks.combine(code, nest, nest.reductions(), perRow);
    writeRowLevel(points, 0, nest.stages, nest.rowStores());
    writeRowStores(points, "t == 0");
    code.close();
    return new Launch("combine", Math.toIntExact(rows), perRow);
  }
}
