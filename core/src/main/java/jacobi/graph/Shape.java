package jacobi.graph;

import java.util.Arrays;

/** The extents of a tensor, outermost first. Rank 0 is a scalar; an extent may be 0. Immutable. */
public final class Shape {
  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;
  private final long size;
  private final int hash;

  private Shape(int[] dims) {
    this.dims = dims;
    long n = 1;
    for (int d : dims) {
      if (d < 0) {
        throw new ShapeException("shape " + Arrays.toString(dims) + " has a negative extent");
      }
      try {
        n = Math.multiplyExact(n, d);
      } catch (ArithmeticException e) {
        throw new ShapeException("shape " + Arrays.toString(dims) + " has too many elements");
      }
    }
    this.size = n;
    this.hash = Arrays.hashCode(dims);
  }

  public static Shape of(int... dims) {
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  public static Shape scalar() {
    return SCALAR;
  }

  public int rank() {
    return dims.length;
  }

  /** Extent of an axis; negative axes count from the end. */
  public int dim(int axis) {
    return dims[axis < 0 ? axis + dims.length : axis];
  }

  /** Number of elements. */
  public long size() {
    return size;
  }

  public int[] dims() {
    return dims.clone();
  }

  /** The same shape with one extent changed. */
  public Shape with(int axis, int extent) {
    int[] d = dims.clone();
    d[axis] = extent;
    return new Shape(d);
  }

  /** Row-major strides, in elements. */
  public long[] strides() {
    long[] s = new long[dims.length];
    long n = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      s[i] = n;
      n *= dims[i];
    }
    return s;
  }

  /** An axis in 0..rank-1 from one that may count from the end. */
  public int axis(int axis, String op) {
    int a = axis < 0 ? axis + dims.length : axis;
    if (a < 0 || a >= dims.length) {
      throw new ShapeException(
          "["
              + op
              + "] axis "
              + axis
              + " is outside a tensor of shape "
              + this
              + " (rank "
              + dims.length
              + ")");
    }
    return a;
  }

  /** The shape two operands broadcast to, by NumPy's rule: align at the right, 1 stretches. */
  public static Shape broadcast(Shape a, Shape b, String op) {
    if (a.equals(b)) {
      return a;
    }
    int rank = Math.max(a.rank(), b.rank());
    int[] d = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int x = i <= a.rank() ? a.dim(-i) : 1;
      int y = i <= b.rank() ? b.dim(-i) : 1;
      if (x != y && x != 1 && y != 1) {
        throw new ShapeException(
            "[" + op + "] shapes " + a + " and " + b + " do not broadcast: " + x + " is not " + y);
      }
      d[rank - i] = x == 1 ? y : x;
    }
    return new Shape(d);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Shape other && hash == other.hash && Arrays.equals(dims, other.dims);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return Arrays.toString(dims);
  }
}
