package jacobi.onednn;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A platform for which a native oneDNN is published.
 *
 * @param classifier the folder in the native jar, such as {@code linux-x86_64}
 * @param library the file name of oneDNN itself
 * @param runtimes files that must lie beside it, the OpenMP runtime it was linked with
 * @param openMp what to open for the OpenMP functions when oneDNN's own handle does not show them
 */
record Platform(String classifier, String library, List<String> runtimes, Optional<String> openMp) {

  Platform {
    runtimes = List.copyOf(runtimes);
  }

  /** The platform of the running JVM, or empty when oneDNN is not published for it. */
  static Optional<Platform> current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /** The platform for values of the system properties {@code os.name} and {@code os.arch}. */
  static Optional<Platform> of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean x86 = osArch.equals("amd64") || osArch.equals("x86_64");
    boolean arm = osArch.equals("aarch64") || osArch.equals("arm64");
    if (os.startsWith("linux") && (x86 || arm)) {
      return Optional.of(
          new Platform(
              x86 ? "linux-x86_64" : "linux-arm64",
              "libdnnl.so.3",
              List.of("libgomp.so.1"),
              Optional.empty()));
    }
    if (os.startsWith("mac") && (x86 || arm)) {
      return Optional.of(
          new Platform(
              x86 ? "macosx-x86_64" : "macosx-arm64",
              "libdnnl.3.dylib",
              List.of(x86 ? "libiomp5.dylib" : "libomp.dylib"),
              Optional.empty()));
    }
    if (os.startsWith("windows") && x86) {
      return Optional.of(
          new Platform("windows-x86_64", "dnnl.dll", List.of(), Optional.of("vcomp140.dll")));
    }
    return Optional.empty();
  }

  /** The resource folder of the native files, as the artifact {@code org.bytedeco:dnnl} has it. */
  String resourceFolder() {
    return "org/bytedeco/dnnl/" + classifier;
  }
}
