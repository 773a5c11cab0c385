package jacobi.testkit;

import static jacobi.graph.DType.FLOAT32;
import static jacobi.graph.DType.FLOAT64;

import jacobi.graph.Convolution;
import jacobi.graph.DType;
import jacobi.graph.Graph;
import jacobi.graph.Node;
import jacobi.graph.Op;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.ReduceKind;
import jacobi.graph.Op.UnaryKind;
import jacobi.graph.Shape;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/**
 * How far a correct backend's result may lie from the reference's, element by element: a running
 * error analysis (Higham, Accuracy and Stability of Numerical Algorithms, chapter 3). It follows
 * rounding errors through the graph, so that ill-conditioned elements get wide bounds and exact
 * ones none at all, and a comparison that rounding could decide either way makes what follows from
 * it unbounded.
 *
 * <p>A bound of 0 demands the same value, infinity allows anything.
 */
public final class ErrorBounds {
  private static final double UNKNOWN = Double.POSITIVE_INFINITY;

  /** Roundings allowed to an arithmetic operation, and to a function of vectorised mathematics. */
  private static final double ARITHMETIC = 2;

  private static final double FUNCTION = 8;

  private final Map<Node, Data> values;
  private final Map<Node, Data> bounds;

  private ErrorBounds(Map<Node, Data> values, Map<Node, Data> bounds) {
    this.values = values;
    this.bounds = bounds;
  }

  /**
   * Bounds of a node (float64, of its shape).
   *
   * @param values the reference's values of the node and its operands
   * @param bounds the bounds of its operands
   */
  public static Data of(Node n, Map<Node, Data> values, Map<Node, Data> bounds) {
    ErrorBounds e = new ErrorBounds(values, bounds);
    return e.settle(n, e.bound(n));
  }

  /** Bounds of every node of a graph, given the reference's values. */
  public static Map<Node, Data> of(Graph graph, Map<Node, Data> values) {
    return of(graph, values, Map.of());
  }

  /** As {@link #of(Graph, Map)}, with bounds of some inputs, which else are exact. */
  static Map<Node, Data> of(Graph graph, Map<Node, Data> values, Map<Node, Data> given) {
    Map<Node, Data> bounds = new IdentityHashMap<>(given);
    for (Node n : graph.nodes()) {
      if (!bounds.containsKey(n)) {
        bounds.put(n, of(n, values, bounds));
      }
    }
    return bounds;
  }

  /** What cannot be told is unknown, and integers are either right or unknown. */
  private Data settle(Node n, Data bound) {
    boolean floating = n.dtype().isFloating();
    return generate(
        n.shape(),
        i -> {
          double b = bound.get(i);
          return Double.isNaN(b) || (!floating && b != 0) ? UNKNOWN : b;
        });
  }

  private Data bound(Node n) {
    return switch (n.op()) {
      case Op.Input input -> Data.zeros(FLOAT64, n.shape());
      case Op.Constant constant -> Data.zeros(FLOAT64, n.shape());
      case Op.Iota iota -> Data.zeros(FLOAT64, n.shape());
      case Op.Random random -> generate(n.shape(), i -> error(n.input(0)).get(0));
      case Op.Unary u -> unary(u.kind(), n);
      case Op.Binary b -> binary(b.kind(), n);
      case Op.Compare compare -> compare(n);
      case Op.Select select -> select(n);
      case Op.Cast cast -> cast(n);
      case Op.Reduce reduce -> reduce(reduce, n);
      case Op.ArgMax argMax -> argMax(argMax.axis(), n);
      case Op.CumSum sum -> summed(n, sum, List.of(error(n.input(0))), List.of(size(n.input(0))));
      case Op.Reshape op -> moved(n);
      case Op.Permute op -> moved(n);
      case Op.Broadcast op -> moved(n);
      case Op.Slice op -> moved(n);
      case Op.Flip op -> moved(n);
      case Op.Detach op -> moved(n);
      case Op.Pad op -> moved(n);
      case Op.Concat op -> moved(n);
      case Op.Gather gather -> gather(n);
      case Op.ScatterAdd scatter -> scatterAdd(n);
      case Op.FirstEqual first -> firstEqual(n);
      case Op.MatMul matMul -> product(n, n.input(0).shape().dim(-1));
      case Convolution c -> product(n, terms(c, n));
      case Op.Scan scan ->
          ScanSteps.bounds(
              scan,
              n.inputs().stream().map(values::get).toList(),
              n.inputs().stream().map(this::error).toList());
    };
  }

