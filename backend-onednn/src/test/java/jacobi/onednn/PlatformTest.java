package jacobi.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64, libdnnl.so.3",
    "Linux, aarch64, linux-arm64, libdnnl.so.3",
    "Mac OS X, x86_64, macosx-x86_64, libdnnl.3.dylib",
    "Mac OS X, aarch64, macosx-arm64, libdnnl.3.dylib",
    "Windows 11, amd64, windows-x86_64, dnnl.dll"
  })
  void namesTheFilesThatArePublished(String os, String arch, String classifier, String library) {
    Platform platform = Platform.of(os, arch).orElseThrow();
    assertThat(platform.classifier()).isEqualTo(classifier);
    assertThat(platform.library()).isEqualTo(library);
    ClassLoader loader = PlatformTest.class.getClassLoader();
    assertThat(loader.getResource(platform.resourceFolder() + "/" + library)).isNotNull();
    for (String runtime : platform.runtimes()) {
      assertThat(loader.getResource(platform.resourceFolder() + "/" + runtime)).isNotNull();
    }
  }

  @Test
  void isEmptyWhereOneDnnIsNotPublished() {
    assertThat(Platform.of("Linux", "riscv64")).isEqualTo(Optional.empty());
    assertThat(Platform.of("Windows 11", "aarch64")).isEqualTo(Optional.empty());
    assertThat(Platform.of("AIX", "ppc64")).isEqualTo(Optional.empty());
  }
}
