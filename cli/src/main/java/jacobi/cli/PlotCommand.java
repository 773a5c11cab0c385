package jacobi.cli;

import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.graph.JacobiException;
import jacobi.models.Job;
import jacobi.models.SavedModel;
import jacobi.models.Spec;
import jacobi.nn.GradientFlow;
import jacobi.plot.ActivationCurves;
import jacobi.plot.DecisionRegions;
import jacobi.plot.Expression;
import jacobi.plot.Filters;
import jacobi.plot.GradientFlowCurves;
import jacobi.plot.GraphPicture;
import jacobi.plot.NetworkDiagram;
import jacobi.plot.Picture;
import jacobi.train.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws. */
@Command(
    name = "plot",
    synopsisSubcommandLabel = "KIND",
    description = "Draws pictures as SVG or PNG, with their numbers as CSV or JSON.")
final class PlotCommand implements Runnable {
  @picocli.CommandLine.Spec private CommandSpec command;

  @Override
  public void run() {
    throw new picocli.CommandLine.ParameterException(
        command.commandLine(),
        "which kind of picture? There are "
            + String.join(", ", command.commandLine().getSubcommands().keySet()));
  }

  @Command(name = "activations", description = "Activation functions and their derivatives.")
  int activations(
      @Parameters(
              arity = "0..*",
              paramLabel = "NAME",
              description = "Which; default: sigmoid tanh relu leaky_relu elu step.")
          List<String> names,
      @Option(names = "--from", paramLabel = "X", defaultValue = "-4", description = "Default -4.")
          double from,
      @Option(names = "--to", paramLabel = "X", defaultValue = "4", description = "Default 4.")
          double to,
      @Mixin PictureOptions files)
      throws IOException {
    List<String> chosen =
        names == null || names.isEmpty()
            ? ActivationCurves.USUAL
            : names.stream().map(name -> name.replace('-', '_')).toList();
    files.check();
    return written("activations", files, ActivationCurves.of(chosen, from, to));
  }

  @Command(name = "graph", description = "A compute graph with values and gradients on its edges.")
  int graph(
      @Parameters(
              index = "0",
              paramLabel = "EXPRESSION",
              description = "Such as 'c*(a+2*b)' or 'd = 2*b; e = a+d; L = c*e'.")
          String expression,
      @Parameters(
              index = "1..*",
              arity = "0..*",
              paramLabel = "NAME=VALUE",
              description = "Values of the inputs.")
          List<String> values,
      @Mixin PictureOptions files)
      throws IOException {
    files.check();
    Map<String, Double> inputs = new LinkedHashMap<>();
    for (String value : values == null ? List.<String>of() : values) {
      int eq = value.indexOf('=');
      try {
        inputs.put(
            value.substring(0, Math.max(0, eq)).strip(), Double.valueOf(value.substring(eq + 1)));
      } catch (NumberFormatException e) {
        throw new JacobiException("'" + value + "': expected a value such as a=3", e);
      }
    }
    Expression.Parsed parsed = Expression.parse(expression, inputs);
    return written("graph", files, GraphPicture.of(expression, parsed.output(), parsed.inputs()));
  }

  @Command(
      name = "decision",
      description =
          "The decision regions of a model of two features, and its hidden space beside them.")
  int decision(@Mixin ModelOption model, @Mixin DataOptions data, @Mixin PictureOptions files)
      throws IOException {
    files.check();
    SavedModel m = model.load();
    if (m.example().size() != 2) {
      throw new JacobiException(
          m.job().name() + " takes " + m.example().size() + " features; decision regions need 2");
    }
    Split parts = m.job().loadRaw(data.folder());
    Dataset examples = parts.test().size() > 0 ? parts.test() : parts.train();
    String title = "decision regions of " + m.job().name();
    return written(
        "decision",
        files,
        DecisionRegions.of(title, m.net(), Decision.of(m.job().loss()), m.scaler(), examples));
  }

  @Command(
      name = "gradient-flow",
      description =
          "Gradient norm against distance for a tanh RNN, a ReLU RNN, an LSTM and a GRU before"
              + " training.")
  int gradientFlow(
      @Option(names = "--units", paramLabel = "N", defaultValue = "64", description = "Default 64.")
          int units,
      @Option(
              names = "--steps",
              paramLabel = "N",
              defaultValue = "100",
              description = "Default 100.")
          int steps,
      @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default 1.")
          long seed,
      @Mixin PictureOptions files)
      throws IOException {
    files.check();
    if (units < 1 || steps < 1) {
      throw new JacobiException("--units and --steps must be at least 1");
    }
    return written(
        "gradient-flow", files, GradientFlowCurves.of(GradientFlow.compare(units, steps, seed)));
  }

  @Command(name = "filters", description = "The filters of a model's first layer with weights.")
  int filters(@Mixin ModelOption model, @Mixin PictureOptions files) throws IOException {
    files.check();
    SavedModel m = model.load();
    return written(
        "filters", files, Filters.of("filters of " + m.job().name(), m.net(), m.example()));
  }

  @Command(
      name = "network",
      description = "The layers of a specification or a model, with shapes and parameter counts.")
  int network(
      @Parameters(
              paramLabel = "NAME|SPEC|MODEL",
              description = "An embedded specification, a file of one, or a model folder.")
          String name,
      @Mixin SpecOptions changes,
      @Mixin DataOptions data,
      @Mixin PictureOptions files)
      throws IOException {
    files.check();
    return written("network", files, network(name, changes, data.folder()));
  }

  private static Picture network(String name, SpecOptions changes, Optional<Path> folder)
      throws IOException {
    if (!Spec.embedded().contains(name) && Files.isDirectory(Path.of(name))) {
      SavedModel m = ModelOption.load(Path.of(name));
      return NetworkDiagram.of(m.job().name(), m.net(), m.example());
    }
    Job job = changes.find(name).job();
    Dataset train = job.load(folder).train();
    return NetworkDiagram.of(job.name(), job.build(train, folder), train.featureShape());
  }

  private int written(String kind, PictureOptions files, Picture picture) throws IOException {
    files.write(kind, picture, command.commandLine().getOut());
    return 0;
  }
}
