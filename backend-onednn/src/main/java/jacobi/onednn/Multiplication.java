package jacobi.onednn;

/** A compiled product of two matrices. Any number of threads may execute one at the same time. */
sealed interface Multiplication permits Matmul, Sgemm {

  /**
   * Runs on the calling thread, given the address of each operand's first element.
   *
   * @param bias looked at only if the product was compiled with one
   */
  void execute(long a, long b, long bias, long out);
}
