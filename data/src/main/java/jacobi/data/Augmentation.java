package jacobi.data;

import jacobi.graph.JacobiException;
import jacobi.graph.Shape;

/**
 * How images are changed at random while a network learns from them (Simard, Steinkraus and Platt,
 * "Best Practices for Convolutional Neural Networks", ICDAR 2003). Each image is turned about its
 * centre, grown or shrunk, and moved, in one step with bilinear interpolation; what comes in from
 * beyond the edge is 0. With every amount 0 an image stays as it is, to the bit.
 *
 * @param rotate greatest angle in degrees, either way
 * @param shift greatest distance in pixels, along each axis
 * @param scale greatest change of size: 0.1 is 0.9 to 1.1 times; below 1
 * @param noise standard deviation of normal noise added to every number
 * @param flip whether every other image, by chance, is mirrored left to right
 */
public record Augmentation(double rotate, double shift, double scale, double noise, boolean flip) {
  /** Nothing. */
  public static final Augmentation NONE = new Augmentation(0, 0, 0, 0, false);

  /** For small images of letters or digits: 10 degrees, 2 pixels, a tenth of the size. */
  public static final Augmentation DIGITS = new Augmentation(10, 2, 0.1, 0, false);

  /** Where in an example's stream of random numbers the noise starts. */
  private static final int NOISE = 8;

  public Augmentation {
    atLeastZero("rotate", rotate);
    atLeastZero("shift", shift);
    atLeastZero("scale", scale);
    atLeastZero("noise", noise);
    if (scale >= 1) {
      throw new JacobiException("augment: scale is " + scale + ", expected below 1");
    }
  }

  private static void atLeastZero(String what, double amount) {
    if (!(amount >= 0) || Double.isInfinite(amount)) {
      throw new JacobiException("augment: " + what + " is " + amount + ", expected 0 or more");
    }
  }

  public Augmentation rotate(double degrees) {
    return new Augmentation(degrees, shift, scale, noise, flip);
  }

  public Augmentation shift(double pixels) {
    return new Augmentation(rotate, pixels, scale, noise, flip);
  }

  public Augmentation scale(double fraction) {
    return new Augmentation(rotate, shift, fraction, noise, flip);
  }

  public Augmentation noise(double standardDeviation) {
    return new Augmentation(rotate, shift, scale, standardDeviation, flip);
  }

  public Augmentation flip(boolean mirrored) {
    return new Augmentation(rotate, shift, scale, noise, mirrored);
  }

  /** Whether it moves pixels, and so needs images. */
  boolean moves() {
    return rotate > 0 || shift > 0 || scale > 0 || flip;
  }

  /**
   * Changes one example.
   *
   * @param from its numbers as they are
   * @param shape of the numbers: [height, width, channels] if pixels move
   * @param key where its random numbers come from: the same key, the same change
   * @param into receives the result from {@code offset} on
   */
  void apply(float[] from, Shape shape, long key, float[] into, int offset) {
    if (moves()) {
      drawn(key).apply(from, shape.dim(0), shape.dim(1), shape.dim(2), into, offset);
    } else {
      System.arraycopy(from, 0, into, offset, from.length);
    }
    if (noise > 0) {
      for (int i = 0; i < from.length; i++) {
        into[offset + i] += (float) (noise * normal(key, NOISE + 2L * i));
      }
    }
  }

  private Affine drawn(long key) {
    double angle = Math.toRadians(rotate * symmetric(key, 0));
    double size = 1 + scale * symmetric(key, 3);
    return Affine.of(
        angle,
        size,
        shift * symmetric(key, 1),
        shift * symmetric(key, 2),
        flip && uniform(key, 4) < 0.5);
  }

  private static double uniform(long key, long number) {
    return (Permutation.mix(key + number * Permutation.GOLDEN) >>> 11) * 0x1p-53;
  }

  /** Uniform in ±1. */
  private static double symmetric(long key, long number) {
    return 2 * uniform(key, number) - 1;
  }

  /** By Box and Muller (1958); takes two numbers of the stream. */
  private static double normal(long key, long number) {
    double radius = Math.sqrt(-2 * Math.log(1 - uniform(key, number)));
    return radius * Math.cos(2 * Math.PI * uniform(key, number + 1));
  }
}
