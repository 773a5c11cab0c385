package jacobi.data;

import jacobi.graph.JacobiException;
import jacobi.graph.Shape;

/**
 * What images of any size become: [height, width, channels], 0 to 255.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 * @param crop true: resized until it covers the size, and what stands out at two sides is cut off;
 *     false: stretched to the size
 */
public record ImageFormat(int height, int width, int channels, boolean crop) {

  public ImageFormat {
    if (height < 1 || width < 1) {
      throw new JacobiException("images of " + height + " by " + width + " have no pixels");
    }
    if (channels != 1 && channels != 3) {
      throw new JacobiException("images of " + channels + " channels, expected 1 or 3");
    }
  }

  /** In colour, cropped. */
  public static ImageFormat of(int height, int width) {
    return new ImageFormat(height, width, 3, true);
  }

  public ImageFormat grey() {
    return new ImageFormat(height, width, 1, crop);
  }

  public ImageFormat stretched() {
    return new ImageFormat(height, width, channels, false);
  }

  Shape shape() {
    return Shape.of(height, width, channels);
  }
}
