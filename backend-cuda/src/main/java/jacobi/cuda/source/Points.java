package jacobi.cuda.source;

import jacobi.backend.Inst;
import jacobi.backend.View;
import jacobi.graph.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes what a nest's body computes at a few adjacent points, called lanes, of one thread: all
 * loads, then the arithmetic, then the stores. The code around it declares the first lane's index
 * along each axis, {@code x0, x1, …}.
 */
final class Points {
  /** How lanes lie beside each other. */
  enum Form {
    /** Along the last axis. */
    ALONG,
    /** In row-major order over the whole domain, at position {@code i} and after. */
    FLAT
  }

  private final Nest nest;
  private final Code code;
  private final int lanes;
  private final Form form;

  /** Text of values that need not be computed; those with a lane's own value are indexed by l. */
  private final Map<Integer, String> known;

  /** What must hold for a store to happen; empty if nothing. */
  private String guard = "";

  private Points(Nest nest, Code code, int lanes, Form form, Map<Integer, String> known) {
    this.nest = nest;
    this.code = code;
    this.lanes = lanes;
    this.form = form;
    this.known = known;
  }

  Points(Nest nest, Code code, int lanes, Form form) {
    this(nest, code, lanes, form, new HashMap<>());
    for (int i = 0; i < nest.body.size(); i++) {
      if (nest.body.get(i) instanceof Inst.Const constant) {
        known.put(i, CType.literal(constant.value()));
      }
    }
  }

  /** The same with one lane; what one of the two gets to know, the other one knows. */
  Points single() {
    return new Points(nest, code, 1, form, known);
  }

  int lanes() {
    return lanes;
  }

  void guard(String condition) {
    guard = condition;
  }

  void know(int inst, String text) {
    known.put(inst, text);
  }

  /**
   * Writes instructions, those known left out.
   *
   * @param kept those whose values go to arrays k…, declared outside
   * @param at where in these arrays the first lane's values go
   * @param reductions what to add to accumulators a…, one for each lane if {@code apart}
   */
  void write(
      List<Integer> insts, Set<Integer> kept, String at, List<Integer> reductions, boolean apart) {
    Map<Integer, String> refs = new HashMap<>(known);
    List<Integer> todo = insts.stream().filter(i -> !known.containsKey(i)).toList();
    kept.forEach(i -> refs.put(i, kept(i, at)));
    writeLoads(todo, kept, at, refs);
    List<Integer> gathered = todo.stream().filter(this::isGathered).toList();
    if (!gathered.isEmpty()) {
      code.unrolled("l", lanes);
      declareAxes(gathered);
      gathered.forEach(i -> code.line("%s = %s;".formatted(refs.get(i), element(i))));
      code.close();
    }
    List<Integer> joined =
        todo.stream().filter(i -> nest.body.get(i) instanceof Inst.Store && isVector(i)).toList();
    joined.forEach(i -> code.line("%s s%d[%d];".formatted(type(i), i, lanes)));
    List<Integer> computed =
        todo.stream().filter(i -> !(nest.body.get(i) instanceof Inst.Load)).toList();
    if (!computed.isEmpty() || !reductions.isEmpty()) {
      if (lanes > 1) {
        code.unrolled("l", lanes);
        declareAxes(computed.stream().filter(i -> !joined.contains(i)).toList());
      }
      computed.forEach(i -> compute(i, kept.contains(i), joined.contains(i), refs));
      for (int i : reductions) {
        Inst.Reduce reduce = (Inst.Reduce) nest.body.get(i);
        String a = "a" + i + (apart && lanes > 1 ? "[l]" : "");
        code.line(Blocks.accumulate(nest, i, a, refs.get(reduce.a())));
      }
      if (lanes > 1) {
        code.close();
      }
    }
    if (!guard.isEmpty() && !joined.isEmpty()) {
      code.open("if (%s)".formatted(guard));
    }
    for (int i : joined) {
      code.line("store%d_%s(%s, s%d);".formatted(lanes, CType.tag(view(i).dtype()), address(i), i));
    }
    if (!guard.isEmpty() && !joined.isEmpty()) {
      code.close();
    }
  }

  /**
   * What is kept of a value.
   *
   * @param at where the first lane's value is
   */
  String kept(int inst, String at) {
    return "k%d[%s%s]".formatted(inst, at, lanes > 1 ? " + l" : "");
  }

