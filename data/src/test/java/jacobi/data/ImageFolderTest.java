package jacobi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  @TempDir private Path folder;

  private Path grey(String name, int height, int width, int... samples) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, width, height, samples);
    return write(name, image);
  }

  private Path colour(String name, int height, int width, int... rgb) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, rgb, 0, width);
    return write(name, image);
  }

  private Path write(String name, BufferedImage image) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, name.endsWith(".png") ? "png" : "jpg", file.toFile());
    return file;
  }

  private float[] one(Path file, ImageFormat format) throws IOException {
    return ImageFolder.unlabelled(file, format).features(0);
  }

  @Test
  void pixelsOfTheRightSizeAreThoseInTheFile() throws IOException {
    Path file = grey("a.png", 2, 3, 0, 50, 100, 150, 200, 255);
    assertThat(one(file, ImageFormat.of(2, 3).grey())).containsExactly(0, 50, 100, 150, 200, 255);
    assertThat(one(file, ImageFormat.of(2, 3))).startsWith(0, 0, 0, 50, 50, 50).hasSize(18);
    Path rgb = colour("b.png", 1, 2, 0x102030, 0xff8000);
    assertThat(one(rgb, ImageFormat.of(1, 2))).containsExactly(16, 32, 48, 255, 128, 0);
    assertThat(one(rgb, ImageFormat.of(1, 2).grey())[0])
        .isCloseTo(0.299f * 16 + 0.587f * 32 + 0.114f * 48, within(1e-4f));
  }

  @Test
  void cropsTheMiddleOrStretches() throws IOException {
    Path wide = grey("wide.png", 2, 4, 10, 20, 30, 40, 50, 60, 70, 80);
    assertThat(one(wide, ImageFormat.of(2, 2).grey())).containsExactly(20, 30, 60, 70);
    float[] stretched = one(wide, ImageFormat.of(2, 2).grey().stretched());
    assertThat(stretched[0]).isBetween(10f, 20f);
    assertThat(stretched[1]).isBetween(30f, 40f);
    assertThat(stretched[1] - stretched[0]).isCloseTo(stretched[3] - stretched[2], within(1e-3f));
  }

  @Test
  void resizingKeepsWhatIsEvenAndTheMean() throws IOException {
    int[] even = new int[35];
    java.util.Arrays.fill(even, 77);
    Path file = grey("even.png", 5, 7, even);
    for (int size : new int[] {1, 2, 3, 8, 20}) {
      for (float pixel : one(file, ImageFormat.of(size, size).grey())) {
        assertThat(pixel).isCloseTo(77, within(1e-3f));
      }
    }
    int[] halves = new int[64];
    for (int i = 0; i < 64; i++) {
      halves[i] = i % 8 < 4 ? 0 : 200;
    }
    float[] small = one(grey("halves.png", 8, 8, halves), ImageFormat.of(2, 2).grey());
    assertThat(small[0] + small[1]).isCloseTo(200, within(1e-3f));
    assertThat(small[0]).isLessThan(30);
  }

  @Test
  void foldersAreClassesInTheOrderOfNames() throws IOException {
    grey("set/dog/2.png", 1, 1, 2);
    grey("set/dog/1.png", 1, 1, 1);
    grey("set/cat/b.jpg", 1, 1, 9);
    Files.writeString(folder.resolve("set/cat/notes.txt"), "not an image");
    Files.writeString(folder.resolve("set/cat/.hidden.png"), "not an image");
    Dataset data = ImageFolder.read(folder.resolve("set"), ImageFormat.of(1, 1).grey());
    assertThat(data.classNames()).containsExactly("cat", "dog");
    assertThat(data.featureShape()).isEqualTo(Shape.of(1, 1, 1));
    assertThat(data.size()).isEqualTo(3);
    assertThat(data.label(0)).isZero();
    assertThat(data.features(1)).containsExactly(1);
    assertThat(data.features(2)).containsExactly(2);
    assertThat(data.batch(0, 1).features().shape()).isEqualTo(Shape.of(2, 1, 1, 1));
    assertThat(ImageFolder.unlabelled(folder.resolve("set/dog"), ImageFormat.of(1, 1)).size())
        .isEqualTo(2);
  }

  @Test
  void mistakesNameTheFile() throws IOException {
    grey("set/cat/1.png", 1, 1, 2);
    Path set = folder.resolve("set");
    ImageFormat format = ImageFormat.of(2, 2);
    assertThatThrownBy(() -> ImageFolder.read(set, format, List.of("bird", "dog")))
        .isInstanceOf(JacobiException.class)
        .hasMessage(set.resolve("cat") + ": class \"cat\" is none of those in training: bird, dog");
    Files.createDirectory(set.resolve("empty"));
    assertThatThrownBy(() -> ImageFolder.read(set, format))
        .hasMessage(set.resolve("empty") + ": has no .png, .jpg or .jpeg file");
    assertThatThrownBy(() -> ImageFolder.read(set.resolve("cat"), format))
        .hasMessageContaining("has no sub-folders");
    assertThatThrownBy(() -> ImageFolder.read(folder.resolve("none"), format))
        .isInstanceOf(NoSuchFileException.class);
    Path text = Files.writeString(folder.resolve("text.png"), "hello");
    assertThatThrownBy(() -> one(text, format)).hasMessage(text + ": is no PNG or JPEG image");
    byte[] whole = Files.readAllBytes(grey("whole.png", 9, 9, new int[81]));
    Path cut =
        Files.write(folder.resolve("cut.png"), java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> one(cut, format))
        .isInstanceOf(JacobiException.class)
        .hasMessageStartingWith(cut + ": cannot be read as an image: ");
    assertThatThrownBy(() -> new ImageFormat(2, 2, 2, true)).hasMessageContaining("1 or 3");
  }

  /** A JPEG file of four components. */
  static void writeCmyk(Path file) throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(java.awt.image.DataBuffer.TYPE_BYTE, 8, 8, 4, null);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(new IIOImage(raster, null, null));
    } finally {
      writer.dispose();
    }
  }

  @Test
  void cmykIsRefused() throws IOException {
    Path file = folder.resolve("print.jpg");
    writeCmyk(file);
    assertThatThrownBy(() -> one(file, ImageFormat.of(2, 2)))
        .isInstanceOf(JacobiException.class)
        .hasMessage(file + ": is a CMYK image, expected grey or RGB: convert it first");
  }
}
