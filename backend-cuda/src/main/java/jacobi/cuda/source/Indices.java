package jacobi.cuda.source;

import java.util.Set;

/** Declares indices along axes, all extents constants: the compiler divides by multiplying. */
final class Indices {
  private Indices() {}

  /** What holds every index and position. */
  static String type(Nest nest) {
    return nest.isLarge() ? "long long" : "int";
  }

  /** What positions are divided as. */
  static String unsigned(Nest nest) {
    return nest.isLarge() ? "unsigned long long" : "unsigned";
  }

  /**
   * Declares the indices {@code x…} along some axes from a position in row-major order over them.
   *
   * @param axes outermost first
   * @param position a name of type {@link #unsigned}, or of {@link #type} and not negative
   * @param used axes whose index is needed
   */
  static void declare(Code code, Nest nest, int[] axes, String position, Set<Integer> used) {
    String type = type(nest);
    String unsigned = unsigned(nest);
    long inner = 1;
    for (int n = axes.length - 1; n >= 0; n--) {
      int axis = axes[n];
      if (used.contains(axis)) {
        String whole = inner == 1 ? position : "(%s)%s / %du".formatted(unsigned, position, inner);
        String index =
            n == 0
                ? whole
                : inner == 1
                    ? "(%s)%s %% %du".formatted(unsigned, position, nest.extents[axis])
                    : "%s %% %du".formatted(whole, nest.extents[axis]);
        code.line(
            index.equals(position)
                ? "const %s x%d = %s;".formatted(type, axis, position)
                : "const %1$s x%2$d = (%1$s)(%3$s);".formatted(type, axis, index));
      }
      inner *= nest.extents[axis];
    }
  }
}
