package jacobi.data;

import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Folders of PNG and JPEG images, a sub-folder for each class. Classes and files are in the order
 * of their names, files of other names are left alone. An image is read when a batch needs it, so
 * there may be more of them than memory holds; how it lay in the camera (EXIF) is not looked at.
 */
public final class ImageFolder {
  private ImageFolder() {}

  /** All images of the sub-folders; the classes are these folders' names. */
  public static Dataset read(Path folder, ImageFormat format) throws IOException {
    List<String> classes =
        list(folder, Files::isDirectory).stream().map(p -> p.getFileName().toString()).toList();
    if (classes.isEmpty()) {
      throw new JacobiException(
          folder + ": has no sub-folders, expected one for each class of images");
    }
    return read(folder, format, classes);
  }

  /** All images of the sub-folders, of known classes; any other sub-folder is refused. */
  public static Dataset read(Path folder, ImageFormat format, List<String> classes)
      throws IOException {
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (Path sub : list(folder, Files::isDirectory)) {
      String name = sub.getFileName().toString();
      int label = classes.indexOf(name);
      if (label < 0) {
        throw new JacobiException(
            String.format(
                "%s: class \"%s\" is none of those in training: %s",
                sub, name, String.join(", ", classes)));
      }
      List<Path> images = list(sub, ImageFile::isImage);
      if (images.isEmpty()) {
        throw new JacobiException(sub + ": has no .png, .jpg or .jpeg file");
      }
      for (Path image : images) {
        files.add(image);
        labels.add(label);
      }
    }
    if (files.isEmpty()) {
      throw new JacobiException(folder + ": has no images");
    }
    int[] all = labels.stream().mapToInt(Integer::intValue).toArray();
    return dataset(folder.toString(), files, format).withLabels(all, new Targets.Classes(classes));
  }

  /** One image, or those right in a folder, without classes. */
  public static Dataset unlabelled(Path fileOrFolder, ImageFormat format) throws IOException {
    List<Path> files =
        Files.isDirectory(fileOrFolder)
            ? list(fileOrFolder, ImageFile::isImage)
            : List.of(fileOrFolder);
    if (files.isEmpty()) {
      throw new JacobiException(fileOrFolder + ": has no .png, .jpg or .jpeg file");
    }
    checkExists(files.getFirst());
    return dataset(fileOrFolder.toString(), files, format);
  }

  private static MemoryDataset dataset(String name, List<Path> files, ImageFormat format) {
    Shape shape = format.shape();
    List<Path> known = List.copyOf(files);
    return MemoryDataset.of(
        name,
        known.size(),
        shape,
        List.of(),
        (i, into, offset) -> {
          float[] pixels = ImageFile.read(known.get(i), format);
          System.arraycopy(pixels, 0, into, offset, pixels.length);
        });
  }

  /** What is in a folder, hidden files left out, by name. */
  private static List<Path> list(Path folder, Predicate<Path> which) throws IOException {
    checkExists(folder);
    if (!Files.isDirectory(folder)) {
      throw new JacobiException(folder + ": is a file, expected a folder");
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(p -> !p.getFileName().toString().startsWith("."))
          .filter(which)
          .sorted()
          .toList();
    }
  }

  private static void checkExists(Path path) throws NoSuchFileException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString(), null, "no such file or folder");
    }
  }
}
