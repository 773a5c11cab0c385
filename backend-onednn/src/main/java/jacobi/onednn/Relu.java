package jacobi.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import jacobi.backend.Memory;

/**
 * max(x, 0) in place.
 *
 * <p>oneDNN has it as an activation too, but turns NaN into 0 there, which would hide a network
 * that has gone wrong. So it is applied here, to a result that has just been written and lies in
 * the cache: about 1 % of a product with 784 summands.
 */
final class Relu {

  private Relu() {}

  /**
   * Applies it to a matrix stored row by row.
   *
   * @param address of the first element
   * @param rowBytes distance from a row to the next
   */
  static void inPlace(long address, int rows, int columns, long rowBytes) {
    if (rowBytes == (long) columns * Float.BYTES && (long) rows * columns <= Integer.MAX_VALUE) {
      inPlace(address, rows * columns);
    } else {
      for (int row = 0; row < rows; row++) {
        inPlace(address + row * rowBytes, columns);
      }
    }
  }

  private static void inPlace(long address, int count) {
    for (int i = 0; i < count; i++) {
      long at = address + (long) i * Float.BYTES;
      Memory.ALL.set(JAVA_FLOAT, at, Math.max(Memory.ALL.get(JAVA_FLOAT, at), 0f));
    }
  }
}
