package jacobi.data.text;

import jacobi.graph.JacobiException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;

/** How files hold word vectors; read as streams, gzipped or not. */
public enum WordVectorFormat {
  /**
   * word2vec's text: a line with the number of words and the size of their vectors, then a line a
   * word, which is followed by its numbers, separated by blanks.
   */
  WORD2VEC_TEXT {
    @Override
    int read(Path file, Sink sink, Predicate<String> wanted) throws IOException {
      try (Utf8Lines lines = Utf8Lines.open(file)) {
        if (!lines.next()) {
          throw new JacobiException(file + ": is empty, expected word vectors");
        }
        long[] header = header(file, lines.text());
        int size = (int) header[1];
        long rows = 0;
        while (lines.next()) {
          rows++;
          row(lines, size, sink, wanted);
        }
        if (rows != header[0]) {
          throw new JacobiException(
              String.format(
                  "%s: has %,d words, where its first line says %,d", file, rows, header[0]));
        }
        return size;
      }
    }

    @Override
    void write(Path file, WordVectors vectors) throws IOException {
      writeText(file, vectors, vectors.words().size() + " " + vectors.size() + "\n");
    }
  },

  /**
   * word2vec's binary format: a line as in its text, then for every word its characters, a blank,
   * and its numbers as float32, little-endian; a line break may follow.
   */
  WORD2VEC_BINARY {
    @Override
    int read(Path file, Sink sink, Predicate<String> wanted) throws IOException {
      try (DataInputStream in = new DataInputStream(TextFiles.open(file))) {
        long[] header = header(file, word(file, 0, in, '\n'));
        int size = (int) header[1];
        byte[] bytes = new byte[size * Float.BYTES];
        for (long row = 1; row <= header[0]; row++) {
          String word = word(file, row, in, ' ');
          in.readFully(bytes);
          if (wanted.test(word)) {
            float[] vector = new float[size];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
            for (float x : vector) {
              if (!Float.isFinite(x)) {
                throw error(
                    file, row, String.format("\"%s\" has the number %s", Shown.token(word), x));
              }
            }
            sink.accept(word, vector);
          }
        }
        return size;
      } catch (EOFException e) {
        throw new JacobiException(file + ": ends before its last word vector", e);
      }
    }

    @Override
    void write(Path file, WordVectors vectors) throws IOException {
      byte[] bytes = new byte[vectors.size() * Float.BYTES];
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      TextFiles.write(
          file,
          out -> {
            String header = vectors.words().size() + " " + vectors.size() + "\n";
            out.write(header.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < vectors.words().size(); i++) {
              out.write((writable(file, vectors, i) + " ").getBytes(StandardCharsets.UTF_8));
              buffer.asFloatBuffer().put(vectors.row(i));
              out.write(bytes);
              out.write('\n');
            }
          });
    }
  },

  /** GloVe's text: a line a word, which is followed by its numbers, separated by blanks. */
  GLOVE {
    @Override
    int read(Path file, Sink sink, Predicate<String> wanted) throws IOException {
      try (Utf8Lines lines = Utf8Lines.open(file)) {
        int size = 0;
        while (lines.next()) {
          // Some of GloVe's words hold blanks: the numbers are counted on the first line only.
          if (size == 0) {
            size = numbersAtEnd(lines.text());
          }
          row(lines, size, sink, wanted);
        }
        if (size == 0) {
          throw new JacobiException(file + ": is empty, expected word vectors");
        }
        return size;
      }
    }

    @Override
    void write(Path file, WordVectors vectors) throws IOException {
      writeText(file, vectors, "");
    }
  };

  /** How much of a file is looked at to tell its format. */
  private static final int START = 1 << 16;

  private static final int LONGEST_WORD = 1 << 16;
  private static final int LARGEST = 1 << 20;

  interface Sink {
    void accept(String word, float[] vector);
  }

  /**
   * The format that a file seems to have: with word2vec's first line, its binary format where bytes
   * follow that no text has, else its text; without that line GloVe's.
   */
  public static WordVectorFormat of(Path file) throws IOException {
    byte[] start;
    try (InputStream in = TextFiles.open(file)) {
      start = in.readNBytes(START);
    }
    int end = 0;
    while (end < start.length && start[end] != '\n') {
      end++;
    }
    String line = new String(start, 0, end, StandardCharsets.UTF_8).strip();
    if (!line.matches("\\d{1,18} +\\d{1,7}")) {
      return GLOVE;
    }
    for (int i = end; i < start.length; i++) {
      boolean control = start[i] >= 0 && start[i] < ' ';
      if (control && start[i] != '\n' && start[i] != '\r' && start[i] != '\t') {
        return WORD2VEC_BINARY;
      }
    }
    return WORD2VEC_TEXT;
  }

