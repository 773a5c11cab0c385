package jacobi.cli;

import jacobi.models.Search;
import jacobi.models.SearchResults;
import jacobi.models.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Searches for the settings of a specification that do best on its validation part. */
@Command(
    name = "tune",
    description =
        "Searches for the settings of a specification that do best on its validation part.")
final class TuneCommand implements Callable<Integer> {
  @picocli.CommandLine.Spec private CommandSpec command;

  @Parameters(
      paramLabel = "NAME|SPEC.yaml",
      description = "An embedded specification ('jacobi examples' lists them), or a file.")
  private String name;

  @Option(
      names = "--over",
      required = true,
      paramLabel = "KEY=VALUES",
      description =
          "A key of the specification and its values: KEY=A,B,C or KEY=LOW..HIGH, or 'KEY=LOW..HIGH"
              + " log' for numbers of different magnitude; may come several times.")
  private List<String> over = new ArrayList<>();

  @Option(
      names = "--method",
      paramLabel = "M",
      description =
          "grid (default without ranges), random (default with ranges) or halving (successive"
              + " halving).")
  private Optional<Search.Method> method;

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "20",
      description = "Combinations that random and halving draw; default ${DEFAULT-VALUE}.")
  private int trials;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "5",
      description = "Values that grid takes from a range; default ${DEFAULT-VALUE}.")
  private int points;

  @Option(
      names = "--factor",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Halving keeps one in so many and gives it so many times the epochs; default"
              + " ${DEFAULT-VALUE}.")
  private int factor;

  @Option(
      names = "--by",
      paramLabel = "SCORE",
      defaultValue = "loss",
      description = "What decides: loss (default) or a metric, such as accuracy.")
  private String by;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of the draws; trials train with training.seed.")
  private long seed;

  @Mixin private DataOptions data;
  @Mixin private SpecOptions changes;
  @Mixin private ComputeOptions compute;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder that receives trials/ and results.csv; the same command goes on with one that was"
              + " interrupted.")
  private Optional<Path> out;

  @Option(names = "--quiet", description = "Prints the table only.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    PlainLogs.show(quiet ? System.Logger.Level.ERROR : System.Logger.Level.INFO);
    Search search = Search.of(changes.find(name)).by(by).seed(seed);
    over.forEach(search::over);
    switch (method.orElse(search.method())) {
      case GRID -> search.grid(points);
      case RANDOM -> search.random(trials);
      case HALVING -> search.halving(trials, factor);
    }
    data.folder().ifPresent(search::dataDir);
    out.ifPresent(search::folder);
    if (!quiet) {
      search.onTrial(this::print);
    }
    compute.apply();
    try (Interruption interruption = new Interruption()) {
      SearchResults found = search.callback(interruption).run();
      print(found);
      return found.complete() ? 0 : Failures.INTERRUPTED;
    }
  }

  private void print(Trial t) {
    String settings =
        t.settings().entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(" "));
    printer()
        .println(
            String.format(
                Locale.ROOT,
                "trial %d  %s  %s: %s  %s",
                t.number(),
                settings,
                Text.count(t.epochs(), "epoch"),
                t.validation().map(v -> "validation " + Text.scores(v)).orElse(t.failure()),
                Text.seconds(t.seconds())));
  }

  private void print(SearchResults found) {
    if (!quiet) {
      printer().println();
    }
    TextTable.of(found.columns(), found.rows()).forEach(printer()::println);
    if (!quiet) {
      printer().println();
      printer().println(summary(found));
    }
  }

  private String summary(SearchResults found) {
    String kept =
        out.map(dir -> "; wrote " + dir.resolve("results.csv"))
            .orElse("; nothing was saved: there was no --out");
    return (found.complete()
            ? ""
            : "interrupted after " + Text.count(found.trials().size(), "trial") + "; ")
        + found
            .best()
            .map(
                t ->
                    "best by validation "
                        + found.by()
                        + " is trial "
                        + t.number()
                        + out.map(
                                dir ->
                                    ", "
                                        + dir.resolve("trials")
                                            .resolve(
                                                String.format(Locale.ROOT, "%04d", t.number())))
                            .orElse(""))
            .orElse("no trial succeeded")
        + kept;
  }

  private PrintWriter printer() {
    return command.commandLine().getOut();
  }
}
