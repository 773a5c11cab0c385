package jacobi.models;

import jacobi.data.Dataset;
import jacobi.data.Encoding;
import jacobi.data.Scaler;
import jacobi.data.Targets;
import jacobi.data.text.Encodings;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import jacobi.io.ModelFolder;
import jacobi.models.text.Generator;
import jacobi.models.text.LanguageTask;
import jacobi.nn.Module;
import jacobi.train.Evaluator;
import jacobi.train.Fit;
import jacobi.train.Scores;
import jacobi.train.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A trained network with all it needs to be used: its specification, how features are scaled, what
 * the outputs mean.
 *
 * @param example shape of one example's features; of the longest in training where they differ
 * @param encoding how texts became features, where they were texts
 */
public record SavedModel(
    Spec spec,
    Job job,
    Module net,
    Shape example,
    Scaler scaler,
    Targets targets,
    Optional<Encoding> encoding) {

  /**
   * Writes a fit made from a specification as a model folder, whole or not at all.
   *
   * @param examples what it was fitted on
   */
  public static void save(Spec spec, Fit fit, Dataset examples, Path folder) throws IOException {
    Targets targets = examples.targets();
    Map<String, Object> d = new LinkedHashMap<>();
    d.put("specification", spec.tree());
    d.put("input", Arrays.stream(examples.featureShape().dims()).boxed().toList());
    if (targets.one() instanceof Targets.Classes c) {
      d.put("classes", c.names());
    } else if (targets.one() instanceof Targets.Values v) {
      d.put("output", Arrays.stream(v.shape().dims()).boxed().toList());
    }
    if (targets instanceof Targets.EachStep) {
      d.put("eachStep", true);
    }
    d.put("scaler", fit.scaler().toMap());
    examples.encoding().ifPresent(e -> d.put("encoding", e.toMap()));
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
    Targets targets = named(folder, () -> targets(f));
    Optional<Encoding> encoding = named(folder, () -> encoding(f));
    Module net = job.build(example, targets, encoding);
    Weights.load(net, f);
    Scaler fitted = named(folder, () -> scaler(scaler, example));
    return new SavedModel(spec, job, net, example, fitted, targets, encoding);
  }

  private static Optional<Encoding> encoding(ModelFolder f) {
    return f.spec().get("encoding") instanceof Map<?, ?> map
        ? Optional.of(Encodings.fromMap(map))
        : Optional.empty();
  }

  private static Targets targets(ModelFolder f) {
    Targets one =
        f.spec().get("classes") instanceof List<?> names
            ? new Targets.Classes(names.stream().map(String::valueOf).toList())
            : new Targets.Values(shape(f, "output"));
    return Boolean.TRUE.equals(f.spec().get("eachStep")) ? new Targets.EachStep(one) : one;
  }

  private static Scaler scaler(Map<?, ?> map, Shape example) {
    Scaler scaler = Scaler.fromMap(map);
    int features = Math.toIntExact(example.size());
    // One that was fitted on other features complains.
    scaler.apply(new float[features], 0, features);
    return scaler;
  }

  /** Complaints of a part, with the folder before them. */
  private static <T> T named(Path folder, Supplier<T> part) {
    try {
      return part.get();
    } catch (JacobiException e) {
      boolean named = e.getMessage().startsWith(folder + ": ");
      throw named ? e : new JacobiException(folder + ": " + e.getMessage(), e);
    }
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
    return new Evaluator(net, job.loss(), Evaluator.metricsFor(raw.targets(), job.loss()))
        .evaluate(prepared(raw));
  }

  /**
   * Probabilities of the classes, or values, of data that is not scaled yet: [examples, outputs].
   */
  public float[][] predict(Dataset raw) {
    return new Evaluator(net, job.loss(), List.of()).predict(prepared(raw));
  }

  /**
   * Draws text from a language model.
   *
   * @throws JacobiException if the model was trained for something else
   */
  public Generator generator() {
    LanguageTask task =
        LanguageTask.of(example, targets, encoding, job.data().source().isSentences())
            .orElseThrow(
                () ->
                    new JacobiException(
                        spec.file()
                            + ": is not a language model: it was not trained to say which token"
                            + " comes next"));
    return task.generator(task.model(net));
  }

  private Dataset prepared(Dataset raw) {
    if (raw.hasLengths()) {
      return preparedSequences(raw);
    }
    if (raw.featureShape().size() != example.size()) {
      throw new JacobiException(
          raw.name()
              + ": has "
              + raw.featureShape().size()
              + " features a row, the model needs "
              + example.size());
    }
    return raw.reshape(example.dims()).scaled(scaler);
  }

  private Dataset preparedSequences(Dataset raw) {
    if (example.rank() == 1 && raw.featureShape().rank() == 1) {
      return raw.scaled(scaler);
    }
    if (example.rank() != 2
        || raw.featureShape().rank() != 2
        || raw.featureShape().dim(1) != example.dim(1)) {
      throw new JacobiException(
          raw.name()
              + ": has sequences of "
              + (raw.featureShape().rank() == 1 ? 1 : raw.featureShape().dim(1))
              + " features a step, the model needs "
              + (example.rank() == 2 ? example.dim(1) + " a step" : "examples of " + example));
    }
    return raw.scaled(scaler);
  }

  /**
   * Labelled examples, not scaled, to evaluate with: a data set that comes with Jacobi, by name, or
   * a CSV file like those the model was trained on.
   */
  public Dataset read(String nameOrFile) throws IOException {
    Path file = Path.of(nameOrFile);
    if (!Files.exists(file)) {
      if (Sources.embedded().contains(nameOrFile)) {
        return known(Sources.embedded(nameOrFile));
      }
      throw new JacobiException(
          nameOrFile
              + ": no such file, and no data set of that name; there are "
              + String.join(", ", Sources.embedded()));
    }
    return source().labelled(file, targets);
  }

  /** Images and labels as IDX files, not scaled, to evaluate with. */
  public Dataset read(Path images, Path labels) throws IOException {
    return IdxSource.read(images, labels, targets);
  }

  private Source source() {
    Source source = job.data().source();
    return encoding.map(source::fitted).orElse(source);
  }

  private Dataset known(Dataset data) {
    if (!data.targets().equals(targets)) {
      throw new JacobiException(
          data.name()
              + ": has targets "
              + data.targets()
              + ", the model was trained on "
              + targets);
    }
    return data;
  }

  /** Examples without targets, not scaled, to predict: a CSV file or an IDX file. */
  public Dataset readRows(Path file) throws IOException {
    return source().rows(file);
  }

  /**
   * Examples without targets, not scaled, to predict, as CSV.
   *
   * @param name what error messages call it
   */
  public Dataset readRows(InputStream in, String name) throws IOException {
    return source().rows(in, name);
  }
}
