package jacobi.graph;

/** Element types. Floating types carry gradients; the others do not. */
public enum DType {
  FLOAT32(4, true),
  FLOAT64(8, true),
  INT64(8, false),
  INT32(4, false),
  /** Stored as one byte, 0 or 1. */
  BOOL(1, false);

  private final int bytes;
  private final boolean floating;

  DType(int bytes, boolean floating) {
    this.bytes = bytes;
    this.floating = floating;
  }

  /** Size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  public boolean isFloating() {
    return floating;
  }

  public boolean isInteger() {
    return this == INT64 || this == INT32;
  }

  /**
   * The type two operands meet in, as NumPy and PyTorch do it: bool, int32, int64, float32, float64
   * in this order, so that int64 with float32 is float32.
   */
  public static DType promote(DType a, DType b) {
    return a.rank() >= b.rank() ? a : b;
  }

  private int rank() {
    return switch (this) {
      case BOOL -> 0;
      case INT32 -> 1;
      case INT64 -> 2;
      case FLOAT32 -> 3;
      case FLOAT64 -> 4;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
