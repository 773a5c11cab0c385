package jacobi.cli;

import jacobi.models.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** A trained model. */
final class ModelOption {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model folder, or the folder that --out named.")
  private Path folder;

  SavedModel load() throws IOException {
    return load(folder);
  }

  static SavedModel load(Path folder) throws IOException {
    return SavedModel.load(isModel(folder) ? folder : within(folder));
  }

  /** Whether it is a model, or a folder with one. */
  static boolean isModel(Path folder) {
    return Files.exists(folder.resolve("model.json"));
  }

  /** What training puts the model into, below the folder it is given; or the folder itself. */
  static Path within(Path folder) {
    Path model = folder.resolve("model");
    return isModel(model) ? model : folder;
  }
}
