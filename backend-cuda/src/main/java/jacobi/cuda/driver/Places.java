package jacobi.cuda.driver;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The folders in which CUDA's libraries are looked for: what the user says, then CUDA as installed
 * for the whole system, then the folders of Python's nvidia-* packages.
 *
 * @param chosen folders of the setting; looked through before the system's loader is asked
 * @param others folders looked through after that
 */
record Places(List<Path> chosen, List<Path> others) {
  private static final List<String> WHEELS = List.of("cu13", "cuda_nvrtc", "cublas", "cudnn");

  Places {
    chosen = List.copyOf(chosen);
    others = List.copyOf(others);
  }

  /** The places of this machine, by its system properties and environment. */
  static Places current() {
    return of(
        System.getProperty(
            "jacobi.cuda.path", System.getenv().getOrDefault("JACOBI_CUDA_PATH", "")),
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        Path.of("/"));
  }

  /**
   * The places for given settings.
   *
   * @param setting folders, separated as in a path
   * @param root where the system's folders begin
   */
  static Places of(String setting, Map<String, String> environment, Path home, Path root) {
    Set<Path> others = new LinkedHashSet<>();
    for (String name : List.of("CUDA_HOME", "CUDA_PATH")) {
      folder(environment.getOrDefault(name, "")).ifPresent(p -> toolkit(p, others));
    }
    toolkit(root.resolve("usr/local/cuda"), others);
    matching(root.resolve("usr/local"), "cuda-1[23]*").forEach(p -> toolkit(p, others));
    for (String name :
        List.of(
            "usr/lib/x86_64-linux-gnu",
            "usr/lib/aarch64-linux-gnu",
            "usr/lib64",
            "usr/lib",
            "usr/lib/wsl/lib",
            "run/opengl-driver/lib")) {
      others.add(root.resolve(name));
    }
    matching(root.resolve("Program Files/NVIDIA GPU Computing Toolkit/CUDA"), "v1[23]*")
        .forEach(p -> toolkit(p, others));
    for (Path prefix : pythons(environment, home, root)) {
      others.add(prefix.resolve("lib"));
      matching(prefix.resolve("lib"), "python3*").forEach(p -> packages(p, others));
      packages(prefix.resolve("Lib"), others);
    }
    return new Places(folders(setting), others.stream().filter(p -> Files.isDirectory(p)).toList());
  }

  /** In short, for a message that nothing was found. */
  String describe() {
    return (chosen.isEmpty()
            ? "jacobi.cuda.path is not set"
            : "not in "
                + String.join(File.pathSeparator, chosen.stream().map(Path::toString).toList()))
        + ", not known to the system's loader, and not in the "
        + others.size()
        + " usual folders of CUDA and of Python's nvidia packages";
  }

  private static void toolkit(Path folder, Set<Path> to) {
    for (String name : List.of("lib64", "targets/x86_64-linux/lib", "targets/sbsa-linux/lib")) {
      to.add(folder.resolve(name));
    }
    to.add(folder.resolve("bin"));
    to.add(folder.resolve("bin/x64"));
  }

  /** What Python's packages put below a folder of them: both the layout of CUDA 12 and of 13. */
  private static void packages(Path python, Set<Path> to) {
    for (String packages : List.of("site-packages", "dist-packages")) {
      for (String wheel : WHEELS) {
        Path folder = python.resolve(packages).resolve("nvidia").resolve(wheel);
        to.add(folder.resolve("lib"));
        to.add(folder.resolve("bin"));
        to.add(folder.resolve("bin/x86_64"));
      }
    }
  }

  /** The folders of Python installations that may have packages. None is started. */
  private static Set<Path> pythons(Map<String, String> environment, Path home, Path root) {
    Set<Path> prefixes = new LinkedHashSet<>();
    for (String name : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      folder(environment.getOrDefault(name, "")).ifPresent(prefixes::add);
    }
    for (Path folder : folders(environment.getOrDefault("PATH", ""))) {
      for (String name : List.of("python3", "python.exe")) {
        Path python = folder.resolve(name);
        if (Files.isRegularFile(python)) {
          installation(python, prefixes);
        }
      }
    }
    prefixes.add(home.resolve(".local"));
    prefixes.add(root.resolve("usr/local"));
    prefixes.add(root.resolve("usr"));
    return prefixes;
  }

  private static void installation(Path python, Set<Path> to) {
    Path bin = python.getParent();
    to.add(python.endsWith("python.exe") ? bin : bin.resolve("..").normalize());
    if (bin.endsWith("shims")) {
      // pyenv's python3 is a script that starts the one of several that a setting names.
      matching(bin.resolveSibling("versions"), "3*").forEach(to::add);
      return;
    }
    try {
      to.add(python.toRealPath().resolveSibling("..").normalize());
    } catch (IOException e) {
      // It went away since it was seen.
      return;
    }
  }

  private static List<Path> folders(String setting) {
    List<Path> folders = new ArrayList<>();
    for (String name : setting.split(File.pathSeparator, -1)) {
      folder(name).ifPresent(folders::add);
    }
    return folders;
  }

  private static Optional<Path> folder(String name) {
    try {
      return name.isBlank() ? Optional.empty() : Optional.of(Path.of(name));
    } catch (InvalidPathException e) {
      // An environment may hold anything; what is no path is no folder of a library.
      return Optional.empty();
    }
  }

  /** Folders in one, by a pattern, the last in order of names first: newer versions are. */
  private static List<Path> matching(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, pattern)) {
        all.forEach(found::add);
      } catch (IOException e) {
        // Not readable for this user, and so not usable either.
        return List.of();
      }
    }
    return found.stream().sorted(Comparator.reverseOrder()).toList();
  }
}
