package jacobi.graph;

import java.util.List;

/**
 * The primitives. Each is a value (two equal records mean the same computation), takes its operands
 * from a {@link Node}, and knows the one rule that gives the type of its result. Nothing broadcasts
 * implicitly and nothing converts implicitly: {@link Broadcast} and {@link Cast} say so. Everything
 * that is not here is composed of what is here.
 */
public sealed interface Op
    permits Op.Input,
        Op.Constant,
        Op.Iota,
        Op.Random,
        Op.Unary,
        Op.Binary,
        Op.Compare,
        Op.Select,
        Op.Cast,
        Op.Reduce,
        Op.ArgMax,
        Op.CumSum,
        Op.Reshape,
        Op.Permute,
        Op.Broadcast,
        Op.Slice,
        Op.Flip,
        Op.Detach,
        Op.Pad,
        Op.Concat,
        Op.Gather,
        Op.ScatterAdd,
        Op.FirstEqual,
        Op.MatMul,
        Op.Scan,
        Convolution {

  /** Element type and shape of the result, or a {@link ShapeException}. */
  Type type(List<Type> in);

  /** Lower-case name for messages and printed graphs. */
  default String label() {
    return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }

  /** Element type and shape. */
  record Type(DType dtype, Shape shape) {
    @Override
    public String toString() {
      return dtype + shape.toString();
    }
  }

  // --- leaves -----------------------------------------------------------------------------------

  /** A value that exists outside the graph: data, a parameter, an argument. */
  record Input(Type type) implements Op {
    @Override
    public Type type(List<Type> in) {
      return type;
    }
  }

  /**
   * A scalar known when the graph is built. Floating values as raw double bits, others as they are.
   */
  record Constant(DType dtype, long bits) implements Op {
    public static Constant of(DType dtype, double value) {
      return switch (dtype) {
        case FLOAT32 -> new Constant(dtype, Double.doubleToRawLongBits((float) value));
        case FLOAT64 -> new Constant(dtype, Double.doubleToRawLongBits(value));
        case INT32 -> new Constant(dtype, (int) value);
        case INT64 -> new Constant(dtype, (long) value);
        case BOOL -> new Constant(dtype, value == 0 ? 0 : 1);
      };
    }

    public static Constant of(DType dtype, long value) {
      return switch (dtype) {
        case FLOAT32, FLOAT64 -> of(dtype, (double) value);
        case INT32 -> new Constant(dtype, (int) value);
        case INT64 -> new Constant(dtype, value);
        case BOOL -> new Constant(dtype, value == 0 ? 0 : 1);
      };
    }

    public double asDouble() {
      return dtype.isFloating() ? Double.longBitsToDouble(bits) : bits;
    }

    public long asLong() {
      return dtype.isFloating() ? (long) Double.longBitsToDouble(bits) : bits;
    }

    @Override
    public Type type(List<Type> in) {
      return new Type(dtype, Shape.scalar());
    }
  }

  /** The index along an axis: 0, 1, 2, … */
  record Iota(DType dtype, Shape shape, int axis) implements Op {
    @Override
    public Type type(List<Type> in) {
      return new Type(dtype, shape);
    }
  }

  /**
   * Counter-based random numbers (Philox 4x32-10; Salmon et al. 2011). One int64 scalar operand is
   * the key; element i of stream {@code salt} depends on key, salt and i only. Floating types:
   * uniform in [0, 1). Integers: all bits random.
   */
  record Random(DType dtype, Shape shape, long salt) implements Op {
    @Override
    public Type type(List<Type> in) {
      Type key = in.getFirst();
      if (key.dtype != DType.INT64 || key.shape.rank() != 0) {
        throw new ShapeException("[random] the key is an int64 scalar, not " + key);
      }
      return new Type(dtype, shape);
    }
  }

  // --- element-wise -----------------------------------------------------------------------------

  enum UnaryKind {
    NEG,
    ABS,
    SIGN,
    FLOOR,
    CEIL,
    /** Half to even, as NumPy and PyTorch. */
    ROUND,
    SQRT,
    EXP,
    EXPM1,
    LOG,
    LOG1P,
    SIN,
    COS,
    TANH,
    ERF,
    /** Logical negation of a bool. */
    NOT;

    /** Whether integers have it too. */
    public boolean onIntegers() {
      return this == NEG || this == ABS || this == SIGN;
    }
  }

  /** One operand, same shape and type. */
  record Unary(UnaryKind kind) implements Op {
    @Override
    public Type type(List<Type> in) {
      Type a = in.getFirst();
      boolean ok =
          kind == UnaryKind.NOT
              ? a.dtype == DType.BOOL
              : a.dtype.isFloating() || (a.dtype.isInteger() && kind.onIntegers());
      if (!ok) {
        throw new ShapeException("[" + label() + "] is not defined for " + a.dtype);
      }
      return a;
    }

    @Override
    public String label() {
      return kind.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  enum BinaryKind {
    ADD,
    SUB,
    MUL,
    /** Integers: towards zero, as Java. */
    DIV,
    /** NaN if either is NaN. */
    MAX,
    MIN,
    /** Floating types only. */
    POW,
    /** Bools (logical) and integers (bitwise). */
    AND,
    OR,
    XOR
  }

  /** Two operands of the same shape and type. */
  record Binary(BinaryKind kind) implements Op {
    @Override
    public Type type(List<Type> in) {
      Type a = same(this, in);
      boolean ok =
          switch (kind) {
            case ADD, SUB, MUL, DIV, MAX, MIN -> a.dtype != DType.BOOL;
            case POW -> a.dtype.isFloating();
            case AND, OR, XOR -> !a.dtype.isFloating();
          };
      if (!ok) {
        throw new ShapeException("[" + label() + "] is not defined for " + a.dtype);
      }
      return a;
    }

    @Override
    public String label() {
      return kind.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  enum CompareKind {
    LT,
    LE,
    EQ,
    NE
  }

  /**
   * Two operands of the same shape and type give a bool. Any comparison with NaN but NE is false.
   */
  record Compare(CompareKind kind) implements Op {
    @Override
    public Type type(List<Type> in) {
      return new Type(DType.BOOL, same(this, in).shape);
    }

    @Override
    public String label() {
      return kind.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Operands (bool condition, value if true, value if false), all of one shape. */
  record Select() implements Op {
    @Override
    public Type type(List<Type> in) {
      Type c = in.get(0);
      Type a = in.get(1);
      if (c.dtype != DType.BOOL || !a.equals(in.get(2)) || !c.shape.equals(a.shape)) {
        throw new ShapeException(
            "[select] needs bool, value, value of one shape and type, not " + in);
      }
      return a;
    }
  }

  /**
   * Converts elements: floating to integer truncates and saturates as Java, anything to bool is
   * "not 0".
   */
  record Cast(DType dtype) implements Op {
    @Override
    public Type type(List<Type> in) {
      return new Type(dtype, in.getFirst().shape);
    }
  }

  // --- reductions -------------------------------------------------------------------------------

  enum ReduceKind {
    /** 0 for no elements. */
    SUM(BinaryKind.ADD),
    /** 1 for no elements. */
    PROD(BinaryKind.MUL),
    /** -infinity (or the least integer) for no elements; NaN if any is NaN. */
    MAX(BinaryKind.MAX),
    MIN(BinaryKind.MIN);

    private final BinaryKind combining;

    ReduceKind(BinaryKind combining) {
      this.combining = combining;
    }

    /** What puts two results, or a result and one more element, together. */
    public BinaryKind combining() {
      return combining;
    }
  }

  /** Reduces axes to extent 1. Sorted, distinct axes. */
  record Reduce(ReduceKind kind, Ints axes) implements Op {
    @Override
    public Type type(List<Type> in) {
      Type a = in.getFirst();
      if (a.dtype == DType.BOOL) {
        throw new ShapeException("[" + label() + "] is not defined for bool; cast it first");
      }
      int[] d = a.shape.dims();
      for (int i = 0; i < axes.size(); i++) {
        d[axes.get(i)] = 1;
      }
      return new Type(a.dtype, Shape.of(d));
    }

    @Override
    public String label() {
      return kind.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Index (int64) of the first greatest element along an axis, whose extent becomes 1. NaN counts
   * as greatest.
   */
  record ArgMax(int axis) implements Op {
    @Override
    public Type type(List<Type> in) {
      Shape s = in.getFirst().shape;
      if (s.dim(axis) == 0) {
        throw new ShapeException("[argmax] axis " + axis + " of " + s + " has no elements");
      }
      return new Type(DType.INT64, s.with(axis, 1));
    }
  }

  /** Running sum along an axis, from its beginning, or from its end if reversed. */
  record CumSum(int axis, boolean reverse) implements Op {
    @Override
    public Type type(List<Type> in) {
      if (in.getFirst().dtype == DType.BOOL) {
        throw new ShapeException("[cumsum] is not defined for bool; cast it first");
      }
      return in.getFirst();
    }
  }

  // --- views: the same elements under another index ---------------------------------------------

  record Reshape(Shape shape) implements Op {
    @Override
    public Type type(List<Type> in) {
      Type a = in.getFirst();
      if (a.shape.size() != shape.size()) {
        throw new ShapeException(
            "[reshape] "
                + a.shape
                + " has "
                + a.shape.size()
                + " elements, "
                + shape
                + " has "
                + shape.size());
      }
      return new Type(a.dtype, shape);
    }
  }

  /** Result axis i is operand axis {@code axes[i]}. */
  record Permute(Ints axes) implements Op {
    @Override
    public Type type(List<Type> in) {
      Type a = in.getFirst();
      boolean[] seen = new boolean[a.shape.rank()];
      boolean ok = axes.size() == seen.length;
      for (int i = 0; ok && i < axes.size(); i++) {
        int x = axes.get(i);
        ok = x >= 0 && x < seen.length && !seen[x];
        if (ok) {
          seen[x] = true;
        }
      }
      if (!ok) {
        throw new ShapeException(
            "[permute] " + axes + " is not a permutation of the axes of " + a.shape);
      }
      int[] d = new int[axes.size()];
      for (int i = 0; i < d.length; i++) {
        d[i] = a.shape.dim(axes.get(i));
      }
      return new Type(a.dtype, Shape.of(d));
    }
  }

  /** Stretches axes of extent 1; the rank stays (a reshape adds axes). */
  record Broadcast(Shape shape) implements Op {
    @Override
    public Type type(List<Type> in) {
      Type a = in.getFirst();
      boolean ok = a.shape.rank() == shape.rank();
      for (int i = 0; ok && i < shape.rank(); i++) {
        ok = a.shape.dim(i) == shape.dim(i) || a.shape.dim(i) == 1;
      }
      if (!ok) {
        throw new ShapeException("[broadcast] " + a.shape + " does not stretch to " + shape);
      }
      return new Type(a.dtype, shape);
    }
  }

  /** Elements start, start+step, … (count of them) along each axis; steps are positive. */
  record Slice(Ints starts, Ints counts, Ints steps) implements Op {
    @Override
    public Type type(List<Type> in) {
      Type a = in.getFirst();
      boolean ok =
          starts.size() == a.shape.rank()
              && counts.size() == starts.size()
              && steps.size() == starts.size();
      for (int i = 0; ok && i < starts.size(); i++) {
        long last = starts.get(i) + (long) (counts.get(i) - 1) * steps.get(i);
        ok =
            starts.get(i) >= 0
                && counts.get(i) >= 0
                && steps.get(i) > 0
                && (counts.get(i) == 0 ? starts.get(i) <= a.shape.dim(i) : last < a.shape.dim(i));
      }
      if (!ok) {
        throw new ShapeException(
            "[slice] starts "
                + starts
                + " counts "
                + counts
                + " steps "
                + steps
                + " leave a tensor of shape "
                + a.shape);
      }
      return new Type(a.dtype, Shape.of(counts.toArray()));
    }
  }

  /** Reverses axes. */
  record Flip(Ints axes) implements Op {
    @Override
    public Type type(List<Type> in) {
      return in.getFirst();
    }
  }

  /** The same elements, but no gradient flows through. */
  record Detach() implements Op {
    @Override
    public Type type(List<Type> in) {
      return in.getFirst();
    }
  }

  /** Zeros before, after and between (interior) the elements of each axis. */
  record Pad(Ints before, Ints after, Ints interior) implements Op {
    @Override
    public Type type(List<Type> in) {
      Type a = in.getFirst();
      boolean ok =
          before.size() == a.shape.rank()
              && after.size() == before.size()
              && interior.size() == before.size();
      int[] d = a.shape.dims();
      for (int i = 0; ok && i < d.length; i++) {
        ok = before.get(i) >= 0 && after.get(i) >= 0 && interior.get(i) >= 0;
        d[i] = before.get(i) + d[i] + Math.max(0, d[i] - 1) * interior.get(i) + after.get(i);
      }
      if (!ok) {
        throw new ShapeException(
            "[pad] before "
                + before
                + " after "
                + after
                + " interior "
                + interior
                + " do not fit "
                + a.shape);
      }
      return new Type(a.dtype, Shape.of(d));
    }
  }

  /** Joins two or more operands along an axis. */
  record Concat(int axis) implements Op {
    @Override
    public Type type(List<Type> in) {
      Type a = in.getFirst();
      long n = 0;
      for (Type t : in) {
        if (t.dtype != a.dtype
            || t.shape.rank() != a.shape.rank()
            || !t.shape.with(axis, 0).equals(a.shape.with(axis, 0))) {
          throw new ShapeException("[concat] " + a + " and " + t + " differ off axis " + axis);
        }
        n += t.shape.dim(axis);
      }
      return new Type(a.dtype, a.shape.with(axis, Math.toIntExact(n)));
    }
  }

  // --- indexed ----------------------------------------------------------------------------------

  /**
   * Operands (data, integer indices): rows of {@code data} along its axis 0, so data [V, d…] and
   * indices [i…] give [i…, d…]. An index outside 0..V-1 is an error when it runs.
   */
  record Gather() implements Op {
    @Override
    public Type type(List<Type> in) {
      Type data = in.get(0);
      Type at = in.get(1);
      if (data.shape.rank() == 0 || !at.dtype.isInteger()) {
        throw new ShapeException(
            "[gather] needs rows and integer indices, not " + data + " at " + at);
      }
      int[] d = new int[at.shape.rank() + data.shape.rank() - 1];
      for (int i = 0; i < d.length; i++) {
        d[i] = i < at.shape.rank() ? at.shape.dim(i) : data.shape.dim(i - at.shape.rank() + 1);
      }
      return new Type(data.dtype, Shape.of(d));
    }
  }

  /**
   * Operands (base [V, d…], integer indices [i…], rows [i…, d…]): base with every row added at its
   * index, in index order. The gradient of {@link Gather}.
   */
  record ScatterAdd() implements Op {
    @Override
    public Type type(List<Type> in) {
      Type rows = new Gather().type(in.subList(0, 2));
      if (!rows.equals(in.get(2))) {
        throw new ShapeException("[scatteradd] rows are " + in.get(2) + ", expected " + rows);
      }
      return in.getFirst();
    }
  }

  /**
   * For each of some integers [n] the position of the first that is equal to it, int32. Rows to be
   * added at indices that come more than once are added up where each index comes first, without a
   * table as long as the range of indices.
   */
  record FirstEqual() implements Op {
    @Override
    public Type type(List<Type> in) {
      Type a = in.getFirst();
      if (!a.dtype.isInteger() || a.shape.rank() != 1) {
        throw new ShapeException("[firstequal] needs integers of shape [n], not " + a);
      }
      return new Type(DType.INT32, a.shape);
    }
  }

  // --- products ---------------------------------------------------------------------------------

  /** [batch…, m, k] x [batch…, k, n] gives [batch…, m, n]; floating types. */
  record MatMul() implements Op {
    @Override
    public Type type(List<Type> in) {
      Type a = in.get(0);
      Type b = in.get(1);
      int r = a.shape.rank();
      if (a.dtype != b.dtype || !a.dtype.isFloating() || r < 2 || b.shape.rank() != r) {
        throw new ShapeException(
            "[matmul] needs two floating matrices of one type, not " + a + " x " + b);
      }
      if (a.shape.dim(-1) != b.shape.dim(-2)) {
        throw new ShapeException(
            "[matmul] inner dimensions differ: "
                + a.shape
                + " x "
                + b.shape
                + "; "
                + a.shape.dim(-1)
                + " is not "
                + b.shape.dim(-2));
      }
      for (int i = 0; i < r - 2; i++) {
        if (a.shape.dim(i) != b.shape.dim(i)) {
          throw new ShapeException(
              "[matmul] batch dimensions differ: " + a.shape + " x " + b.shape);
        }
      }
      return new Type(a.dtype, a.shape.with(r - 1, b.shape.dim(-1)));
    }
  }

  // --- repetition -------------------------------------------------------------------------------

  /**
   * Applies a body to one step after the other. Operands: {@code consts} values that every step
   * sees whole, the {@code carries} before the first step, {@code sequences} of shape [steps, …].
   * The body maps (consts…, carries…, one step of each sequence…) to (next carries…, further
   * outputs…), all of one floating type. The result is flat: of each output in turn all steps
   * [steps, …], one behind the other; {@link #offset} says where each begins. Reversed, it begins
   * with the last step; what a step puts out lies at the step's own index either way.
   */
  record Scan(Body body, int consts, int carries, int sequences, int steps, boolean reverse)
      implements Op {
    @Override
    public Type type(List<Type> in) {
      return ScanRules.type(this, in);
    }

    /** Where in the result the steps of an output begin, counted in elements. */
    public long offset(int output) {
      long at = 0;
      for (Node n : body.outputs().subList(0, output)) {
        at += steps * n.shape().size();
      }
      return at;
    }
  }

  private static Type same(Op op, List<Type> in) {
    Type a = in.get(0);
    if (!a.equals(in.get(1))) {
      throw new ShapeException("[" + op.label() + "] operands differ: " + a + " and " + in.get(1));
    }
    return a;
  }
}
