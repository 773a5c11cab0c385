package jacobi.cli;

import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.graph.JacobiException;
import jacobi.models.SavedModel;
import jacobi.train.Confusion;
import jacobi.train.Scores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Measures a trained model on labelled examples. */
@Command(
    name = "evaluate",
    description =
        "Measures a trained model: on the test part of the data it was trained on (or, where there"
            + " is none, on the training part), or on other data.")
final class EvaluateCommand implements Callable<Integer> {
  private static final int MOST_ROWS = 30;

  private enum Format {
    TEXT,
    JSON
  }

  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private ModelOption model;

  @Option(
      names = "--data",
      paramLabel = "FILE|NAME",
      description =
          "A CSV file, IDX images, or an embedded data set: digits, iris, and, or, xor,"
              + " consecutive-ones.")
  private Optional<String> examples;

  @Option(names = "--labels", paramLabel = "FILE", description = "The labels of IDX images.")
  private Optional<Path> labels;

  @Option(
      names = "--format",
      paramLabel = "F",
      defaultValue = "text",
      description = "text (default) or json, which has all digits.")
  private Format format;

  @Mixin private DataOptions data;
  @Mixin private ComputeOptions compute;

  @Override
  public Integer call() throws IOException {
    SavedModel m = model.load();
    Dataset raw = read(m);
    compute.apply();
    Scores scores = m.evaluate(raw);
    command.commandLine().getOut().println(shown(scores, raw));
    return 0;
  }

  private Dataset read(SavedModel m) throws IOException {
    if (examples.isPresent()) {
      return labels.isPresent()
          ? m.read(Path.of(examples.get()), labels.get())
          : m.read(examples.get());
    }
    if (labels.isPresent()) {
      throw new JacobiException("--labels needs --data, the images");
    }
    Split parts = m.job().loadRaw(data.folder());
    return parts.test().size() > 0 ? parts.test() : parts.train();
  }

  private String shown(Scores scores, Dataset raw) {
    return switch (format) {
      case TEXT ->
          Text.scores(scores)
              + " ("
              + Text.count(raw.size(), "example")
              + " of "
              + raw.name()
              + ")"
              + scores
                  .confusion()
                  .filter(c -> c.names().size() <= MOST_ROWS)
                  .map(EvaluateCommand::byClass)
                  .orElse("");
      case JSON -> {
        Map<String, Object> map = Metrics.withConfusion(scores);
        map.put("examples", raw.size());
        yield JsonMapper.shared().writeValueAsString(map);
      }
    };
  }

  private static String byClass(Confusion c) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < c.names().size(); i++) {
      rows.add(
          List.of(
              c.names().get(i),
              Text.number(c.precision(i)),
              Text.number(c.recall(i)),
              Text.number(c.f1(i)),
              Long.toString(c.occurrences(i))));
    }
    List<String> columns = List.of("class", "precision", "recall", "f1", "examples");
    return System.lineSeparator()
        + String.join(System.lineSeparator(), TextTable.of(columns, rows));
  }
}
