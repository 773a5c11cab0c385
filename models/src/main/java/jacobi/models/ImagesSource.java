package jacobi.models;

import jacobi.data.Dataset;
import jacobi.data.ImageFolder;
import jacobi.data.ImageFormat;
import jacobi.data.Split;
import jacobi.data.Targets;
import jacobi.graph.JacobiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A folder of images, a sub-folder a class; perhaps in folders train, validation and test. */
record ImagesSource(String path, ImageFormat format) implements Source {

  static ImagesSource of(SpecNode s) {
    String path = s.text("path");
    int[] size = s.shape("size");
    if (size.length != 2) {
      throw s.wrong("size", "is " + s.list("size") + ", expected [height, width]");
    }
    int channels = s.integer("channels", 1, 3);
    if (channels != 1 && channels != 3) {
      throw s.wrong("channels", "is " + channels + ", expected 1 or 3");
    }
    boolean crop = s.oneOf("fit", "crop", List.of("crop", "stretch")).equals("crop");
    return new ImagesSource(path, new ImageFormat(size[0], size[1], channels, crop));
  }

  @Override
  public boolean mayHaveValidation() {
    return true;
  }

  @Override
  public Split parts(Optional<Path> dataDir, SplitPlan plan, long seed) throws IOException {
    Path folder = Source.resolve(dataDir, path);
    Path train = folder.resolve("train");
    if (!Files.isDirectory(train)) {
      return plan.cut(ImageFolder.read(folder, format), seed);
    }
    Path validation = folder.resolve("validation");
    Path test = folder.resolve("test");
    boolean ownValidation = Files.isDirectory(validation);
    boolean ownTest = Files.isDirectory(test);
    Split parts = plan.without(ownValidation, ownTest).cut(ImageFolder.read(train, format), seed);
    List<String> classes = parts.train().classNames();
    return Split.of(
        parts.train(),
        ownValidation ? ImageFolder.read(validation, format, classes) : parts.validation(),
        ownTest ? ImageFolder.read(test, format, classes) : parts.test());
  }

  @Override
  public Dataset labelled(Path file, Targets known) throws IOException {
    if (known instanceof Targets.Classes classes) {
      return ImageFolder.read(file, format, classes.names());
    }
    throw new JacobiException(file + ": images have classes, the model predicts values");
  }

  @Override
  public Dataset rows(Path file) throws IOException {
    return ImageFolder.unlabelled(file, format);
  }

  @Override
  public Dataset rows(InputStream in, String name) {
    throw new JacobiException(name + ": the model needs images: name a file or a folder");
  }
}
