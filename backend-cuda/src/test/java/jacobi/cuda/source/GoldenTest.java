package jacobi.cuda.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jacobi.backend.LoopNest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The CUDA C of every loop nest that networks of all kinds produce is what it was: a change shows
 * here, to be looked at. {@code -Djacobi.golden.write=true} writes the files anew.
 */
class GoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  @Test
  void nestsOfNetworks() throws IOException {
    for (Map.Entry<String, List<LoopNest>> network : Networks.nests().entrySet()) {
      StringBuilder text = new StringBuilder();
      network.getValue().forEach(nest -> append(text, nest));
      Path file = FOLDER.resolve(network.getKey() + ".cu");
      if (Boolean.getBoolean("jacobi.golden.write")) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, text);
      }
      assertThat(text.toString().lines())
          .containsExactlyElementsOf(Files.readAllLines(file, UTF_8));
    }
  }

  private static void append(StringBuilder text, LoopNest nest) {
    KernelSource source = Sources.of(nest);
    text.append("// %s reduced %s".formatted(nest.domain(), nest.reduced()));
    for (KernelSource.Launch launch : source.launches()) {
      text.append(", %s<<<%d, %d>>>".formatted(launch.entry(), launch.blocks(), launch.threads()));
    }
    // What they share is in all of them.
    String code = source.code();
    text.append('\n').append(code.substring(code.indexOf("extern"))).append('\n');
  }
}
