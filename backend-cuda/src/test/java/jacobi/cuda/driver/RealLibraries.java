package jacobi.cuda.driver;

import java.lang.foreign.SymbolLookup;
import java.util.Locale;
import org.opentest4j.TestAbortedException;

/**
 * NVIDIA's own libraries for tests, which find them in the usual places, or in the folders that the
 * environment variable JACOBI_CUDA_PATH names: a GPU is not needed to open them.
 */
public final class RealLibraries {
  private RealLibraries() {}

  /** The functions of a library; skips the test that asks where it is not. */
  public static SymbolLookup open(Library library) {
    Places places =
        Places.of(
            System.getenv().getOrDefault("JACOBI_CUDA_PATH", ""),
            System.getenv(),
            java.nio.file.Path.of(System.getProperty("user.home")),
            java.nio.file.Path.of("/"));
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    Loader.Found found = new Loader(places, windows).open(library, 13);
    return found.symbols().orElseThrow(() -> new TestAbortedException(found.line()));
  }
}
