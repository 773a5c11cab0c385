package jacobi.plot;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Numbers as the pixels of PNG files. */
final class ImageFiles {
  /** The longest side of a picture of an example. */
  private static final int LONGEST = 96;

  private ImageFiles() {}

  static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    }
    return bytes.toByteArray();
  }

  /**
   * An image [height, width, channels] with 1 (grey) or 3 (red, green, blue) channels; {@code
   * least} becomes black, {@code greatest} full brightness. Large ones are made smaller.
   */
  static byte[] png(float[] x, int height, int width, int channels, float least, float greatest) {
    float range = greatest > least ? greatest - least : 1;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          float v = x[(i * width + j) * channels + Math.min(c, channels - 1)];
          int level = Math.clamp(Math.round((v - least) / range * 255), 0, 255);
          rgb = rgb << 8 | level;
        }
        image.setRGB(j, i, rgb);
      }
    }
    try {
      return png(smaller(image));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of pixels given as red, green, blue. */
  static byte[] png(int[][] rgb) {
    BufferedImage image = new BufferedImage(rgb[0].length, rgb.length, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < rgb.length; i++) {
      image.setRGB(0, i, rgb[i].length, 1, rgb[i], 0, rgb[i].length);
    }
    try {
      return png(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedImage smaller(BufferedImage image) {
    int longest = Math.max(image.getWidth(), image.getHeight());
    if (longest <= LONGEST) {
      return image;
    }
    int w = Math.max(1, image.getWidth() * LONGEST / longest);
    int h = Math.max(1, image.getHeight() * LONGEST / longest);
    BufferedImage small = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = small.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(image, 0, 0, w, h, null);
    g.dispose();
    return small;
  }
}