  private void writeLoads(
      List<Integer> todo, Set<Integer> kept, String at, Map<Integer, String> refs) {
    for (int i : todo) {
      if (!(nest.body.get(i) instanceof Inst.Load)) {
        continue;
      }
      boolean keep = kept.contains(i);
      if (isVector(i)) {
        if (!keep) {
          code.line("%s v%d[%d];".formatted(type(i), i, lanes));
          refs.put(i, "v%d[l]".formatted(i));
        }
        String to = keep ? "k%d + %s".formatted(i, at) : "v" + i;
        code.line(
            "load%d_%s(%s, %s);".formatted(lanes, CType.tag(view(i).dtype()), to, address(i)));
      } else if (isGathered(i)) {
        if (!keep) {
          code.line("%s v%d[%d];".formatted(type(i), i, lanes));
          refs.put(i, "v%d[l]".formatted(i));
        }
      } else if (keep) {
        keepOne(i, refs);
      } else {
        code.line("const %s v%d = %s;".formatted(type(i), i, element(i)));
        refs.put(i, "v" + i);
      }
    }
  }

  private void keepOne(int i, Map<Integer, String> refs) {
    if (lanes == 1) {
      code.line("%s = %s;".formatted(refs.get(i), element(i)));
      return;
    }
    code.unrolled("l", lanes).line("%s = %s;".formatted(refs.get(i), element(i))).close();
  }

  /** In FLAT form each lane may lie in another row. */
  private void declareAxes(List<Integer> insts) {
    if (form == Form.FLAT && nest.rank > 1) {
      Set<Integer> axes = axes(insts);
      if (!axes.isEmpty()) {
        code.line("const %1$s f = (%1$s)i + l;".formatted(Indices.unsigned(nest)));
        Indices.declare(code, nest, IntStream.range(0, nest.rank).toArray(), "f", axes);
      }
    }
  }

  /** Axes whose index the instructions need by name. */
  Set<Integer> axes(List<Integer> insts) {
    return insts.stream()
        .flatMap(
            i ->
                IntStream.range(0, nest.rank).filter(axis -> needs(nest.body.get(i), axis)).boxed())
        .collect(Collectors.toSet());
  }

  private boolean needs(Inst inst, int axis) {
    return switch (inst) {
      case Inst.Load load -> needs(load.operand(), axis);
      case Inst.Store store -> needs(store.operand(), axis);
      case Inst.Index index -> index.axis() == axis;
      default -> false;
    };
  }

  private boolean needs(int operand, int axis) {
    return !isFlat(operand) && nest.strides[operand][axis] != 0;
  }

  /** Whether an operand is read by position: it lies in the domain's own order. */
  private boolean isFlat(int operand) {
    if (nest.kind != Nest.Kind.MAP) {
      return false;
    }
    long n = 1;
    for (int axis = nest.rank - 1; axis >= 0; axis--) {
      if (nest.strides[operand][axis] != n) {
        return false;
      }
      n *= nest.extents[axis];
    }
    return nest.rank > 0;
  }

  private void compute(int i, boolean keep, boolean joined, Map<Integer, String> refs) {
    if (nest.body.get(i) instanceof Inst.Store store) {
      String place = joined ? "s%d[l]".formatted(i) : element(i);
      String statement = "%s = %s;".formatted(place, refs.get(store.a()));
      if (guard.isEmpty() || joined) {
        code.line(statement);
      } else {
        code.open("if (%s)".formatted(guard)).line(statement).close();
      }
      return;
    }
    String value = expression(nest.body.get(i), refs);
    if (keep) {
      code.line("%s = %s;".formatted(refs.get(i), value));
    } else {
      code.line("const %s v%d = %s;".formatted(register(nest.body.get(i).dtype()), i, value));
      refs.put(i, "v" + i);
    }
  }

  /** What a computed value is held in. */
  private static String register(DType dtype) {
    return dtype == DType.BOOL ? "int" : CType.name(dtype);
  }

