package jacobi.io;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A folder that holds a model: {@code model.json}, what to build, and {@code weights.safetensors},
 * its tensors. What the description says is up to those who write it.
 *
 * @param folder where it was read
 * @param spec a tree of maps, lists, text, finite numbers and truth values
 * @param weights the tensors
 */
public record ModelFolder(Path folder, Map<String, Object> spec, TensorFile weights) {
  static final int VERSION = 1;
  private static final String FORMAT = "jacobi-model";
  private static final String SPEC_FILE = "model.json";
  private static final String WEIGHTS_FILE = "weights.safetensors";

  /**
   * Writes a folder whole or not at all. It may replace another model folder, but nothing else.
   *
   * @param spec see {@link #spec}
   */
  public static void write(Path folder, Map<String, ?> spec, Collection<StoredTensor> tensors)
      throws IOException {
    checkReplaceable(folder);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("version", VERSION);
    json.put("spec", spec);
    var specContent = Json.content(folder.resolve(SPEC_FILE), json);
    var weightsContent = Safetensors.content(folder.resolve(WEIGHTS_FILE), tensors, Map.of());
    AtomicFiles.replaceFolder(
        folder,
        temporary -> {
          AtomicFiles.write(temporary.resolve(WEIGHTS_FILE), weightsContent);
          AtomicFiles.write(temporary.resolve(SPEC_FILE), specContent);
        });
  }

  /** Throws if {@link #write} would not write here: something is there that is no model folder. */
  public static void checkReplaceable(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new JacobiException(folder + ": is a file, expected a folder to write the model to");
    }
    for (String name : AtomicFiles.list(folder)) {
      if (!List.of(SPEC_FILE, WEIGHTS_FILE).contains(name)) {
        throw new JacobiException(
            String.format(
                "%s: holds %s, which is no part of a model: choose another folder", folder, name));
      }
    }
  }

  /** Reads a folder; its tensors are mapped. */
  public static ModelFolder read(Path folder) throws IOException {
    AtomicFiles.existing(folder);
    Path specFile = folder.resolve(SPEC_FILE);
    if (!Files.exists(specFile)) {
      throw new JacobiException(folder + ": is no model folder: it has no " + SPEC_FILE);
    }
    Map<String, Object> json = Json.read(specFile);
    if (!FORMAT.equals(json.get("format"))) {
      throw new JacobiException(
          String.format("%s: format is %s, expected \"%s\"", specFile, json.get("format"), FORMAT));
    }
    if (!Integer.valueOf(VERSION).equals(json.get("version"))) {
      throw new JacobiException(
          String.format(
              "%s: the model has format version %s, this Jacobi reads version %d",
              specFile, json.get("version"), VERSION));
    }
    if (!(json.get("spec") instanceof Map<?, ?> found)) {
      throw new JacobiException(specFile + ": spec is missing or not an object");
    }
    Map<String, Object> spec = new LinkedHashMap<>();
    found.forEach((key, value) -> spec.put((String) key, value));
    return new ModelFolder(folder, spec, Safetensors.read(folder.resolve(WEIGHTS_FILE)));
  }
}
