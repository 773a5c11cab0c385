package jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jacobi.data.Dataset;
import jacobi.data.Embedded;
import jacobi.models.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with a model once it is trained. */
class ModelCommandsTest {
  @TempDir private static Path folder;
  private static Path model;

  @BeforeAll
  static void train() {
    model = folder.resolve("out");
    Cli.run("train", "iris", "--epochs", 5, "--quiet", "--out", model).succeeded();
  }

  /** The embedded irises as CSV, with names for classes. */
  private static Path irises(boolean labelled) throws IOException {
    Dataset data = Embedded.iris();
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < data.size(); i++) {
      float[] x = data.features(i);
      rows.append(x[0]).append(',').append(x[1]).append(',').append(x[2]).append(',').append(x[3]);
      rows.append(labelled ? "," + data.classNames().get(data.label(i)) : "").append('\n');
    }
    return Files.writeString(folder.resolve(labelled ? "labelled.csv" : "rows.csv"), rows);
  }

  private static Map<String, Object> evaluate(Object... more) {
    Object[] all = new Object[more.length + 4];
    System.arraycopy(new Object[] {"evaluate", model, "--format", "json"}, 0, all, 0, 4);
    System.arraycopy(more, 0, all, 4, more.length);
    return Cli.json(Cli.run(all).succeeded().out());
  }

  @Test
  void evaluatesTheTestPartAsTrainingDid() throws IOException {
    Map<?, ?> test = (Map<?, ?>) Cli.json(model.resolve("metrics.json")).get("test");
    assertThat(evaluate())
        .containsEntry("loss", test.get("loss"))
        .containsEntry("accuracy", test.get("accuracy"))
        .containsEntry("f1", test.get("f1"))
        .containsEntry("confusion", test.get("confusion"))
        .containsEntry("examples", 24);
  }

  @Test
  void evaluatesFilesAndEmbeddedDataAlike() throws IOException {
    assertThat(evaluate("--data", irises(true))).isEqualTo(evaluate("--data", "iris"));
    assertThat(Cli.run("evaluate", model, "--data", "iris").succeeded().out())
        .matches(
            "loss \\d\\.\\d{4}, accuracy \\d\\.\\d{4}, precision \\d\\.\\d{4}, recall \\d\\.\\d{4},"
                + " f1 \\d\\.\\d{4} \\(150 examples of iris\\)\\Rclass +precision +recall +f1"
                + " +examples\\Rsetosa +1\\.0000 +1\\.0000 +1\\.0000 +50\\Rversicolor +.*"
                + " 50\\Rvirginica +.* 50\\R");
  }

  @Test
  void predictionsGiveTheAccuracyThatEvaluateSays() throws IOException {
    Path rows = irises(false);
    List<String> lines = Cli.run("predict", model, rows).succeeded().out().lines().toList();
    assertThat(lines.getFirst()).isEqualTo("setosa,versicolor,virginica");
    Dataset data = Embedded.iris();
    int right = 0;
    for (int i = 0; i < data.size(); i++) {
      double[] p =
          Arrays.stream(lines.get(i + 1).split(",")).mapToDouble(Double::parseDouble).toArray();
      assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-5));
      int best = p[0] > p[1] && p[0] > p[2] ? 0 : p[1] > p[2] ? 1 : 2;
      right += best == data.label(i) ? 1 : 0;
    }
    assertThat((Double) evaluate("--data", "iris").get("accuracy"))
        .isCloseTo(right / 150.0, within(1e-6));
  }

  @Test
  void predictsFromStandardInputAndAsJson() throws IOException {
    Path rows = irises(false);
    String csv = Cli.run("predict", model, rows).succeeded().out();
    assertThat(Cli.runWithInput(Files.readString(rows), "predict", model).succeeded().out())
        .isEqualTo(csv);
    String json = Cli.run("predict", model, rows, "--format", "json").succeeded().out();
    List<?> objects = (List<?>) Cli.json("{\"rows\":" + json + "}").get("rows");
    assertThat(objects).hasSize(150);
    List<String> lines = csv.lines().toList();
    for (int i = 0; i < objects.size(); i++) {
      Map<?, ?> object = (Map<?, ?>) objects.get(i);
      assertThat(object.keySet().stream().map(String::valueOf))
          .containsExactly("setosa", "versicolor", "virginica");
      String[] cells = lines.get(i + 1).split(",", -1);
      assertThat(((Number) object.get("setosa")).doubleValue())
          .isEqualTo(Double.parseDouble(cells[0]));
    }
  }

  @Test
  void takesTheModelItselfOrTheFolderAroundIt() throws IOException {
    Path rows = irises(false);
    assertThat(Cli.run("predict", model.resolve("model"), rows).succeeded())
        .isEqualTo(Cli.run("predict", model, rows));
  }

  @Test
  void inspectsModelsAndSpecifications() {
    for (Object subject : List.of(model, "iris")) {
      assertThat(Cli.run("inspect", subject).succeeded().out())
          .contains("features [4], 3 classes: setosa, versicolor, virginica")
          .containsPattern("\\(all\\) +Sequential +\\[1, 3\\] +131")
          .containsPattern("0 +Linear\\(4 -> 16\\) +\\[1, 16\\] +80")
          .containsPattern("1 +tanh +\\[1, 16\\] +0")
          .containsPattern("2 +Linear\\(16 -> 3\\) +\\[1, 3\\] +51");
    }
    assertThat(Cli.run("inspect", "iris").out())
        .contains("102 to train, 24 to validate, 24 to test", "optimizer: adam: 0.01");
  }

  @Test
  void printsGraphs() {
    String text = Cli.run("inspect", model, "--graph", "text").succeeded().out();
    assertThat(text).contains("# input", "# 0.weight", "# output").doesNotContain("dloss");
    String dot = Cli.run("inspect", "iris", "--graph", "dot", "--gradients").succeeded().out();
    assertThat(dot)
        .startsWith("digraph jacobi {")
        .contains("loss", "dloss/d0.weight", "dloss/d2.bias")
        .endsWith("}\n");
  }

  @Test
  void listsExamples() {
    assertThat(Cli.run("examples").succeeded().out().lines().map(l -> l.split(" ", 2)[0]))
        .containsExactlyElementsOf(Spec.embedded())
        .contains("digits", "word2vec-brown", "shakespeare-lstm");
  }
}