  private Data unary(UnaryKind kind, Node n) {
    Data x = values.get(n.input(0));
    Data y = values.get(n);
    Data e = error(n.input(0));
    if (!n.dtype().isFloating()) {
      return e;
    }
    double u = roundoff(n.dtype()) * FUNCTION;
    return generate(
        n.shape(),
        i -> {
          double v = x.get(i);
          double d = e.get(i);
          double spread =
              switch (kind) {
                case NEG, ABS -> d;
                case SIGN -> Math.abs(v) > d || d == 0 ? 0 : UNKNOWN;
                case FLOOR -> step(Math.floor(v - d), Math.floor(v + d));
                case CEIL -> step(Math.ceil(v - d), Math.ceil(v + d));
                case ROUND -> step(Math.rint(v - d), Math.rint(v + d));
                // A function of a bounded slope; the argument's reduction loses what it is large
                // by.
                case SIN, COS -> d + u * (1 + Math.abs(v) / 16);
                case TANH, ERF -> Math.min(2, 1.2 * d) + u * Math.abs(y.get(i));
                case SQRT -> range(Math.sqrt(v - d), Math.sqrt(v + d)) + u * y.get(i);
                case EXP -> range(Math.exp(v - d), Math.exp(v + d)) + u * y.get(i);
                case EXPM1 -> range(Math.expm1(v - d), Math.expm1(v + d)) + u * Math.abs(y.get(i));
                case LOG -> range(Math.log(v - d), Math.log(v + d)) + u * Math.abs(y.get(i));
                case LOG1P -> range(Math.log1p(v - d), Math.log1p(v + d)) + u * Math.abs(y.get(i));
                case NOT -> UNKNOWN;
              };
          boolean finite = Double.isFinite(y.get(i));
          boolean overflow = !finite && Double.isFinite(v) && (kind == UnaryKind.EXP);
          double flushed = spread == 0 ? 0 : smallest(n.dtype());
          return finite ? spread + flushed : d == 0 && !overflow ? 0 : UNKNOWN;
        });
  }

  private Data binary(BinaryKind kind, Node n) {
    Data a = values.get(n.input(0));
    Data b = values.get(n.input(1));
    Data r = values.get(n);
    Data ea = error(n.input(0));
    Data eb = error(n.input(1));
    if (!n.dtype().isFloating()) {
      return generate(n.shape(), i -> ea.get(i) + eb.get(i));
    }
    double u = roundoff(n.dtype());
    return generate(
        n.shape(),
        i -> {
          double x = a.get(i);
          double y = b.get(i);
          double dx = ea.get(i);
          double dy = eb.get(i);
          double z = r.get(i);
          if (!Double.isFinite(z)) {
            boolean overflow = Double.isFinite(x) && Double.isFinite(y) && !(y == 0);
            return dx == 0 && dy == 0 && !overflow ? 0 : UNKNOWN;
          }
          double rounding = ARITHMETIC * u * Math.abs(z) + smallest(n.dtype());
          boolean exact = dx == 0 && dy == 0 && isCoarse(x) && isCoarse(y);
          return switch (kind) {
            case ADD, SUB -> dx + dy + (exact ? 0 : rounding);
            case MUL -> Math.abs(x) * dy + Math.abs(y) * dx + dx * dy + (exact ? 0 : rounding);
            case DIV ->
                Math.abs(y) > dy
                    ? (dx + Math.abs(z) * dy) / (Math.abs(y) - dy) + rounding
                    : UNKNOWN;
            case MAX, MIN -> Math.max(dx, dy);
            case POW -> {
              double corners =
                  Math.max(
                      range(Math.pow(x - dx, y - dy), Math.pow(x + dx, y + dy), z),
                      range(Math.pow(x - dx, y + dy), Math.pow(x + dx, y - dy), z));
              double condition = x == 0 ? 1 : 1 + Math.abs(y * Math.log(Math.abs(x)));
              yield corners + FUNCTION * condition * rounding;
            }
            case AND, OR, XOR -> UNKNOWN;
          };
        });
  }

