package jacobi.cuda.source;

/**
 * What a kernel can find wrong with its data. The first one to find something writes three int64:
 * the fault's {@link #code}, then two numbers that say more.
 */
public enum Fault {
  /** The numbers are the index and how many rows there are. */
  GATHER_INDEX(1),
  /** The numbers are the index and how many rows there are. */
  SCATTER_INDEX(2),
  /** An integer was divided by 0. The numbers are the dividend and 0. */
  DIVISION(3);

  /** Size of the record in bytes. */
  public static final int BYTES = 24;

  private final long code;

  Fault(long code) {
    this.code = code;
  }

  /** Not 0, which means that nothing is wrong. */
  public long code() {
    return code;
  }
}
