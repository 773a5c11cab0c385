package jacobi.onednn;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Finds the native files on the class path and puts them where the operating system can open them.
 *
 * <p>Files are extracted once per user and version into a cache folder. Each is written under a
 * temporary name and then renamed, so any number of processes may start at the same time and none
 * sees half a file.
 */
final class NativeFiles {

  private NativeFiles() {}

  /**
   * The folder that holds the library and its runtimes as plain files.
   *
   * @param platform which files to look for
   * @param loader where to look for them
   * @param cache folder to extract into when they are packed in a jar
   * @return the folder, or empty when the class path has no oneDNN for this platform
   * @throws IOException when the files are there but cannot be extracted
   */
  static Optional<Path> locate(Platform platform, ClassLoader loader, Path cache)
      throws IOException {
    URL library = loader.getResource(platform.resourceFolder() + "/" + platform.library());
    if (library == null) {
      return Optional.empty();
    }
    if (library.getProtocol().equals("file")) {
      return Optional.of(folderOf(library));
    }
    List<String> names = new ArrayList<>(platform.runtimes());
    names.add(platform.library());
    Path folder = cache.resolve(platform.classifier() + "-" + fingerprint(library));
    for (String name : names) {
      URL resource = loader.getResource(platform.resourceFolder() + "/" + name);
      if (resource == null) {
        throw new IOException(name + " is missing beside " + library);
      }
      extract(resource, folder.resolve(name));
    }
    return Optional.of(folder);
  }

  /** The folder for extracted files: what the platform calls the user's cache. */
  static Path cacheFolder(String osName, Map<String, String> environment, Path home) {
    if (osName.startsWith("Windows") && environment.containsKey("LOCALAPPDATA")) {
      return Path.of(environment.get("LOCALAPPDATA"), "jacobi", "onednn");
    }
    if (osName.startsWith("Mac")) {
      return home.resolve("Library/Caches/jacobi/onednn");
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base = xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".cache");
    return base.resolve("jacobi").resolve("onednn");
  }

  /** A new folder that only this user can read, removed when the JVM ends. */
  static Path temporaryFolder() throws IOException {
    Path folder = Files.createTempDirectory("jacobi-onednn-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteTree(folder)));
    return folder;
  }

  private static void deleteTree(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // Windows does not delete a library that is still loaded; its temporary files stay.
      System.getLogger("jacobi.onednn").log(System.Logger.Level.DEBUG, "left " + folder, e);
    }
  }

  private static Path folderOf(URL file) throws IOException {
    try {
      Path path = Path.of(file.toURI());
      return Optional.ofNullable(path.getParent()).orElse(path);
    } catch (URISyntaxException e) {
      throw new IOException("not a file name: " + file, e);
    }
  }

  /** Changes whenever the library does, and is read without unpacking it. */
  private static String fingerprint(URL resource) throws IOException {
    URLConnection connection = open(resource);
    if (connection instanceof JarURLConnection jar) {
      ZipEntry entry = jar.getJarEntry();
      return Long.toHexString(entry.getCrc()) + "-" + Long.toHexString(entry.getSize());
    }
    return Long.toHexString(connection.getLastModified())
        + "-"
        + Long.toHexString(connection.getContentLengthLong());
  }

  private static void extract(URL resource, Path target) throws IOException {
    URLConnection connection = open(resource);
    long size = connection.getContentLengthLong();
    if (isComplete(target, size)) {
      return;
    }
    Path folder = Files.createDirectories(target.toAbsolutePath().resolveSibling(""));
    Path partial = Files.createTempFile(folder, "partial-", ".tmp");
    try {
      try (InputStream in = connection.getInputStream()) {
        Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
      }
      try {
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileAlreadyExistsException | java.nio.file.AccessDeniedException e) {
        // Windows refuses to replace a library that another process has just put there and opened.
        if (!isComplete(target, size)) {
          throw e;
        }
      }
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static boolean isComplete(Path file, long size) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) == size;
  }

  /** Without the URL cache, which would keep the jar open for as long as the JVM runs. */
  private static URLConnection open(URL resource) throws IOException {
    URLConnection connection = URI.create(resource.toString()).toURL().openConnection();
    connection.setUseCaches(false);
    return connection;
  }
}