  private String expression(Inst inst, Map<Integer, String> refs) {
    return switch (inst) {
      case Inst.Index(int axis, DType dtype) -> {
        String index = isAlong(axis) ? "(x%d + l)".formatted(axis) : "x" + axis;
        yield dtype == DType.BOOL ? index + " != 0" : "(" + CType.name(dtype) + ")" + index;
      }
      case Inst.Unary(var kind, int a, DType dtype) -> Expressions.unary(kind, dtype, refs.get(a));
      case Inst.Binary(var kind, int a, int b, DType dtype) ->
          Expressions.binary(kind, dtype, refs.get(a), refs.get(b));
      case Inst.Compare(var kind, int a, int b) ->
          Expressions.compare(kind, refs.get(a), refs.get(b));
      case Inst.Select(int condition, int a, int b, _) ->
          "%s ? %s : %s".formatted(refs.get(condition), refs.get(a), refs.get(b));
      case Inst.Cast(int a, DType dtype) ->
          Expressions.cast(nest.body.get(a).dtype(), dtype, refs.get(a));
      case Inst.Load _, Inst.Const _, Inst.Reduce _, Inst.Store _ ->
          throw new IllegalArgumentException("nothing to compute: " + inst);
    };
  }

  private boolean isAlong(int axis) {
    return lanes > 1 && axis == nest.rank - 1 && (form == Form.ALONG || nest.rank == 1);
  }

  private int operand(int i) {
    return switch (nest.body.get(i)) {
      case Inst.Load load -> load.operand();
      case Inst.Store store -> store.operand();
      default -> throw new IllegalArgumentException("no operand: " + nest.body.get(i));
    };
  }

  private View view(int i) {
    return nest.operands.get(operand(i));
  }

  private String type(int i) {
    return CType.name(view(i).dtype());
  }

  /** Whether the lanes of a load or store lie beside each other, and aligned to all of them. */
  private boolean isVector(int i) {
    return switch (nest.body.get(i)) {
      case Inst.Load load -> isVector(nest, load.operand(), lanes, form);
      case Inst.Store store -> isVector(nest, store.operand(), lanes, form);
      default -> false;
    };
  }

  /** Whether the lanes of an operand lie beside each other, and aligned to all of them. */
  static boolean isVector(Nest nest, int operand, int lanes, Form form) {
    long[] strides = nest.strides[operand];
    if (!nest.aligned
        || lanes == 1
        || nest.rank == 0
        || nest.operands.get(operand).offset() % lanes != 0) {
      return false;
    }
    boolean aligned = strides[nest.rank - 1] == 1;
    long n = nest.extents[nest.rank - 1];
    for (int axis = nest.rank - 2; axis >= 0; axis--) {
      aligned &= form == Form.ALONG ? strides[axis] % lanes == 0 : strides[axis] == n;
      n *= nest.extents[axis];
    }
    return aligned;
  }

  /** Whether each lane of a load or store is by itself. */
  private boolean isGathered(int i) {
    if (!(nest.body.get(i) instanceof Inst.Load load) || lanes == 1 || isVector(i)) {
      return false;
    }
    return (form == Form.FLAT && nest.rank > 1) || nest.strides[load.operand()][nest.rank - 1] != 0;
  }

  /** An lvalue: the element of a load or store at the lane. */
  private String element(int i) {
    int operand = operand(i);
    boolean along = lanes > 1 && nest.rank > 0 && (form == Form.ALONG || nest.rank == 1);
    long stride = along ? nest.strides[operand][nest.rank - 1] : 0;
    boolean flatLane = lanes > 1 && form == Form.FLAT && nest.rank > 1 && isFlat(operand);
    String lane = flatLane || stride == 1 ? " + l" : stride == 0 ? "" : " + l * " + stride;
    return "p%d[%s%s]".formatted(operand, offset(operand), lane);
  }

  /** Address of the first lane. */
  private String address(int i) {
    int operand = operand(i);
    return "p%d + %s".formatted(operand, offset(operand));
  }

  /** Position of the first lane. */
  private String offset(int operand) {
    long start = nest.operands.get(operand).offset();
    if (isFlat(operand)) {
      return "i" + (start == 0 ? "" : " + " + start);
    }
    String terms =
        IntStream.range(0, nest.rank)
            .filter(axis -> nest.strides[operand][axis] != 0)
            .mapToObj(
                axis -> {
                  long stride = nest.strides[operand][axis];
                  return "x" + axis + (stride == 1 ? "" : " * " + stride);
                })
            .collect(Collectors.joining(" + "));
    return terms.isEmpty() ? Long.toString(start) : start == 0 ? terms : terms + " + " + start;
  }
}
