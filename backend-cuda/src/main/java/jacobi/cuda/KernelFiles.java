package jacobi.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Compiled kernels kept as files from one process to the next: compiling a large plan's takes many
 * seconds. Any number of processes may read and write at once; a file that is damaged is as none.
 */
final class KernelFiles {
  private static final System.Logger LOG = System.getLogger("jacobi.cuda");

  private final Path folder;
  private final String compiler;
  private final AtomicBoolean complained = new AtomicBoolean();

  /**
   * The files in a folder, which need not be there yet.
   *
   * @param compiler what the same text is compiled differently by: its version, for which GPU
   */
  KernelFiles(Path folder, String compiler) {
    this.folder = folder;
    this.compiler = compiler;
  }

  /** What was stored for a text. */
  Optional<byte[]> load(String code) {
    Path file = file(code);
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      byte[] all = Files.readAllBytes(file);
      int start = sha256(new byte[0]).length;
      if (all.length < start) {
        return Optional.empty();
      }
      byte[] image = Arrays.copyOfRange(all, start, all.length);
      return Arrays.equals(sha256(image), Arrays.copyOf(all, start))
          ? Optional.of(image)
          : Optional.empty();
    } catch (IOException e) {
      complain(e);
      return Optional.empty();
    }
  }

  /** Stores what a text was compiled to. Where that is not possible the log says so, once. */
  void store(String code, byte[] image) {
    try {
      Files.createDirectories(folder);
      Path temporary = Files.createTempFile(folder, "new", ".tmp");
      try {
        byte[] sum = sha256(image);
        byte[] all = Arrays.copyOf(sum, sum.length + image.length);
        System.arraycopy(image, 0, all, sum.length, image.length);
        Files.write(temporary, all);
        Files.move(temporary, file(code), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      complain(e);
    }
  }

  private void complain(IOException e) {
    if (!complained.getAndSet(true)) {
      LOG.log(Level.INFO, "compiled kernels are not kept in " + folder + ": " + e);
    }
  }

  private Path file(String code) {
    byte[] name = sha256((compiler + "\n" + code).getBytes(UTF_8));
    return folder.resolve(HexFormat.of().formatHex(name) + ".bin");
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
