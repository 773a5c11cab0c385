package jacobi.data;

import jacobi.graph.JacobiException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Decodes PNG and JPEG files. What is wrong with one is a line that names it. */
final class ImageFile {
  private ImageFile() {}

  /** Whether a file's name says that it is an image. */
  static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && (name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg"));
  }

  /** The image in a file in some format, row-major. */
  static float[] read(Path file, ImageFormat format) {
    try {
      if (jpegComponents(file) == 4) {
        throw new JacobiException(
            file + ": is a CMYK image, expected grey or RGB: convert it first");
      }
      BufferedImage image;
      try (InputStream in = Files.newInputStream(file)) {
        image = ImageIO.read(in);
      }
      if (image == null) {
        throw new JacobiException(file + ": is no PNG or JPEG image");
      }
      float[] pixels = pixels(image, format.channels());
      return Resize.to(format, pixels, image.getHeight(), image.getWidth());
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // The decoders throw all of these for damaged files.
      throw new JacobiException(
          file + ": cannot be read as an image: " + String.valueOf(e.getMessage()), e);
    }
  }

  /** The number of components in a JPEG file's frame header; 0 for any other file. */
  private static int jpegComponents(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      if (in.readUnsignedShort() != 0xffd8) {
        return 0;
      }
      while (true) {
        int marker = in.readUnsignedShort();
        int length = in.readUnsignedShort();
        boolean frame =
            marker >= 0xffc0
                && marker <= 0xffcf
                && marker != 0xffc4
                && marker != 0xffc8
                && marker != 0xffcc;
        if (frame) {
          in.skipNBytes(5);
          return in.readUnsignedByte();
        }
        if (marker >> 8 != 0xff || length < 2) {
          return 0;
        }
        in.skipNBytes(length - 2L);
      }
    } catch (EOFException e) {
      return 0; // The decoder finds out what else is wrong with it.
    }
  }

  private static float[] pixels(BufferedImage image, int channels) {
    boolean grey =
        image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
            && !(image.getColorModel() instanceof IndexColorModel);
    return grey ? fromGrey(image, channels) : fromColours(image, channels);
  }

  /** From the samples themselves: getRGB would change how bright greys are. */
  private static float[] fromGrey(BufferedImage image, int channels) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    float most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    float[] pixels = new float[image.getHeight() * width * channels];
    int[] row = new int[width];
    int to = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      for (int sample : row) {
        for (int k = 0; k < channels; k++) {
          pixels[to++] = sample * 255 / most;
        }
      }
    }
    return pixels;
  }

  /** Grey by ITU-R BT.601; what is transparent has the colour it has. */
  private static float[] fromColours(BufferedImage image, int channels) {
    int width = image.getWidth();
    float[] pixels = new float[image.getHeight() * width * channels];
    int[] row = new int[width];
    int to = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int rgb : row) {
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        if (channels == 1) {
          pixels[to++] = (299 * red + 587 * green + 114 * blue) / 1000f;
        } else {
          pixels[to++] = red;
          pixels[to++] = green;
          pixels[to++] = blue;
        }
      }
    }
    return pixels;
  }
}
