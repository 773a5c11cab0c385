package jacobi.models;

import jacobi.Tensor;
import jacobi.data.Dataset;
import jacobi.data.Scaler;
import jacobi.data.Targets;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import jacobi.io.ModelFolder;
import jacobi.nn.Module;
import jacobi.train.Evaluator;
import jacobi.train.Fit;
import jacobi.train.Scores;
import jacobi.train.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained network with all it needs to be used: its specification, how features are scaled, what
 * the outputs mean.
 *
 * @param example shape of one example's features
 */
public record SavedModel(
    Spec spec, Job job, Module net, Shape example, Scaler scaler, Targets targets) {

  /** Writes a fit made from a specification as a model folder, whole or not at all. */
  public static void save(Spec spec, Fit fit, Shape example, Targets targets, Path folder)
      throws IOException {
    Map<String, Object> d = new LinkedHashMap<>();
    d.put("specification", spec.tree());
    d.put("input", Arrays.stream(example.dims()).boxed().toList());
    switch (targets) {
      case Targets.Classes c -> d.put("classes", c.names());
      case Targets.Values v -> d.put("output", Arrays.stream(v.shape().dims()).boxed().toList());
    }
    d.put("scaler", fit.scaler().toMap());
    Weights.save(fit.net(), d, folder);
  }

  /** Reads a model folder. */
  public static SavedModel load(Path folder) throws IOException {
    ModelFolder f = ModelFolder.read(folder);
    if (!(f.spec().get("specification") instanceof Map<?, ?> tree)
        || !(f.spec().get("scaler") instanceof Map<?, ?> scaler)) {
      throw new JacobiException(
          folder
              + ": has no specification: it was not written by the jacobi command, load it with"
              + " Weights.load");
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    tree.forEach((k, v) -> copy.put(String.valueOf(k), v));
    Spec spec = new Spec(folder.toString(), copy);
    Job job = spec.job();
    Shape example = shape(f, "input");
    Targets targets =
        f.spec().get("classes") instanceof List<?> names
            ? new Targets.Classes(names.stream().map(String::valueOf).toList())
            : new Targets.Values(shape(f, "output"));
    Module net = job.build(example, targets);
    Weights.load(net, f);
    return new SavedModel(spec, job, net, example, Scaler.fromMap(scaler), targets);
  }

  private static Shape shape(ModelFolder f, String key) {
    if (f.spec().get(key) instanceof List<?> l
        && l.stream().allMatch(d -> d instanceof Integer i && i > 0)) {
      return Shape.of(l.stream().mapToInt(d -> (Integer) d).toArray());
    }
    throw new JacobiException(
        f.folder() + ": " + key + " is " + f.spec().get(key) + ", expected a list of sizes");
  }

  /** Loss and metrics on data that is not scaled yet. */
  public Scores evaluate(Dataset raw) {
    check(raw);
    return new Evaluator(net, job.loss(), Evaluator.metricsFor(raw.targets(), job.loss()))
        .evaluate(raw.scaled(scaler));
  }

  /**
   * Probabilities of the classes, or values, of data that is not scaled yet: [examples, outputs].
   */
  public float[][] predict(Dataset raw) {
    check(raw);
    return new Evaluator(net, job.loss(), List.of()).predict(raw.scaled(scaler));
  }

  private void check(Dataset raw) {
    if (raw.featureShape().size() != example.size()) {
      throw new JacobiException(
          raw.name()
              + ": has "
              + raw.featureShape().size()
              + " features a row, the model needs "
              + example.size());
    }
  }

  /** The input's shape with a batch axis, as zeros, to trace the network with. */
  public Tensor exampleInput(int batch) {
    int[] d = new int[example.rank() + 1];
    d[0] = batch;
    for (int i = 0; i < example.rank(); i++) {
      d[i + 1] = example.dim(i);
    }
    return jacobi.Jacobi.zeros(d);
  }
}
