package jacobi.train;

import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.io.ModelFolder;
import jacobi.io.StoredTensor;
import jacobi.io.TensorFile;
import jacobi.nn.Module;
import jacobi.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** A network's parameters to and from model folders, by their paths. */
public final class Weights {
  private Weights() {}

  /** Writes a model folder with a description of one's own, whole or not at all. */
  public static void save(Module net, Map<String, ?> description, Path folder) throws IOException {
    Map<String, Tensor> values = new LinkedHashMap<>();
    net.parameters().forEach((path, p) -> values.put(path, p.value()));
    ModelFolder.write(folder, description, StoredTensor.all(values));
  }

  /**
   * Gives a network the parameters of a model folder; all must be there, with the shapes the
   * network has, and no others.
   */
  public static void load(Module net, Path folder) throws IOException {
    load(net, ModelFolder.read(folder));
  }

  /** As {@link #load(Module, Path)}, from a folder already read. */
  public static void load(Module net, ModelFolder folder) {
    TensorFile file = folder.weights();
    Map<String, Parameter> parameters = net.parameters();
    if (!new TreeSet<>(file.tensors().keySet()).equals(new TreeSet<>(parameters.keySet()))) {
      throw new JacobiException(
          folder.folder()
              + ": holds parameters "
              + new TreeSet<>(file.tensors().keySet())
              + ", the network has "
              + new TreeSet<>(parameters.keySet()));
    }
    parameters.forEach(
        (path, p) -> {
          StoredTensor t = file.get(path);
          if (!t.shape().equals(p.shape()) || t.dtype() != DType.FLOAT32) {
            throw new JacobiException(
                folder.folder()
                    + ": parameter "
                    + path
                    + " is "
                    + t.dtype()
                    + t.shape()
                    + ", the network has float32"
                    + p.shape());
          }
        });
    parameters.forEach((path, p) -> p.assign(file.get(path).toTensor()));
  }
}
