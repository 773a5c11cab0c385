package jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Normalisation, embeddings, connection patterns and residual blocks in specifications. */
class BlockLayersTest {
  @TempDir private Path folder;

  private Path spec(String network) throws IOException {
    return Files.writeString(
        folder.resolve("spec.yaml"),
        """
        name: irises
        data: {source: iris, split: {test: 0.2}, scale: standardize}
        network: %s
        loss: cross-entropy
        optimizer: {adam: 0.02}
        training: {epochs: 30, l1: 1e-5, l2: 1e-4}
        """
            .formatted(network));
  }

  @Test
  void networksOfBlocksLearnAndComeBack() throws IOException {
    Path spec =
        spec(
            """
            [{residual: {layers: [{linear: 12}, layer-norm, relu, {linear: 12}],
                         projection: [{linear: {units: 12, bias: false}}]}},
             {residual: [batch-norm, relu, {residual: [{linear: 12}]}]},
             {sparse-linear: {units: 12, inputs: 5}}, relu,
             {cluster-pool: {clusters: 6, function: learned}},
             {cluster-pool: {clusters: [0, 1, 2, 0, 1, 2], function: mean}}]
            """);
    Path out = folder.resolve("out");
    Cli.run("train", spec, "--quiet", "--out", out).succeeded();
    Map<String, Object> scores = new LinkedHashMap<>();
    TrainTest.map(Cli.json(out.resolve("metrics.json")).get("test"))
        .forEach((name, value) -> scores.put(String.valueOf(name), value));
    assertThat((Double) scores.get("accuracy")).isGreaterThan(.85);
    String again = Cli.run("evaluate", out, "--format", "json").succeeded().out();
    assertThat(Cli.json(again)).containsAllEntriesOf(scores);
    assertThat(Cli.run("inspect", out).succeeded().out())
        .contains("0.inner.1", "LayerNorm[12]", "SparseLinear(12 -> 12, 5 inputs each)");
  }

  @Test
  void embeddingsTakeFeaturesAsIndices() throws IOException {
    StringBuilder rows = new StringBuilder("a,b,class\n");
    for (int i = 0; i < 60; i++) {
      rows.append(i % 5).append(',').append(i % 3).append(',').append(i % 5 == 3 ? 1 : 0);
      rows.append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), rows);
    Path spec =
        Files.writeString(
            folder.resolve("spec.yaml"),
            """
            name: words
            data: {source: csv, path: rows.csv}
            network: [{embedding: {vocabulary: 5, size: 4}}, flatten, {linear: 2}]
            loss: cross-entropy
            optimizer: {adam: 0.05}
            training: {epochs: 40, batch: 8}
            """);
    Path out = folder.resolve("out");
    Cli.run("train", spec, "--data-dir", folder, "--quiet", "--out", out).succeeded();
    Object test = Cli.json(out.resolve("metrics.json")).get("test");
    assertThat(TrainTest.map(test)).containsEntry("accuracy", 1.0);
    Cli.run(
            "train",
            spec,
            "--data-dir",
            folder,
            "--quiet",
            "--set",
            "network.0.embedding.vocabulary=4")
        .failed(2, "index 4", "outside the 4 rows");
  }

  @Test
  void mistakesNameTheLayer() throws IOException {
    mistake("[{residual: [{linear: 5}]}]", "network[0]: ", "keeps the shape", "got [1, 5]");
    mistake("[{residual: []}]", "network[0].residual.layers: has no layers");
    mistake(
        "[{residual: [relu, {liner: 5}]}]",
        "network[0].residual.layers[1]: 'liner' is not known, did you mean 'linear'?");
    mistake("[{residual: {layers: [relu], project: []}}]", "network[0].residual.project");
    mistake("[{sparse-linear: {units: 3, inputs: 9}}]", "1 to 4 of the 4 inputs, not 9");
    mistake("[{sparse-linear: 3}]", "network[0].sparse-linear.inputs: is missing");
    mistake("[{cluster-pool: [0, 2]}]", "network[0]: ", "cluster 1 has no inputs");
    mistake("[{cluster-pool: [0, x]}]", "has x, expected whole numbers from 0");
    mistake("[{cluster-pool: 9}]", "4 inputs make 1 to 4 clusters, not 9");
    mistake("[{embedding: 4}]", "network[0].embedding.vocabulary: is missing");
    mistake("[{batch-norm: 2}]", "network[0]: ", "a momentum in [0, 1]");
    Cli.run("train", spec("[{linear: 3}]"), "--set", "training.l2=-1")
        .failed(2, "training.l2: is -1, expected a number from 0");
  }

  private void mistake(String network, String... parts) throws IOException {
    Cli.run("train", spec(network)).failed(2, parts);
  }
}
