package jacobi.data.text;

import jacobi.graph.JacobiException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;

/** Opens files to stream, gzipped or not, and writes them whole or not at all. */
final class TextFiles {
  private static final int CHUNK = 1 << 16;

  private TextFiles() {}

  interface Filling {
    void fill(OutputStream out) throws IOException;
  }

  /** A stream of what a file holds, unzipped if it starts as gzip does. */
  static InputStream open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    if (Files.isDirectory(file)) {
      throw new JacobiException(file + ": is a folder, expected a file");
    }
    InputStream raw = Files.newInputStream(file);
    try {
      return unzipped(raw);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  static InputStream unzipped(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, CHUNK);
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip ? new BufferedInputStream(new GZIPInputStream(in, CHUNK), CHUNK) : in;
  }

  /** Writes to a neighbouring file, then renames it. */
  static void write(Path file, Filling filling) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), CHUNK)) {
        filling.fill(out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  static void writeLines(Path file, List<String> lines) throws IOException {
    write(
        file,
        out -> {
          for (String line : lines) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
          }
        });
  }
}
