package jacobi.cli;

import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.graph.JacobiException;
import jacobi.io.Yaml;
import jacobi.models.Job;
import jacobi.models.Spec;
import jacobi.models.text.LanguageTask;
import jacobi.nn.Module;
import jacobi.plot.Report;
import jacobi.train.Callback;
import jacobi.train.Fit;
import jacobi.train.Scores;
import jacobi.train.StopReason;
import jacobi.train.Trainer;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains the network of a specification. */
@Command(name = "train", description = "Trains the network of a specification.")
final class TrainCommand implements Callable<Integer> {
  @picocli.CommandLine.Spec private CommandSpec command;

  @Parameters(
      paramLabel = "NAME|SPEC.yaml",
      description = "An embedded specification ('jacobi examples' lists them), or a file.")
  private String name;

  @Mixin private DataOptions data;
  @Mixin private SpecOptions changes;
  @Mixin private ComputeOptions compute;

  @Option(names = "--epochs", paramLabel = "N", description = "Sets training.epochs.")
  private Optional<Integer> epochs;

  @Option(names = "--seed", paramLabel = "N", description = "Sets training.seed.")
  private Optional<Integer> seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder that receives model/, metrics.json and report.html.")
  private Optional<Path> out;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes the report to this file instead of into the folder of --out.")
  private Optional<Path> report;

  @Option(names = "--quiet", description = "Prints nothing but errors.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    PlainLogs.show(quiet ? System.Logger.Level.ERROR : System.Logger.Level.INFO);
    Spec spec = changes.find(name);
    if (epochs.isPresent()) {
      spec = spec.with("training.epochs=" + epochs.get());
    }
    if (seed.isPresent()) {
      spec = spec.with("training.seed=" + seed.get());
    }
    Job job = spec.job();
    compute.apply();
    try (Interruption interruption = new Interruption()) {
      Split parts = job.load(data.folder());
      Dataset train = parts.train();
      Module net = job.build(train, data.folder());
      if (report.isPresent() && Files.isDirectory(report.get())) {
        throw new JacobiException(report.get() + ": is a folder, expected a file for the report");
      }
      Optional<OutFolder> opened =
          out.isPresent() ? Optional.of(OutFolder.open(out.get())) : Optional.empty();
      boolean written = false;
      try {
        Optional<Path> page = report.or(() -> opened.map(OutFolder::report));
        Optional<Samples> samples =
            page.isPresent()
                ? LanguageTask.of(train).map(t -> new Samples(t, net, job.training().epochs()))
                : Optional.empty();
        Fit fit = fit(job, net, parts, interruption, samples);
        boolean interrupted = fit.reason() == StopReason.REQUEST;
        Optional<Scores> test =
            interrupted || parts.test().size() == 0
                ? Optional.empty()
                : Optional.of(fit.evaluate(parts.test()));
        Optional<Baseline> baseline = interrupted ? Optional.empty() : Baseline.of(job, fit, parts);
        if (opened.isPresent()) {
          opened.get().write(spec, fit, train, test, baseline);
        }
        if (page.isPresent()) {
          report(spec, fit, parts, test, samples).write(page.get());
        }
        written = true;
        baseline.flatMap(Baseline::line).ifPresent(this::print);
        print(summary(fit, test, parts.test().size(), wrote(opened, page)));
        return interrupted ? Failures.INTERRUPTED : 0;
      } finally {
        if (!written && opened.isPresent()) {
          opened.get().discard();
        }
      }
    }
  }

  private Fit fit(
      Job job,
      Module net,
      Split parts,
      Interruption interruption,
      Optional<? extends Callback> samples) {
    Trainer trainer = job.trainer(net, parts.train()).callback(interruption);
    samples.ifPresent(trainer::callback);
    PrintWriter printer = command.commandLine().getOut();
    int total = job.training().epochs();
    if (quiet) {
      return trainer.fit(parts);
    }
    if (!onTerminal()) {
      return trainer.callback(new EpochLines(printer, total)).fit(parts);
    }
    ProgressBar bar = new ProgressBar(printer, total, System::nanoTime);
    try {
      return trainer.callback(bar).fit(parts);
    } finally {
      bar.clear();
    }
  }

  private static boolean onTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        && !"dumb".equals(System.getenv("TERM"));
  }

  private static Report report(
      Spec spec, Fit fit, Split parts, Optional<Scores> test, Optional<Samples> samples) {
    String name = String.valueOf(spec.tree().get("name"));
    List<Report.Sample> texts = samples.map(Samples::withLast).orElse(List.of());
    return new Report(name, spec.about(), Yaml.text(spec.tree()), fit, parts, test, texts);
  }

  /** What was written, for the last line. */
  private static String wrote(Optional<OutFolder> folder, Optional<Path> page) {
    List<String> files = new ArrayList<>();
    folder.ifPresent(f -> files.add(f.toString()));
    page.ifPresent(p -> files.add(p.toString()));
    return files.isEmpty()
        ? "nothing was saved: there was no --out"
        : "wrote " + String.join(", ", files);
  }

  private static String summary(Fit fit, Optional<Scores> test, int testSize, String wrote) {
    return (test.isPresent()
            ? "test " + Text.scores(test.get()) + " (" + Text.count(testSize, "example") + "); "
            : "train loss " + Text.number(fit.history().getLast().train().loss()) + "; ")
        + fit.reason()
        + " after "
        + Text.count(fit.history().size(), "epoch")
        + ", "
        + Text.seconds(fit.seconds())
        + "; "
        + wrote;
  }

  private void print(String line) {
    if (!quiet) {
      command.commandLine().getOut().println(line);
    }
  }
}
