package jacobi.cuda.source;

import java.util.List;

/** Cuts a position in row-major order into indices. */
final class Positions {
  private Positions() {}

  /**
   * Declares an index for each axis, outermost first.
   *
   * @param position a name, not negative
   */
  static void declare(Code code, List<String> names, long[] extents, String position) {
    long inner = 1;
    for (int i = extents.length - 1; i >= 0; i--) {
      String whole = inner == 1 ? position : "%s / %d".formatted(position, inner);
      code.line(
          "const int %s = (int)(%s%s);"
              .formatted(names.get(i), whole, i == 0 ? "" : " % " + extents[i]));
      inner *= extents[i];
    }
  }
}
