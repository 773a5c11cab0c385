package jacobi.data.text;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A vector for every word: what word2vec and GloVe files hold, or a trained embedding table.
 *
 * <pre>{@code
 * var vectors = WordVectors.read(path, WordVectorFormat.GLOVE, vocabulary::contains);
 * vectors.nearest("frog", 10);
 * vectors.analogy("man", "king", "woman", 1);   // queen
 * }</pre>
 */
public final class WordVectors {
  private final List<String> words;
  private final Map<String, Integer> ids;
  private final int size;
  private final float[] table;
  private final float[] inverseLengths;

  /**
   * Vectors that are already in memory.
   *
   * @param table [words, size], row-major; not copied
   * @throws JacobiException if a word comes twice or the table has another size
   */
  public WordVectors(List<String> words, int size, float[] table) {
    this.words = List.copyOf(words);
    this.size = size;
    this.table = table;
    if (size < 1 || (long) words.size() * size != table.length) {
      throw new JacobiException(
          String.format(
              "word vectors: %d words of %d numbers need %d, found %d",
              words.size(), size, (long) words.size() * size, table.length));
    }
    this.ids = HashMap.newHashMap(words.size());
    for (String word : words) {
      if (ids.put(word, ids.size()) != null) {
        throw new JacobiException(
            "word vectors: the word \"" + Shown.token(word) + "\" comes twice");
      }
    }
    this.inverseLengths = new float[words.size()];
    for (int i = 0; i < inverseLengths.length; i++) {
      double length = Math.sqrt(dot(table, i * size, table, i * size));
      inverseLengths[i] = length == 0 ? 0 : (float) (1 / length);
    }
  }

  /** Reads all vectors of a file. */
  public static WordVectors read(Path file, WordVectorFormat format) throws IOException {
    return read(file, format, _ -> true);
  }

  /**
   * Reads the vectors of some words, in the file's order; only these are held in memory. Of a word
   * that comes twice the first counts.
   *
   * @throws JacobiException naming file and row, if a row is not a word and its numbers
   */
  public static WordVectors read(Path file, WordVectorFormat format, Predicate<String> wanted)
      throws IOException {
    List<String> words = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    FloatTable table = new FloatTable();
    int size =
        format.read(
            file,
            (word, vector) -> {
              if (seen.add(word)) {
                words.add(word);
                table.add(vector);
              }
            },
            wanted);
    return new WordVectors(words, size, table.toArray());
  }

  /** Rows that grow. */
  private static final class FloatTable {
    private float[] values = new float[1024];
    private int n;

    void add(float[] row) {
      if ((long) n + row.length > Integer.MAX_VALUE - 8) {
        throw new JacobiException(
            "word vectors: more than 2,147,483,639 numbers, read fewer words");
      }
      if (n + row.length > values.length) {
        long grown = Math.min(Integer.MAX_VALUE - 8L, Math.max(2L * n, (long) n + row.length));
        values = Arrays.copyOf(values, (int) grown);
      }
      System.arraycopy(row, 0, values, n, row.length);
      n += row.length;
    }

    float[] toArray() {
      return Arrays.copyOf(values, n);
    }
  }

  /** Writes all vectors. */
  public void save(Path file, WordVectorFormat format) throws IOException {
    format.write(file, this);
  }

  public List<String> words() {
    return words;
  }

  /** How many numbers a vector has. */
  public int size() {
    return size;
  }

