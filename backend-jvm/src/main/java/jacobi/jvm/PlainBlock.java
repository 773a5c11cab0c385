package jacobi.jvm;

/**
 * Parts of a plain product in heap arrays: some rows of the right operand and of the result. Each
 * row is an array of its own, because C2 knows that two arrays do not overlap, but neither that two
 * parts of one array do not nor two places outside the heap: only loops over arrays become vector
 * code.
 *
 * <p>Addresses and steps are in bytes.
 */
interface PlainBlock {
  /** Rows of the right operand, which together fill a first-level cache. */
  int DEPTH = 16;

  /** Rows of the result. */
  int ROWS = 96;

  /** Bytes of a row. */
  int ROW_BYTES = 2048;

  /**
   * Bytes by which an array is longer than a row. With its header it then takes an odd number of
   * cache lines: arrays allocated together are aligned alike, and do not meet in the same sets.
   */
  int GAP_BYTES = 48;

  /** Products summed by one pass over rows of the result, and how many of these. */
  int PASS_DEPTH = 4;

  int PASS_ROWS = 3;

  /** Sets the result to zeros. */
  void clear(int rows, int columns);

  /** Sets the result to what lies in memory. */
  void readResult(long from, long row, long column, int rows, int columns);

  /** Writes the result. */
  void writeResult(long to, long row, long column, int rows, int columns);

  /** Sets rows of the right operand. */
  void readRight(long from, long row, long column, int depth, int columns);

  /** Adds the product of the left operand, at the address, and the right one to the result. */
  void add(long a, long row, long column, int rows, int depth, int columns);

  /**
   * The product of one row of {@code depth} elements and columns, each of which lies in one piece.
   *
   * @param column from one column of b to the next
   * @param step from one result to the next
   */
  void dots(
      long a,
      long aStep,
      long b,
      long column,
      int depth,
      int columns,
      long out,
      long step,
      boolean add);
}
