package jacobi.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFilesTest {
  private static final Platform LINUX = Platform.of("Linux", "amd64").orElseThrow();
  private static final byte[] LIBRARY = "library".repeat(100_000).getBytes(StandardCharsets.UTF_8);
  private static final byte[] RUNTIME = "runtime".repeat(1_000).getBytes(StandardCharsets.UTF_8);

  @TempDir Path temp;

  @Test
  void extractsTheLibraryAndItsRuntimeFromAJar() throws IOException {
    try (URLClassLoader loader = loader(jar(LIBRARY, RUNTIME))) {
      Path folder = NativeFiles.locate(LINUX, loader, temp.resolve("cache")).orElseThrow();
      assertThat(folder.resolve("libdnnl.so.3")).hasBinaryContent(LIBRARY);
      assertThat(folder.resolve("libgomp.so.1")).hasBinaryContent(RUNTIME);
      assertThat(names(folder)).containsExactlyInAnyOrder("libdnnl.so.3", "libgomp.so.1");
    }
  }

  @Test
  void keepsWhatIsThereAndReplacesWhatIsTruncated() throws IOException {
    try (URLClassLoader loader = loader(jar(LIBRARY, RUNTIME))) {
      Path cache = temp.resolve("cache");
      Path folder = NativeFiles.locate(LINUX, loader, cache).orElseThrow();
      Object kept = fileKey(folder.resolve("libgomp.so.1"));
      Files.write(folder.resolve("libdnnl.so.3"), new byte[] {1, 2, 3});
      assertThat(NativeFiles.locate(LINUX, loader, cache)).contains(folder);
      assertThat(folder.resolve("libdnnl.so.3")).hasBinaryContent(LIBRARY);
      assertThat(fileKey(folder.resolve("libgomp.so.1"))).isEqualTo(kept);
    }
  }

  @Test
  void givesAnotherLibraryAnotherFolder() throws IOException {
    byte[] other = LIBRARY.clone();
    other[17]++;
    Path cache = temp.resolve("cache");
    try (URLClassLoader first = loader(jar(LIBRARY, RUNTIME));
        URLClassLoader second = loader(jar(other, RUNTIME))) {
      Path folder = NativeFiles.locate(LINUX, first, cache).orElseThrow();
      assertThat(NativeFiles.locate(LINUX, second, cache).orElseThrow()).isNotEqualTo(folder);
    }
  }

  @Test
  void mayExtractManyTimesAtOnce() throws Exception {
    Path jar = jar(LIBRARY, RUNTIME);
    Path cache = temp.resolve("cache");
    Callable<Path> locate =
        () -> {
          try (URLClassLoader loader = loader(jar)) {
            Path folder = NativeFiles.locate(LINUX, loader, cache).orElseThrow();
            assertThat(folder.resolve("libdnnl.so.3")).hasBinaryContent(LIBRARY);
            return folder;
          }
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Path> folders = new ArrayList<>();
      for (Future<Path> future : threads.invokeAll(List.of(locate, locate, locate, locate))) {
        folders.add(future.get());
      }
      assertThat(folders).containsOnly(folders.getFirst());
      assertThat(names(folders.getFirst()))
          .containsExactlyInAnyOrder("libdnnl.so.3", "libgomp.so.1");
    }
  }

  @Test
  void isEmptyWhenTheClassPathHasNoOneDnn() throws IOException {
    try (URLClassLoader loader = new URLClassLoader(new URL[0], null)) {
      assertThat(NativeFiles.locate(LINUX, loader, temp)).isEmpty();
    }
  }

  @Test
  void opensFilesThatAreNotInAJarWhereTheyAre() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("classes/" + LINUX.resourceFolder()));
    Files.write(folder.resolve("libdnnl.so.3"), LIBRARY);
    URL[] urls = {temp.resolve("classes/").toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, null)) {
      assertThat(NativeFiles.locate(LINUX, loader, temp.resolve("cache"))).contains(folder);
    }
    assertThat(temp.resolve("cache")).doesNotExist();
  }

  @Test
  void saysWhichFileCannotBeWritten() throws IOException {
    Path blocked = Files.writeString(temp.resolve("blocked"), "a file where a folder should be");
    try (URLClassLoader loader = loader(jar(LIBRARY, RUNTIME))) {
      assertThatThrownBy(() -> NativeFiles.locate(LINUX, loader, blocked))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("blocked");
    }
  }

  @Test
  void aTemporaryFolderIsThisUsersOnly() throws IOException {
    Path folder = NativeFiles.temporaryFolder();
    assertThat(folder).isEmptyDirectory();
    assertThat(NativeFiles.temporaryFolder()).isNotEqualTo(folder);
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(Files.getPosixFilePermissions(folder))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void followsThePlatformsRuleForCaches() {
    Path home = Path.of("/home/ada");
    assertThat(NativeFiles.cacheFolder("Linux", Map.of(), home))
        .isEqualTo(Path.of("/home/ada/.cache/jacobi/onednn"));
    assertThat(NativeFiles.cacheFolder("Linux", Map.of("XDG_CACHE_HOME", "/var/c"), home))
        .isEqualTo(Path.of("/var/c/jacobi/onednn"));
    assertThat(NativeFiles.cacheFolder("Mac OS X", Map.of(), home))
        .isEqualTo(Path.of("/home/ada/Library/Caches/jacobi/onednn"));
  }

  private Path jar(byte[] library, byte[] runtime) throws IOException {
    Path jar = Files.createTempFile(temp, "natives", ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(LINUX.resourceFolder() + "/libdnnl.so.3"));
      out.write(library);
      out.putNextEntry(new JarEntry(LINUX.resourceFolder() + "/libgomp.so.1"));
      out.write(runtime);
    }
    return jar;
  }

  private static URLClassLoader loader(Path jar) throws IOException {
    return new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static List<Object> fileKey(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return Arrays.asList(attributes.fileKey(), attributes.lastModifiedTime());
  }
}
