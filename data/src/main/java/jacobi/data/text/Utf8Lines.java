package jacobi.data.text;

import jacobi.graph.JacobiException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * The lines of a UTF-8 file, gzipped or not, one at a time: the file may be larger than memory, a
 * line may not. Lines end with LF or CR LF; a byte order mark is left out.
 *
 * <pre>{@code
 * try (Utf8Lines lines = Utf8Lines.open(file)) {
 *   while (lines.next()) {
 *     use(lines.text());
 *   }
 * }
 * }</pre>
 */
public final class Utf8Lines implements Closeable {
  private static final int CHUNK = 1 << 16;
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private final InputStream in;
  private final String name;
  private final byte[] chunk = new byte[CHUNK];
  private int at;
  private int end;
  private byte[] line = new byte[256];
  private int length;
  private long number;
  private String text = "";

  private Utf8Lines(InputStream in, String name) {
    this.in = in;
    this.name = name;
  }

  public static Utf8Lines open(Path file) throws IOException {
    return new Utf8Lines(TextFiles.open(file), file.toString());
  }

  /**
   * The lines of a stream, unzipped if it starts as gzip does.
   *
   * @param name what error messages call it
   */
  public static Utf8Lines of(InputStream in, String name) throws IOException {
    return new Utf8Lines(TextFiles.unzipped(in), name);
  }

  /**
   * Reads a line; false at the end.
   *
   * @throws JacobiException naming file, line and byte, if the line is not UTF-8
   */
  public boolean next() throws IOException {
    length = 0;
    number++;
    boolean any = false;
    try {
      while (fill()) {
        any = true;
        int stop = at;
        while (stop < end && chunk[stop] != '\n') {
          stop++;
        }
        append(stop);
        if (stop < end) {
          at = stop + 1;
          break;
        }
        at = stop;
      }
    } catch (EOFException e) {
      throw new JacobiException(name + ": the gzip file is truncated", e);
    } catch (ZipException e) {
      throw new JacobiException(name + ": the gzip file is damaged: " + e.getMessage(), e);
    }
    if (any) {
      text = decode();
    }
    return any;
  }

  private boolean fill() throws IOException {
    if (at < end) {
      return true;
    }
    at = 0;
    end = Math.max(0, in.read(chunk));
    return end > 0;
  }

  private void append(int stop) {
    int more = stop - at;
    if (more > LONGEST - length) {
      throw error("is longer than 2 GB, expected a text of lines");
    }
    if (length + more > line.length) {
      line = Arrays.copyOf(line, (int) Math.min(LONGEST, Math.max(length + more, 2L * length)));
    }
    System.arraycopy(chunk, at, line, length, more);
    length += more;
  }

  private String decode() {
    int stop = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    boolean mark =
        number == 1
            && stop >= 3
            && line[0] == (byte) 0xef
            && line[1] == (byte) 0xbb
            && line[2] == (byte) 0xbf;
    int start = mark ? 3 : 0;
    String decoded = new String(line, start, stop - start, StandardCharsets.UTF_8);
    // Bytes that are not UTF-8 have become this character, which may also stand there itself.
    if (decoded.indexOf('\ufffd') >= 0) {
      checkUtf8(start, stop);
    }
    return decoded;
  }

  private void checkUtf8(int start, int stop) {
    ByteBuffer bytes = ByteBuffer.wrap(line, start, stop - start);
    CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
    if (strict.decode(bytes, CharBuffer.allocate(stop - start), true).isError()) {
      int offset = bytes.position();
      throw error(
          String.format(
              "byte %,d of the line (0x%02x) is not UTF-8, expected a text file in UTF-8",
              offset + 1, line[offset]));
    }
  }

  /** The line read last, without its end. */
  public String text() {
    return text;
  }

  /** The number of the line read last, from 1. */
  public long number() {
    return number;
  }

  /** What error messages call the file. */
  public String name() {
    return name;
  }

  /** An error that names file and line. */
  JacobiException error(String problem) {
    return new JacobiException(String.format("%s: line %d: %s", name, number, problem));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
