package jacobi.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where CUDA is looked for, on made-up machines. */
class PlacesTest {
  @TempDir private Path machine;
  private Path home;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void nothingIsThere() throws IOException {
    home = folder("home/me");
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(machine.resolve(name));
  }

  private Path file(String name) throws IOException {
    Path file = machine.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    return Files.createFile(file);
  }

  private Places places(String setting) {
    return Places.of(setting, environment, home, machine);
  }

  @Test
  void theSettingsFoldersComeFirstAndInOrder() {
    Places places = places("/a/b" + File.pathSeparator + "/c" + File.pathSeparator);

    assertThat(places.chosen()).containsExactly(Path.of("/a/b"), Path.of("/c"));
    assertThat(places.others()).isEmpty();
    assertThat(places.describe())
        .isEqualTo(
            "not in /a/b"
                + File.pathSeparator
                + "/c, not known to the system's loader, and not in the 0 usual folders of CUDA and"
                + " of Python's nvidia packages");
  }

  @Test
  void theSystemsCudaIsFoundTheNewestFirst() throws IOException {
    Path old = folder("usr/local/cuda-12.4/lib64");
    Path current = folder("usr/local/cuda-13.0/targets/x86_64-linux/lib");
    Path chosen = folder("opt/cuda/lib64");
    Path distribution = folder("usr/lib/x86_64-linux-gnu");
    Path ancient = folder("usr/local/cuda-11.8/lib64");
    environment.put("CUDA_HOME", machine.resolve("opt/cuda").toString());

    assertThat(places("").others())
        .containsSubsequence(List.of(chosen, current, old, distribution))
        .doesNotContain(ancient);
  }

  @Test
  void pythonsPackagesOfBothLayoutsAreFound() throws IOException {
    Path thirteen = folder("venv/lib/python3.12/site-packages/nvidia/cu13/lib");
    Path cudnn = folder("venv/lib/python3.12/site-packages/nvidia/cudnn/lib");
    Path nvrtc = folder("home/me/.local/lib/python3.11/site-packages/nvidia/cuda_nvrtc/lib");
    Path blas = folder("usr/local/lib/python3.11/dist-packages/nvidia/cublas/lib");
    Path conda = folder("conda/lib");
    environment.put("VIRTUAL_ENV", machine.resolve("venv").toString());
    environment.put("CONDA_PREFIX", machine.resolve("conda").toString());

    assertThat(places("").others())
        .contains(thirteen, cudnn, nvrtc, blas, conda)
        .containsSubsequence(List.of(thirteen, cudnn, conda, nvrtc, blas));
  }

  @Test
  void aPythonOnThePathIsFoundByWhereItLies() throws IOException {
    Path python = file("opt/python/bin/python3.12");
    Path packages = folder("opt/python/lib/python3.12/site-packages/nvidia/cu13/lib");
    Path bin = folder("bin");
    Files.createSymbolicLink(bin.resolve("python3"), python);
    environment.put("PATH", bin.toString());

    assertThat(places("").others().stream().map(Path::normalize)).contains(packages.toRealPath());
  }

  @Test
  void allOfPyenvsVersionsAreLookedThrough() throws IOException {
    file("home/me/.pyenv/shims/python3");
    Path packages =
        folder("home/me/.pyenv/versions/3.11.7/lib/python3.11/site-packages/nvidia/cudnn/lib");
    environment.put("PATH", machine.resolve("home/me/.pyenv/shims").toString());

    assertThat(places("").others()).contains(packages);
  }

  @Test
  void whatIsNoPathIsLeftOut() {
    environment.put("CUDA_HOME", "\0");

    assertThat(places("").others()).isEmpty();
  }
}
