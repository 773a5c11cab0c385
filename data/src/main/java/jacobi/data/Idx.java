package jacobi.data;

import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Reads IDX files, the format of MNIST (LeCun, Cortes and Burges, yann.lecun.com/exdb/mnist),
 * gzipped or not: a magic number, the extents, then the numbers, all big-endian. A file of three
 * extents, as MNIST's, holds grey images: an example is [height, width, 1]. Any other number of
 * extents is taken as it is, the first counting the examples.
 *
 * <p>A file that is not gzipped stays on disk: it is mapped and read where a batch needs it, so it
 * may be larger than memory. A gzipped one is unzipped into memory.
 *
 * <p>A damaged file is refused with a {@link JacobiException} of one line that names it.
 */
public final class Idx {
  private Idx() {}

  /** Images and labels; the classes are numbered 0 to the greatest label. */
  public static Dataset read(Path images, Path labels) throws IOException {
    int[] values = readLabels(labels);
    int greatest = 0;
    for (int value : values) {
      greatest = Math.max(greatest, value);
    }
    return join(images, labels, values, greatest + 1);
  }

  /**
   * Images and labels with a known number of classes; a label of {@code classes} or more is
   * refused.
   */
  public static Dataset read(Path images, Path labels, int classes) throws IOException {
    return join(images, labels, readLabels(labels), classes);
  }

  /**
   * The pair {@code PREFIX-images-idx3-ubyte} and {@code PREFIX-labels-idx1-ubyte} of a folder,
   * each with or without {@code .gz}; MNIST's prefixes are {@code train} and {@code t10k}.
   */
  public static Dataset readFolder(Path folder, String prefix) throws IOException {
    return read(
        either(folder, prefix + "-images-idx3-ubyte"),
        either(folder, prefix + "-labels-idx1-ubyte"));
  }

  /**
   * Examples without labels; the first extent of the file counts them, the others are their shape
   * (with one channel if they are two).
   */
  public static Dataset read(Path features) throws IOException {
    return readFeatures(features);
  }

  /** Whether a file, gzipped or not, starts as IDX files do and text does not: with two zeros. */
  public static boolean isIdx(Path file) throws IOException {
    byte[] start = Inputs.start(file, 2);
    return start.length == 2 && start[0] == 0 && start[1] == 0;
  }

  private static Path either(Path folder, String name) throws NoSuchFileException {
    Path plain = folder.resolve(name);
    Path zipped = folder.resolve(name + ".gz");
    if (Files.exists(plain)) {
      return plain;
    }
    if (Files.exists(zipped)) {
      return zipped;
    }
    throw new NoSuchFileException(plain.toString(), null, "no such file, nor with .gz");
  }

  private static MemoryDataset readFeatures(Path file) throws IOException {
    IdxArray array = IdxArray.read(file);
    int[] dims = array.dims();
    if (dims.length < 2) {
      throw new JacobiException(
          String.format(
              "%s: has %d dimension, expected at least 2: examples, then their features (are these"
                  + " the labels?)",
              file, dims.length));
    }
    int[] one = Arrays.copyOfRange(dims, 1, dims.length == 3 ? 4 : dims.length);
    if (dims.length == 3) {
      one[2] = 1;
    }
    Shape shape = Shape.of(one);
    if (shape.size() > Integer.MAX_VALUE - 8) {
      throw new JacobiException(file + ": examples of shape " + shape + " are too large");
    }
    int width = (int) shape.size();
    if (dims[0] == 0 || width == 0) {
      throw new JacobiException(
          file + ": holds no numbers: its extents are " + Arrays.toString(dims));
    }
    array.checkFinite();
    return MemoryDataset.of(
        file.toString(),
        dims[0],
        shape,
        List.of(),
        (i, into, offset) -> array.copy((long) i * width, into, offset, width));
  }

  private static int[] readLabels(Path file) throws IOException {
    IdxArray array = IdxArray.read(file);
    if (array.dims().length != 1) {
      throw new JacobiException(
          String.format(
              "%s: has %d dimensions, expected 1, a label for each example (are these the images?)",
              file, array.dims().length));
    }
    int[] labels = new int[array.dims()[0]];
    for (int i = 0; i < labels.length; i++) {
      double label = array.get(i);
      if (label < 0 || label != Math.rint(label) || label > 1_000_000) {
        throw new JacobiException(
            String.format("%s: example %d has label %s, expected 0 to 1000000", file, i, label));
      }
      labels[i] = (int) label;
    }
    return labels;
  }

  private static Dataset join(Path images, Path labelFile, int[] labels, int classes)
      throws IOException {
    MemoryDataset features = readFeatures(images);
    if (features.size() != labels.length) {
      throw new JacobiException(
          String.format(
              "%s has %d examples, but %s has %d labels",
              images, features.size(), labelFile, labels.length));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= classes) {
        throw new JacobiException(
            String.format(
                "%s: example %d has label %d, out of range: expected 0 to %d",
                labelFile, i, labels[i], classes - 1));
      }
    }
    return features.withLabels(labels, Targets.Classes.numbered(classes));
  }
}
