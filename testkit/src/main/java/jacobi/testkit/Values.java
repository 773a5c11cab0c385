package jacobi.testkit;

import jacobi.graph.DType;
import jacobi.graph.Shape;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How to draw an operand: values in the domain of the operation, away from its kinks.
 *
 * @param fixed an element type other than the one under test, for conditions and indices
 */
public record Values(Optional<DType> fixed, Draw draw) {

  /** Element i of n, as a double; integers are made of it by rounding four times as much. */
  @FunctionalInterface
  public interface Draw {
    double at(SplittableRandom random, int i, int n);
  }

  private static Values of(Draw draw) {
    return new Values(Optional.empty(), draw);
  }

  /** Evenly in [low, high). */
  public static Values uniform(double low, double high) {
    return of((r, i, n) -> r.nextDouble(low, high));
  }

  /** From low to high, of either sign. */
  public static Values away(double low, double high) {
    return of((r, i, n) -> r.nextDouble(low, high) * (r.nextBoolean() ? 1 : -1));
  }

  /** A whole multiple of 0.5 and an offset: two offsets never tie, and none comes near a kink. */
  public static Values offset(double offset) {
    return of((r, i, n) -> r.nextInt(-4, 4) * 0.5 + offset);
  }

  /** All different, at least 0.5/n apart, in no order. */
  public static Values distinct() {
    return of(
        (r, i, n) -> {
          // Multiplying by a number that has no factor in common with n is a permutation.
          int step = 7919 % n == 0 ? 1 : 7919;
          return (double) ((long) i * step % n) / n - 0.3 + r.nextDouble(0, 0.5) / n;
        });
  }

  /** Either. */
  public static Values bools() {
    return new Values(Optional.of(DType.BOOL), (r, i, n) -> r.nextInt(2));
  }

  /** Indices below a bound, int32 or int64. */
  public static Values indices(DType dtype, int below) {
    return new Values(Optional.of(dtype), (r, i, n) -> r.nextInt(below) / 4.0);
  }

  /** The element type of the operand in a check of a type. */
  public DType dtype(DType checked) {
    return fixed.orElse(checked);
  }

  /** Values of a shape. */
  public Data generate(DType checked, Shape shape, SplittableRandom random) {
    DType dtype = dtype(checked);
    int n = Math.toIntExact(shape.size());
    return switch (dtype) {
      case FLOAT32, FLOAT64 -> Data.generate(dtype, shape, i -> draw.at(random, (int) i, n));
      case INT32, INT64 ->
          Data.generateLongs(dtype, shape, i -> Math.round(4 * draw.at(random, (int) i, n)));
      case BOOL -> Data.generateLongs(dtype, shape, i -> draw.at(random, (int) i, n) > 0 ? 1 : 0);
    };
  }
}
