package examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples, and checks that the code in the README is that of the examples. */
class ExamplesTest {
  @Test
  void irises(@TempDir Path folder) throws IOException {
    assertThat(Irises.run(folder.resolve("iris")).accuracy()).isGreaterThan(0.85);
    assertThat(folder.resolve("iris/weights.safetensors")).exists();
  }

  @Test
  void gradients() {
    assertThat(Gradients.run()).contains("dL/db");
  }

  @Test
  void ownLoop() {
    assertThat(OwnLoop.run()).isLessThan(1e-6);
  }

  @Test
  void nextWord(@TempDir Path folder) throws IOException {
    assertThat(NextWord.run(folder)).hasSize(3).allMatch(text -> text.startsWith(" "));
  }

  @Test
  void readmeShowsTheExamples() throws IOException {
    Path root = Path.of("").toAbsolutePath().getParent();
    StringBuilder sources = new StringBuilder();
    for (String name : new String[] {"Irises", "Gradients", "OwnLoop"}) {
      sources.append(Files.readString(Path.of("src/main/java/examples/" + name + ".java")));
    }
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(root.resolve("README.md")));
    int blocks = 0;
    while (block.find()) {
      assertThat(squeezed(sources.toString())).contains(squeezed(block.group(1)));
      blocks++;
    }
    assertThat(blocks).isEqualTo(3);
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", "");
  }
}
