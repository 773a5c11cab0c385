package jacobi.data;

/**
 * Where each pixel of a changed image comes from: the place {@code (a x + b y, c x + d y)} seen
 * from the centre, once the shift is taken off.
 */
record Affine(double a, double b, double c, double d, double right, double down) {

  /**
   * Turned, then resized, then moved.
   *
   * @param angle in radians, clockwise as one looks at it
   * @param size 1 leaves it
   * @param right in pixels
   * @param down in pixels
   * @param mirrored left to right, before all else
   */
  static Affine of(double angle, double size, double right, double down, boolean mirrored) {
    double cos = angle == 0 ? 1 : Math.cos(angle);
    double sin = angle == 0 ? 0 : Math.sin(angle);
    double sign = mirrored ? -1 : 1;
    return new Affine(sign * cos / size, sign * sin / size, -sin / size, cos / size, right, down);
  }

  /** Reads an image [height, width, channels] at those places, 0 beyond its edges. */
  void apply(float[] from, int height, int width, int channels, float[] into, int offset) {
    double centreX = (width - 1) / 2.0;
    double centreY = (height - 1) / 2.0;
    int to = offset;
    for (int i = 0; i < height; i++) {
      double y = i - centreY - down;
      for (int j = 0; j < width; j++) {
        double x = j - centreX - right;
        pixel(
            from,
            height,
            width,
            channels,
            centreX + a * x + b * y,
            centreY + c * x + d * y,
            into,
            to);
        to += channels;
      }
    }
  }

  private static void pixel(
      float[] from, int height, int width, int channels, double x, double y, float[] into, int to) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    float fx = (float) (x - left);
    float fy = (float) (y - top);
    boolean inner = left >= 0 && top >= 0 && left < width - 1 && top < height - 1;
    int at = (top * width + left) * channels;
    int below = at + width * channels;
    for (int k = 0; k < channels; k++) {
      float nw = inner || inside(left, top, width, height) ? from[at + k] : 0;
      float ne = inner || inside(left + 1, top, width, height) ? from[at + channels + k] : 0;
      float sw = inner || inside(left, top + 1, width, height) ? from[below + k] : 0;
      float se = inner || inside(left + 1, top + 1, width, height) ? from[below + channels + k] : 0;
      float upper = nw + fx * (ne - nw);
      float lower = sw + fx * (se - sw);
      into[to + k] = upper + fy * (lower - upper);
    }
  }

  private static boolean inside(int x, int y, int width, int height) {
    return x >= 0 && y >= 0 && x < width && y < height;
  }
}
