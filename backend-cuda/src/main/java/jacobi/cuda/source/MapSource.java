package jacobi.cuda.source;

import jacobi.cuda.source.KernelSource.Launch;
import jacobi.cuda.source.Points.Form;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Nests without reductions: each thread does a few points that lie beside each other. */
final class MapSource {
  /** Fewer threads than this are spread over more blocks. */
  private static final long FEW = 1 << 16;

  private MapSource() {}

  static KernelSource of(Nest nest) {
    int lanes = nest.rank == 0 ? 1 : NestSource.lanes(nest);
    int widest = NestSource.widest(nest);
    boolean flat = lanes == 1 && nest.rank > 1 && NestSource.anyVector(nest, widest, Form.FLAT);
    return write(nest, flat ? widest : lanes, flat ? Form.FLAT : Form.ALONG);
  }

  private static KernelSource write(Nest nest, int lanes, Form form) {
    long points = nest.points();
    long threads = Blocks.over(points, lanes);
    int perBlock = threads < FEW ? 128 : 256;
    boolean exact = points % lanes == 0;
    String type = Indices.type(nest);
    Code code = new Code();
    NestSource.open(code, nest, "map", perBlock, false);
    String position =
        "((%s)blockIdx.x * %d + threadIdx.x)".formatted(type, perBlock)
            + (lanes == 1 ? "" : " * " + lanes);
    code.line("const %s i = %s;".formatted(type, position));
    if (lanes == 1 || exact) {
      if (points % ((long) perBlock * lanes) != 0) {
        code.open("if (i >= %d)".formatted(points)).line("return;").close();
      }
      body(nest, code, lanes, form);
    } else {
      code.open("if (i + %d <= %d)".formatted(lanes, points));
      body(nest, code, lanes, form);
      code.close();
      // What is left over for the last thread.
      code.open("else if (i < %d)".formatted(points));
      code.line("const %s first = i;".formatted(type));
      code.open("for (%1$s i = first; i < %2$d; i++)".formatted(type, points));
      body(nest, code, 1, Form.ALONG);
      code.close().close();
    }
    code.close();
    return NestSource.source(
        nest,
        code,
        List.of(new Launch("map", Math.toIntExact(Blocks.over(threads, perBlock)), perBlock)),
        0);
  }

  private static void body(Nest nest, Code code, int lanes, Form form) {
    List<Integer> all = nest.closure(nest.rowStores());
    Points points = new Points(nest, code, lanes, form);
    if (form == Form.ALONG || nest.rank == 1) {
      Indices.declare(code, nest, IntStream.range(0, nest.rank).toArray(), "i", points.axes(all));
    }
    points.write(all, Set.of(), "", List.of(), false);
  }
}
