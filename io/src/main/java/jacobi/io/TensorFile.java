package jacobi.io;

import jacobi.Tensor;
import jacobi.graph.JacobiException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a file of tensors holds. The elements are mapped from the file and read when they are used.
 *
 * @param file where it was read
 * @param tensors by name, in the order of the file
 * @param metadata free text by key
 */
public record TensorFile(
    Path file, Map<String, StoredTensor> tensors, Map<String, String> metadata) {

  /** The tensor of this name; fails where there is none. */
  public StoredTensor get(String name) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new JacobiException(
          String.format(
              "%s: there is no tensor \"%s\", only %s",
              file, name, new TreeSet<>(tensors.keySet())));
    }
    return tensor;
  }

  /** Copies of all tensors by name, in the order of the file. */
  public Map<String, Tensor> toTensors() {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> copies.put(name, tensor.toTensor()));
    return Collections.unmodifiableMap(copies);
  }
}
