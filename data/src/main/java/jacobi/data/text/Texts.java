package jacobi.data.text;

import jacobi.data.Dataset;
import jacobi.data.Encoding;
import jacobi.data.Nearest;
import jacobi.data.Split;
import jacobi.data.Targets;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Texts in memory, each with a class or none. They have no features yet: an {@link Encoding} makes
 * them, which is fitted on the training part of a split.
 *
 * <pre>{@code
 * Split parts = Texts.read(source).split(.8, .1, .1, seed);
 * Split tokens = Texts.encode(parts, train -> new TokenEncoding(tokenizer(train), 0));
 * }</pre>
 */
public final class Texts implements Dataset {
  private final String name;
  private final List<String> texts;
  private final int[] labels;
  private final Targets targets;

  private Texts(String name, List<String> texts, int[] labels, Targets targets) {
    this.name = name;
    this.texts = List.copyOf(texts);
    this.labels = labels;
    this.targets = targets;
  }

  /** Texts without classes. */
  public static Texts of(String name, List<String> texts) {
    return new Texts(name, texts, new int[0], Targets.none());
  }

  /**
   * All texts of a source; their classes, where they have some, are the labels in order: numbers by
   * size, else the alphabet.
   */
  public static Texts read(TextSource source) throws IOException {
    List<TextExample> examples = examples(source);
    if (!source.hasLabels()) {
      return of(source.name(), examples.stream().map(TextExample::text).toList());
    }
    TreeSet<String> labels = new TreeSet<>();
    examples.forEach(e -> labels.add(e.label()));
    boolean numbers = labels.stream().allMatch(l -> l.matches("-?\\d{1,18}"));
    Comparator<String> order =
        numbers
            ? Comparator.<String>comparingLong(Long::parseLong)
                .thenComparing(Comparator.naturalOrder())
            : Comparator.naturalOrder();
    return labelled(source.name(), examples, labels.stream().sorted(order).toList());
  }

  /**
   * All texts of a source whose labels are among these.
   *
   * @throws JacobiException naming the place of a label that is not
   */
  public static Texts read(TextSource source, List<String> classes) throws IOException {
    if (!source.hasLabels()) {
      throw new JacobiException(source.name() + ": has no labels");
    }
    return labelled(source.name(), examples(source), classes);
  }

  private static List<TextExample> examples(TextSource source) throws IOException {
    List<TextExample> examples = source.readAll();
    if (examples.isEmpty()) {
      throw new JacobiException(source.name() + ": holds no text");
    }
    return examples;
  }

  private static Texts labelled(String name, List<TextExample> examples, List<String> classes) {
    int[] labels = new int[examples.size()];
    List<String> texts = new ArrayList<>(labels.length);
    for (int i = 0; i < labels.length; i++) {
      TextExample e = examples.get(i);
      labels[i] = classes.indexOf(e.label());
      if (labels[i] < 0) {
        throw new JacobiException(
            String.format(
                "%s: class \"%s\" is none of those in training, did you mean \"%s\"? There are %s",
                e.place(),
                Shown.token(e.label()),
                Nearest.to(e.label(), classes),
                Shown.list(classes)));
      }
      texts.add(e.text());
    }
    return new Texts(name, texts, labels, new Targets.Classes(classes));
  }

  /** A split of texts with features by the encoding that is fitted on its training part. */
  public static Split encode(Split parts, Function<? super Dataset, ? extends Encoding> fit) {
    Encoding encoding = fit.apply(parts.train());
    return Split.of(
        encoded(parts.train(), encoding),
        encoded(parts.validation(), encoding),
        encoded(parts.test(), encoding));
  }

  /** Examples that have a {@link Dataset#text}, with features by an encoding. */
  public static Dataset encoded(Dataset texts, Encoding encoding) {
    return EncodedTexts.of(texts, encoding);
  }

  /** The texts of a data set that has some. */
  public static List<String> of(Dataset data) {
    List<String> texts = new ArrayList<>(data.size());
    for (int i = 0; i < data.size(); i++) {
      texts.add(data.text(i).orElseThrow(() -> new JacobiException(data.name() + ": has no text")));
    }
    return texts;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return texts.size();
  }

  /** No features, before they are encoded. */
  @Override
  public Shape featureShape() {
    return Shape.of(0);
  }

  @Override
  public Targets targets() {
    return targets;
  }

  @Override
  public Optional<String> text(int index) {
    return Optional.of(texts.get(index));
  }

  @Override
  public void copyFeatures(int index, float[] into, int offset) {}

  @Override
  public int label(int index) {
    if (targets instanceof Targets.Classes) {
      return labels[index];
    }
    throw new JacobiException(name + ": the texts have no classes");
  }

  @Override
  public void copyValues(int index, float[] into, int offset) {}

  @Override
  public String toString() {
    return name + "[" + size() + " texts, " + targets + "]";
  }
}
