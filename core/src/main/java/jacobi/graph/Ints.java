package jacobi.graph;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** An immutable vector of ints with value equality: axes, offsets, steps. */
public final class Ints {
  private static final Ints EMPTY = new Ints(new int[0]);

  private final int[] values;
  private final int hash;

  private Ints(int[] values) {
    this.values = values;
    this.hash = Arrays.hashCode(values);
  }

  public static Ints of(int... values) {
    return values.length == 0 ? EMPTY : new Ints(values.clone());
  }

  /** 0, 1, …, n-1. */
  public static Ints range(int n) {
    return new Ints(IntStream.range(0, n).toArray());
  }

  /** f(0), f(1), …, f(n-1). */
  public static Ints generate(int n, IntUnaryOperator f) {
    return new Ints(IntStream.range(0, n).map(f).toArray());
  }

  public int size() {
    return values.length;
  }

  public int get(int i) {
    return values[i];
  }

  public boolean contains(int value) {
    for (int v : values) {
      if (v == value) {
        return true;
      }
    }
    return false;
  }

  public int[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Ints other && hash == other.hash && Arrays.equals(values, other.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