  private Data compare(Node n) {
    Data a = values.get(n.input(0));
    Data b = values.get(n.input(1));
    Data ea = error(n.input(0));
    Data eb = error(n.input(1));
    return generate(
        n.shape(),
        i -> {
          double e = ea.get(i) + eb.get(i);
          return e == 0 || Math.abs(a.get(i) - b.get(i)) > e ? 0 : UNKNOWN;
        });
  }

  private Data select(Node n) {
    Data taken =
        Interpreter.apply(
            n.op(), List.of(values.get(n.input(0)), error(n.input(1)), error(n.input(2))));
    Data condition = error(n.input(0));
    return generate(n.shape(), i -> taken.get(i) + condition.get(i));
  }

  private Data cast(Node n) {
    Data x = values.get(n.input(0));
    Data y = values.get(n);
    Data e = error(n.input(0));
    return generate(
        n.shape(),
        i -> {
          double v = x.get(i);
          double d = e.get(i);
          return switch (n.dtype()) {
            case BOOL -> d == 0 || Math.abs(v) > d ? 0 : UNKNOWN;
            case INT32, INT64 ->
                d == 0 ? 0 : Math.abs(v) < 1e6 ? step(truncated(v - d), truncated(v + d)) : UNKNOWN;
            case FLOAT64 -> d;
            case FLOAT32 -> y.get(i) == v || d == 0 ? d : d + roundoff(FLOAT32) * Math.abs(v);
          };
        });
  }

  private Data reduce(Op.Reduce op, Node n) {
    Data e = error(n.input(0));
    Data size = size(n.input(0));
    return switch (op.kind()) {
      case SUM -> summed(n, op, List.of(e), List.of(size));
      case MAX, MIN ->
          positive(Interpreter.apply(new Op.Reduce(ReduceKind.MAX, op.axes()), List.of(e)));
      // |prod(v + d) - prod(v)| <= prod(|v| + |d|) - prod |v|
      case PROD -> {
        if (!n.dtype().isFloating()) {
          yield Interpreter.apply(new Op.Reduce(ReduceKind.SUM, op.axes()), List.of(e));
        }
        Data wide = generate(e.shape(), i -> size.get(i) + e.get(i));
        Data widest = Interpreter.apply(op, List.of(wide));
        Data least = Interpreter.apply(op, List.of(size));
        double u = ARITHMETIC * roundoff(n.dtype()) * count(n.input(0).shape(), n.shape());
        yield generate(
            n.shape(), i -> widest.get(i) - least.get(i) + u * widest.get(i) + smallest(n.dtype()));
      }
    };
  }

  /** Sums move errors as they move values, and round in proportion to the sum of the sizes. */
  private Data summed(Node n, Op op, List<Data> errors, List<Data> sizes) {
    Data moved = Interpreter.apply(op, errors);
    if (!n.dtype().isFloating()) {
      return moved;
    }
    Data total = Interpreter.apply(op, sizes);
    Node summand = n.input(n.inputs().size() - 1);
    boolean coarse =
        n.inputs().stream().filter(i -> i.dtype().isFloating()).allMatch(this::isCoarse);
    double terms = Math.max(1, (double) summand.shape().size() / Math.max(1, n.shape().size()));
    terms = op instanceof Op.Reduce ? terms : longest(summand.shape());
    double u = (ARITHMETIC + terms) * roundoff(n.dtype());
    return generate(
        n.shape(),
        i -> {
          boolean exact = coarse && moved.get(i) == 0 && total.get(i) < 1 << 18;
          return moved.get(i) + (exact ? 0 : u * total.get(i) + smallest(n.dtype()));
        });
  }

  private Data argMax(int axis, Node n) {
    Data a = values.get(n.input(0));
    Data e = error(n.input(0));
    Shape from = n.input(0).shape();
    long stride = from.strides()[axis];
    Data best = values.get(n);
    return generate(
        n.shape(),
        i -> {
          long first = i / stride * stride * from.dim(axis) + i % stride;
          long winner = first + best.getLong(i) * stride;
          for (int k = 0; k < from.dim(axis); k++) {
            long at = first + k * stride;
            double d = e.get(at) + e.get(winner);
            if (at != winner && d != 0 && !(a.get(winner) - a.get(at) > d)) {
              return UNKNOWN;
            }
          }
          return 0;
        });
  }

