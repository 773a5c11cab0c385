package jacobi.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFilesTest {
  private static final byte[] IMAGE = {1, 2, 3};

  @TempDir private Path folder;

  private KernelFiles files(String compiler) {
    return new KernelFiles(folder.resolve("kernels"), compiler);
  }

  private List<Path> stored() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("kernels"))) {
      return all.toList();
    }
  }

  @Test
  void whatWasStoredIsLoaded() throws IOException {
    files("13.0 sm_90").store("code", IMAGE);

    assertThat(files("13.0 sm_90").load("code")).hasValue(IMAGE);
    assertThat(stored()).hasSize(1);
  }

  @Test
  void anotherTextOrCompilerIsAnotherFile() {
    files("13.0 sm_90").store("code", IMAGE);

    assertThat(files("13.0 sm_90").load("other")).isEmpty();
    assertThat(files("13.0 sm_80").load("code")).isEmpty();
  }

  @Test
  void aDamagedFileIsAsNone() throws IOException {
    files("13.0").store("code", IMAGE);
    Path file = stored().getFirst();
    byte[] all = Files.readAllBytes(file);
    all[all.length - 1]++;
    Files.write(file, all);
    assertThat(files("13.0").load("code")).isEmpty();

    Files.write(file, new byte[] {1});
    assertThat(files("13.0").load("code")).isEmpty();
  }

  @Test
  void whereNothingCanBeWrittenNothingIsKept() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    KernelFiles files = new KernelFiles(file, "13.0");

    files.store("code", IMAGE);

    assertThat(files.load("code")).isEmpty();
  }
}
