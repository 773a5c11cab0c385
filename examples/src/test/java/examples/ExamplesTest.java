package examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the examples, and checks that the code in documents is that of the examples. */
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
  void reviews(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("reviews.csv");
    String rows = "a lovely film,5\n\"what a bad, dull film\",1\n".repeat(20);
    Files.writeString(file, "review,stars\n" + rows);
    assertThat(Reviews.classify(file).accuracy()).isEqualTo(1);
    List<String> texts = Collections.nCopies(50, "a lovely film about a dull town");
    assertThat(Reviews.vectors(texts).nearest("film", 3)).hasSize(3);
  }

  @Test
  void devices() {
    assertThat(Devices.run()).isLessThan(.1);
    Devices.use();
  }

  @ParameterizedTest
  @CsvSource({"README.md, 4", "docs/text.md, 3", "docs/gpu.md, 2"})
  void documentsShowTheExamples(String document, int blocks) throws IOException {
    StringBuilder sources = new StringBuilder();
    for (String name :
        new String[] {"Irises", "Gradients", "OwnLoop", "Reviews", "NextWord", "Devices"}) {
      sources.append(Files.readString(Path.of("src/main/java/examples/" + name + ".java")));
    }
    Path root = Path.of("").toAbsolutePath().getParent();
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(root.resolve(document)));
    int found = 0;
    while (block.find()) {
      assertThat(squeezed(sources.toString())).contains(squeezed(block.group(1)));
      found++;
    }
    assertThat(found).isEqualTo(blocks);
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", "");
  }
}
