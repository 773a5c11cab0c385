package jacobi.bench.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/** Makes PyTorch multiply with MKL, as its official builds do, and not with OpenBLAS. */
final class Mkl {

  static {
    System.setProperty("org.bytedeco.openblas.load", "mkl_rt");
    Loader.load(torch.class);
    // May be set only once, before anything runs between operations.
    torch.set_num_interop_threads(1);
    check();
  }

  private Mkl() {}

  /** Does its work the first time; fails if MKL is not what got loaded. */
  static void require() {}

  private static void check() {
    try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
      if (maps.noneMatch(line -> line.contains("/libmkl_core"))) {
        throw new IllegalStateException(
            "PyTorch runs without MKL: mkl's linux-x86_64-redist jar must be on the class path");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