  private Data moved(Node n) {
    return Interpreter.apply(n.op(), n.inputs().stream().map(this::error).toList());
  }

  private Data gather(Node n) {
    Data moved = Interpreter.apply(n.op(), List.of(error(n.input(0)), values.get(n.input(1))));
    return isCertain(n.input(1)) ? moved : generate(n.shape(), i -> UNKNOWN);
  }

  private Data firstEqual(Node n) {
    return generate(n.shape(), i -> isCertain(n.input(0)) ? 0 : UNKNOWN);
  }

  private Data scatterAdd(Node n) {
    if (!isCertain(n.input(1))) {
      return generate(n.shape(), i -> UNKNOWN);
    }
    Data at = values.get(n.input(1));
    return summed(
        n,
        n.op(),
        List.of(error(n.input(0)), at, error(n.input(2))),
        List.of(size(n.input(0)), at, size(n.input(2))));
  }

  /** |(A + dA)(B + dB) - AB| <= |A| |dB| + |dA| |B| + |dA| |dB|, and rounding. */
  private Data product(Node n, double terms) {
    Data a = size(n.input(0));
    Data b = size(n.input(1));
    Data ea = error(n.input(0));
    Data wideA = generate(a.shape(), i -> a.get(i) + ea.get(i));
    Data first = Interpreter.apply(n.op(), List.of(wideA, error(n.input(1))));
    Data second = Interpreter.apply(n.op(), List.of(ea, b));
    Data total = Interpreter.apply(n.op(), List.of(a, b));
    boolean coarse = isCoarse(n.input(0)) && isCoarse(n.input(1));
    double u = (ARITHMETIC + terms) * roundoff(n.dtype());
    return generate(
        n.shape(),
        i -> {
          double moved = first.get(i) + second.get(i);
          boolean exact = coarse && moved == 0 && total.get(i) < 1 << 13;
          return moved + (exact ? 0 : u * total.get(i) + smallest(n.dtype()));
        });
  }

  /** How many products are summed at most. */
  private static double terms(Convolution c, Node n) {
    Shape b = n.input(1).shape();
    boolean byOutput = c instanceof Convolution.Conv;
    return (double) b.size() / Math.max(1, b.dim(byOutput ? 0 : -1));
  }

  private Data error(Node n) {
    return bounds.get(n);
  }

  /** Absolute values as float64. */
  private Data size(Node n) {
    Data v = values.get(n);
    return generate(n.shape(), i -> Math.abs(v.get(i)));
  }

  private boolean isCertain(Node n) {
    Data e = error(n);
    for (long i = 0; i < e.size(); i++) {
      if (e.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isCoarse(Node n) {
    Data v = values.get(n);
    for (long i = 0; i < v.size(); i++) {
      if (!isCoarse(v.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Multiples of 1/32 below 64: sums and products of two of them are exact in float32. */
  private static boolean isCoarse(double v) {
    return Math.abs(v) < 64 && v * 32 == Math.rint(v * 32);
  }

  /** The greatest of no bounds is none. */
  private static Data positive(Data e) {
    return generate(e.shape(), i -> Math.max(0, e.get(i)));
  }

  private static double truncated(double v) {
    return v < 0 ? Math.ceil(v) : Math.floor(v);
  }

  private static double step(double low, double high) {
    return low == high ? 0 : UNKNOWN;
  }

  private static double range(double low, double high) {
    return high - low;
  }

  private static double range(double a, double b, double around) {
    return Math.max(Math.abs(a - around), Math.abs(b - around));
  }

  private static double longest(Shape shape) {
    return Math.max(1, shape.size());
  }

  private static double count(Shape from, Shape to) {
    return Math.max(1, from.size() / Math.max(1, to.size()));
  }

  private static double roundoff(DType dtype) {
    return dtype == FLOAT32 ? 0x1p-24 : 0x1p-53;
  }

  /** Results this small may be flushed to zero. */
  private static double smallest(DType dtype) {
    return dtype == FLOAT32 ? 0x1p-125 : 0x1p-1021;
  }

  private static Data generate(Shape shape, LongToDoubleFunction f) {
    return Data.generate(FLOAT64, shape, f);
  }
}
