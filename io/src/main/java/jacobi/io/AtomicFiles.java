package jacobi.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Files and folders that appear whole or not at all. */
public final class AtomicFiles {
  private static final String UNWRITABLE = "cannot be written: ";

  private AtomicFiles() {}

  /** Fills a file or a folder that is still under another name. */
  interface Filling<T> {
    void fill(T target) throws IOException;
  }

  /** Writes a file: it appears whole or not at all. Makes its folder if need be. */
  public static void write(Path file, byte[] content) throws IOException {
    write(file, channel -> writeAll(channel, ByteBuffer.wrap(content)));
  }

  /** What a file is to hold, written bit by bit. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** As {@link #write(Path, byte[])}, for what need not lie in memory as a whole. */
  public static void stream(Path file, Content content) throws IOException {
    write(
        file,
        channel -> {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
          content.writeTo(out);
          out.flush();
        });
  }

  /** Writes a file under another name, flushes it to the disk, then renames it. */
  static void write(Path file, Filling<FileChannel> filling) throws IOException {
    Path temporary = hiddenSibling(file, "tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        filling.fill(channel);
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unwritable(file, e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Fills a folder under another name, then renames it; a folder in its place is moved aside before
   * and deleted after, and put back should the last step fail.
   */
  static void replaceFolder(Path folder, Filling<Path> filling) throws IOException {
    Path temporary = hiddenSibling(folder, "tmp");
    Path previous = hiddenSibling(folder, "old");
    try {
      Files.createDirectory(temporary);
      filling.fill(temporary);
      boolean replacing = Files.exists(folder);
      if (replacing) {
        Files.move(folder, previous, StandardCopyOption.ATOMIC_MOVE);
      }
      try {
        Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        if (replacing) {
          Files.move(previous, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        throw e;
      }
    } catch (IOException e) {
      throw unwritable(folder, e);
    } finally {
      delete(temporary);
      delete(previous);
    }
  }

  static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** The same path, or an error that says what is wrong with it. */
  static Path existing(Path file) throws NoSuchFileException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    return file;
  }

  private static Path hiddenSibling(Path file, String suffix) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new FileSystemException(file.toString(), null, UNWRITABLE + "it is a root");
    }
    try {
      Files.createDirectories(parent);
    } catch (FileAlreadyExistsException e) {
      throw new FileSystemException(
          file.toString(), null, UNWRITABLE + e.getFile() + " is not a folder");
    } catch (FileSystemException e) {
      throw unwritable(file, e);
    }
    return parent.resolve("." + absolute.getFileName() + "." + UUID.randomUUID() + "." + suffix);
  }

  private static FileSystemException unwritable(Path file, IOException cause) {
    String reason =
        switch (cause) {
          case AccessDeniedException _ -> UNWRITABLE + "permission denied";
          case FileSystemException e when e.getReason() != null -> e.getReason();
          default -> String.valueOf(cause.getMessage());
        };
    FileSystemException error =
        new FileSystemException(
            file.toString(), null, reason.startsWith(UNWRITABLE) ? reason : UNWRITABLE + reason);
    error.initCause(cause);
    return error;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** Names of what is in a folder, sorted. */
  static List<String> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
