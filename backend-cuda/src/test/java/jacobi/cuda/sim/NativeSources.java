package jacobi.cuda.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Makes the simulated libraries from {@code src/test/native} with this machine's C compiler, once:
 * they lie in a folder named after what they were made from, and so do compiled kernels.
 */
final class NativeSources {
  private static final List<String> FLAGS =
      List.of("-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-pthread");

  private NativeSources() {}

  /** The folder of the libraries; skips the test that asks where there cannot be any. */
  static Path folder() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (!os.contains("linux")) {
      throw new TestAbortedException("the simulated GPU needs Linux, not " + os);
    }
    String compiler =
        Stream.of("gcc", "cc")
            .filter(NativeSources::isThere)
            .findFirst()
            .orElseThrow(
                () -> new TestAbortedException("the simulated GPU needs a C compiler (gcc, cc)"));
    try {
      return make(compiler, sources());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isThere(String compiler) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, compiler)));
  }

  private static Path sources() {
    return Stream.of("src/test/native", "backend-cuda/src/test/native")
        .map(Path::of)
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no src/test/native"))
        .toAbsolutePath();
  }

  private static Path make(String compiler, Path sources) throws IOException {
    Path target = sources.resolveSibling("../../target").normalize();
    Path folder = target.resolve("simulated-gpu").resolve(fingerprint(compiler, sources));
    Files.createDirectories(folder);
    for (Library library : Library.values()) {
      Path file = folder.resolve(library.file);
      if (!Files.exists(file)) {
        List<String> command = new ArrayList<>(List.of(compiler));
        command.addAll(FLAGS);
        command.add("-DSIM_FOLDER=\"" + folder + "\"");
        command.add("-DSIM_SOURCES=\"" + sources + "\"");
        command.add("-DSIM_COMPILER=\"" + compiler + "\"");
        for (String source : library.sources.split(" ", -1)) {
          command.add(sources.resolve(source).toString());
        }
        Path made = Files.createTempFile(folder, "made", ".so");
        command.addAll(List.of("-o", made.toString()));
        if (library != Library.DEVICE) {
          command.add(folder.resolve(Library.DEVICE.file).toString());
        }
        if (library.compareTo(Library.CUDA) > 0) {
          command.add(folder.resolve(Library.CUDA.file).toString());
        }
        command.addAll(List.of("-lm", "-ldl"));
        run(command);
        // Another JVM may have made the same meanwhile.
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return folder;
  }

  /** In the order in which they need each other. */
  enum Library {
    DEVICE("libjacobisim.so", "device.c builtins.c compile.c"),
    NVRTC("libnvrtc.so.13", "nvrtc.c"),
    CUDA("libcuda.so.1", "cuda.c stream.c memory.c words.c"),
    CUBLASLT("libcublasLt.so.13", "cublaslt.c"),
    CUDNN("libcudnn.so.9", "cudnn.c");

    final String file;

    /** File names with a space between them. */
    final String sources;

    Library(String file, String sources) {
      this.file = file;
      this.sources = sources;
    }
  }

  private static String fingerprint(String compiler, Path sources) throws IOException {
    java.security.MessageDigest digest;
    try {
      digest = java.security.MessageDigest.getInstance("SHA-256");
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    digest.update((compiler + sources + FLAGS).getBytes(StandardCharsets.UTF_8));
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.sorted().toList()) {
        digest.update(Files.readAllBytes(file));
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + "\n" + text);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
