package jacobi.data.text;

import java.io.IOException;
import java.io.Reader;

/** The characters of lines: whoever parses them learns of bytes that are not UTF-8, and where. */
final class LinesReader extends Reader {
  private final Utf8Lines lines;
  private String line = "";
  private int at;

  LinesReader(Utf8Lines lines) {
    this.lines = lines;
  }

  @Override
  public int read(char[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at == line.length()) {
      if (!lines.next()) {
        return -1;
      }
      line = lines.text() + "\n";
      at = 0;
    }
    int n = Math.min(length, line.length() - at);
    line.getChars(at, at + n, into, offset);
    at += n;
    return n;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
