package jacobi.data;

import jacobi.graph.JacobiException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads whole files, gzipped or not, without trusting what they say of their size. */
final class Inputs {
  private static final int CHUNK = 1 << 16;

  private Inputs() {}

  static byte[] read(Path file) throws IOException {
    checkExists(file);
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    }
  }

  /** At most some bytes from the start of a file, as they are. */
  static byte[] rawStart(Path file, int bytes) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(bytes);
    }
  }

  /** At most some bytes from the start of a file, unzipped. */
  static byte[] start(Path file, int bytes) throws IOException {
    checkExists(file);
    try (InputStream in = Files.newInputStream(file)) {
      return unzipped(in, file.toString(), unzipped -> unzipped.readNBytes(bytes));
    }
  }

  /** Everything a stream holds, unzipped if it starts as gzip does. Does not close it. */
  static byte[] read(InputStream raw, String name) throws IOException {
    return unzipped(raw, name, in -> readAll(in, name));
  }

  private interface Reading {
    byte[] from(InputStream in) throws IOException;
  }

  private static byte[] unzipped(InputStream raw, String name, Reading reading) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, CHUNK);
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    if (!gzip) {
      return reading.from(in);
    }
    try {
      return reading.from(new GZIPInputStream(in, CHUNK));
    } catch (EOFException e) {
      throw new JacobiException(name + ": the gzip file is truncated", e);
    } catch (ZipException e) {
      throw new JacobiException(name + ": the gzip file is damaged: " + e.getMessage(), e);
    }
  }

  private static byte[] readAll(InputStream in, String name) throws IOException {
    // A buffer that grows holds its bytes twice while it does, and the data set needs its share
    // too.
    long limit = Math.min(Integer.MAX_VALUE - 8L, Runtime.getRuntime().maxMemory() / 4);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      if ((long) all.size() + n > limit) {
        throw new JacobiException(
            String.format(
                "%s: holds more than %,d MB, too much for this heap (raise -Xmx)",
                name, limit >> 20));
      }
      all.write(chunk, 0, n);
    }
    return all.toByteArray();
  }

  static void checkExists(Path file) throws NoSuchFileException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    if (Files.isDirectory(file)) {
      throw new JacobiException(file + ": is a folder, expected a file");
    }
  }
}