  public OptionalInt id(String word) {
    Integer id = ids.get(word);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /**
   * The vector of a word, a copy.
   *
   * @throws JacobiException if the word has none
   */
  public float[] vector(String word) {
    int id = known(word);
    return Arrays.copyOfRange(table, id * size, (id + 1) * size);
  }

  float[] row(int id) {
    return Arrays.copyOfRange(table, id * size, (id + 1) * size);
  }

  /**
   * An embedding table for a vocabulary: the vector of each token that has one, else the row that
   * is there already.
   *
   * @param into [vocabulary, size], row-major
   * @return how many tokens have a vector
   */
  public int copyTo(Vocabulary vocabulary, float[] into) {
    return copyTo(vocabulary.tokens(), into);
  }

  /**
   * As {@link #copyTo(Vocabulary, float[])}, for any tokens.
   *
   * @param into [tokens, size], row-major
   */
  public int copyTo(List<String> tokens, float[] into) {
    if (into.length != (long) tokens.size() * size) {
      throw new JacobiException(
          String.format(
              "word vectors: a table for %d tokens of %d numbers has %d, found %d",
              tokens.size(), size, (long) tokens.size() * size, into.length));
    }
    int found = 0;
    for (int token = 0; token < tokens.size(); token++) {
      Integer id = ids.get(tokens.get(token));
      if (id != null) {
        System.arraycopy(table, id * size, into, token * size, size);
        found++;
      }
    }
    return found;
  }

  /**
   * The words whose vectors point most nearly the same way, nearest first, without the word itself.
   *
   * @throws JacobiException if the word has no vector
   */
  public List<Neighbour> nearest(String word, int count) {
    int id = known(word);
    return nearest(row(id), count, Set.of(id));
  }

  /** The words whose vectors point most nearly the way of {@code vector}, nearest first. */
  public List<Neighbour> nearest(float[] vector, int count) {
    return nearest(vector, count, Set.of());
  }

  /**
   * What is to {@code c} as {@code b} is to {@code a}: the words nearest to b - a + c, all three at
   * length 1, without these themselves (3CosAdd: Mikolov, Yih and Zweig 2013, "Linguistic
   * Regularities in Continuous Space Word Representations").
   */
  public List<Neighbour> analogy(String a, String b, String c, int count) {
    return nearest(List.of(b, c), List.of(a), count);
  }

  /**
   * The words nearest to the sum of some words less others, all at length 1, without these
   * themselves.
   *
   * @throws JacobiException if one of them has no vector
   */
  public List<Neighbour> nearest(List<String> plus, List<String> minus, int count) {
    float[] target = new float[size];
    Set<Integer> without = new HashSet<>();
    plus.forEach(word -> add(target, known(word), 1));
    minus.forEach(word -> add(target, known(word), -1));
    plus.forEach(word -> without.add(known(word)));
    minus.forEach(word -> without.add(known(word)));
    return nearest(target, count, without);
  }

  /** The cosine of the angle between the vectors of two words; 0 if one of them is zero. */
  public float cosine(String a, String b) {
    int i = known(a);
    int j = known(b);
    return (float) dot(table, i * size, table, j * size) * inverseLengths[i] * inverseLengths[j];
  }

  private void add(float[] sum, int id, float factor) {
    float scale = factor * inverseLengths[id];
    for (int k = 0; k < size; k++) {
      sum[k] += scale * table[id * size + k];
    }
  }

  private List<Neighbour> nearest(float[] vector, int count, Set<Integer> without) {
    if (vector.length != size) {
      throw new JacobiException(
          String.format(
              "word vectors: a vector of %d numbers among vectors of %d", vector.length, size));
    }
    if (count < 1) {
      throw new JacobiException("word vectors: " + count + " neighbours, expected 1 or more");
    }
    double length = Math.sqrt(dot(vector, 0, vector, 0));
    float scale = length == 0 ? 0 : (float) (1 / length);
    PriorityQueue<Neighbour> best =
        new PriorityQueue<>((x, y) -> Float.compare(x.cosine(), y.cosine()));
    for (int i = 0; i < words.size(); i++) {
      if (without.contains(i)) {
        continue;
      }
      float cosine = (float) dot(vector, 0, table, i * size) * scale * inverseLengths[i];
      if (best.size() < count || cosine > best.element().cosine()) {
        best.add(new Neighbour(words.get(i), cosine));
        if (best.size() > count) {
          best.remove();
        }
      }
    }
    List<Neighbour> sorted = new ArrayList<>(best);
    sorted.sort((x, y) -> Float.compare(y.cosine(), x.cosine()));
    return sorted;
  }

  private double dot(float[] x, int i, float[] y, int j) {
    double sum = 0;
    for (int k = 0; k < size; k++) {
      sum += (double) x[i + k] * y[j + k];
    }
    return sum;
  }

  private int known(String word) {
    Integer id = ids.get(word);
    if (id == null) {
      throw new JacobiException("word vectors: no vector for \"" + Shown.token(word) + "\"");
    }
    return id;
  }
}
