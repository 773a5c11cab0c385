package jacobi.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {
  @TempDir private Path folder;

  /** Under a name that the system's loader cannot know. */
  private Loader loader() {
    return new Loader(Places.of(folder.toString(), Map.of(), folder, folder), true);
  }

  @Test
  void whatIsMissingIsNamedInOneLine() {
    Loader.Found found = loader().open(Library.NVRTC, 12);

    assertThat(found.symbols()).isEmpty();
    assertThat(found.line())
        .isEqualTo(
            "no NVRTC (nvrtc64_120_0.dll): not in "
                + folder
                + ", not known to the system's loader, and not in the 0 usual folders of CUDA and"
                + " of Python's nvidia packages; install CUDA 12 or 13, or pip install"
                + " nvidia-cuda-nvrtc");
  }

  @Test
  void aFileThatIsNoLibraryIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("cudnn64_9.dll"), "not one");

    Loader.Found found = loader().open(Library.CUDNN, 13);

    assertThat(found.symbols()).isEmpty();
    assertThat(found.line()).startsWith("cuDNN 9 cannot be opened: " + file).hasLineCount(1);
  }

  @Test
  void librariesNewerThanTheDriverAreNotTaken() {
    assertThat(Library.CUBLASLT.fileNames(false, 12)).isEqualTo(List.of("libcublasLt.so.12"));
    assertThat(Library.CUBLASLT.fileNames(false, 14))
        .isEqualTo(List.of("libcublasLt.so.13", "libcublasLt.so.12"));
    assertThat(Library.NVRTC.fileNames(true, 13))
        .isEqualTo(List.of("nvrtc64_130_0.dll", "nvrtc64_120_0.dll"));
  }
}
