package jacobi.cli;

import jacobi.data.Dataset;
import jacobi.data.Targets;
import jacobi.models.SavedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Applies a trained model to rows. */
@Command(
    name = "predict",
    description = "Prints what a trained model makes of rows: the probabilities of the classes.")
final class PredictCommand implements Callable<Integer> {
  private enum Format {
    CSV,
    JSON
  }

  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private ModelOption model;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "Rows of features as CSV, or IDX; default, CSV from standard input.")
  private Optional<Path> file;

  @Option(
      names = "--format",
      paramLabel = "F",
      defaultValue = "csv",
      description = "csv (default), with the class names as header, or json.")
  private Format format;

  @Mixin private ComputeOptions compute;

  @Override
  public Integer call() throws IOException {
    SavedModel m = model.load();
    Dataset raw =
        file.isPresent() ? m.readRows(file.get()) : m.readRows(System.in, "standard input");
    compute.apply();
    float[][] rows = m.predict(raw);
    List<String> names = names(m.targets());
    boolean steps = m.targets() instanceof Targets.EachStep;
    PrintWriter out = command.commandLine().getOut();
    switch (format) {
      case CSV -> csv(out, names, rows, steps);
      case JSON -> json(out, names, rows, steps);
    }
    out.flush();
    return 0;
  }

  private static List<String> names(Targets targets) {
    return switch (targets) {
      case Targets.Classes c -> c.names();
      case Targets.Values v when v.shape().size() == 1 -> List.of("value");
      case Targets.Values v ->
          IntStream.range(0, Math.toIntExact(v.shape().size())).mapToObj(i -> "value" + i).toList();
      case Targets.EachStep s -> names(s.each());
    };
  }

  private static void csv(PrintWriter out, List<String> names, float[][] rows, boolean steps) {
    StringBuilder text = new StringBuilder(steps ? "example,step," : "");
    text.append(names.stream().map(PredictCommand::cell).collect(Collectors.joining(",")))
        .append('\n');
    for (int i = 0; i < rows.length; i++) {
      for (int from = 0; from < rows[i].length; from += names.size()) {
        if (steps) {
          text.append(i).append(',').append(from / names.size()).append(',');
        }
        for (int j = 0; j < names.size(); j++) {
          text.append(j == 0 ? "" : ",").append(rows[i][from + j]);
        }
        text.append('\n');
      }
    }
    out.print(text);
  }

  private static String cell(String name) {
    boolean plain = name.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  private static void json(PrintWriter out, List<String> names, float[][] rows, boolean steps) {
    List<String> lines = new ArrayList<>();
    for (float[] row : rows) {
      List<Map<String, Float>> objects = new ArrayList<>();
      for (int from = 0; from < row.length; from += names.size()) {
        Map<String, Float> object = new LinkedHashMap<>();
        for (int j = 0; j < names.size(); j++) {
          object.put(names.get(j), row[from + j]);
        }
        objects.add(object);
      }
      lines.add(JsonMapper.shared().writeValueAsString(steps ? objects : objects.getFirst()));
    }
    out.println(lines.stream().collect(Collectors.joining(",\n", "[", "]")));
  }
}