  /** Hands over the vectors of wanted words and returns their size. */
  abstract int read(Path file, Sink sink, Predicate<String> wanted) throws IOException;

  abstract void write(Path file, WordVectors vectors) throws IOException;

  private static JacobiException error(Path file, long row, String problem) {
    return new JacobiException(String.format("%s: row %d: %s", file, row, problem));
  }

  private static long[] header(Path file, String line) {
    String[] cells = line.strip().split(" +", -1);
    if (cells.length != 2 || !cells[0].matches("\\d{1,18}") || !cells[1].matches("\\d{1,7}")) {
      throw error(
          file,
          0,
          String.format(
              "expected a first line with the number of words and the size of their vectors, found"
                  + " \"%s\"",
              Shown.token(line)));
    }
    long size = Long.parseLong(cells[1]);
    if (size < 1 || size > LARGEST) {
      throw error(file, 0, String.format("vectors of %d numbers, expected 1 to %d", size, LARGEST));
    }
    return new long[] {Long.parseLong(cells[0]), size};
  }

  private static int numbersAtEnd(String line) {
    String[] cells = line.stripTrailing().split(" ", -1);
    int numbers = 0;
    while (numbers < cells.length - 1 && isNumber(cells[cells.length - 1 - numbers])) {
      numbers++;
    }
    return Math.max(1, numbers);
  }

  private static boolean isNumber(String cell) {
    return cell.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  }

  private static void row(Utf8Lines lines, int size, Sink sink, Predicate<String> wanted) {
    String line = lines.text();
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ') {
      end--;
    }
    int at = end;
    for (int k = 0; k < size && at > 0; k++) {
      at = line.lastIndexOf(' ', at - 1);
    }
    if (at <= 0) {
      throw lines.error(
          String.format("expected a word and %d numbers, found \"%s\"", size, Shown.token(line)));
    }
    String word = line.substring(0, at);
    if (wanted.test(word)) {
      sink.accept(word, numbers(lines, line, at + 1, end, size));
    }
  }

  private static float[] numbers(Utf8Lines lines, String line, int from, int end, int size) {
    float[] vector = new float[size];
    int at = from;
    for (int k = 0; k < size; k++) {
      int blank = line.indexOf(' ', at);
      int stop = blank < 0 || blank > end ? end : blank;
      String cell = line.substring(at, stop);
      float value = isNumber(cell) ? Float.parseFloat(cell) : Float.NaN;
      if (!Float.isFinite(value)) {
        throw lines.error(
            String.format(
                "number %d of \"%s\" is \"%s\", expected a word and %d numbers",
                k + 1, Shown.token(line.substring(0, from - 1)), Shown.token(cell), size));
      }
      vector[k] = value;
      at = stop + 1;
    }
    return vector;
  }

  /** The characters up to a delimiter; a line break that ends the row before is left out. */
  private static String word(Path file, long row, DataInputStream in, char delimiter)
      throws IOException {
    byte[] bytes = new byte[64];
    int n = 0;
    for (byte b = in.readByte(); b != delimiter; b = in.readByte()) {
      if (b == '\n' && n == 0) {
        continue;
      }
      if (n == LONGEST_WORD) {
        throw error(file, row, String.format("a word of more than %,d bytes", LONGEST_WORD));
      }
      if (n == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * n);
      }
      bytes[n++] = b;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, n)).toString();
    } catch (CharacterCodingException e) {
      throw error(file, row, "the word is not UTF-8, expected word2vec's binary format");
    }
  }

  private static void writeText(Path file, WordVectors vectors, String header) throws IOException {
    TextFiles.write(
        file,
        out -> {
          out.write(header.getBytes(StandardCharsets.UTF_8));
          StringBuilder line = new StringBuilder();
          for (int i = 0; i < vectors.words().size(); i++) {
            line.setLength(0);
            line.append(writable(file, vectors, i));
            for (float x : vectors.row(i)) {
              line.append(' ').append(x);
            }
            out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  private static String writable(Path file, WordVectors vectors, int id) {
    String word = vectors.words().get(id);
    if (word.isEmpty() || word.indexOf(' ') >= 0 || word.indexOf('\n') >= 0) {
      throw error(
          file,
          id + 1L,
          String.format(
              "the word \"%s\" is empty or holds a blank or a line break, which the format cannot"
                  + " hold",
              Shown.token(word)));
    }
    return word;
  }
}
