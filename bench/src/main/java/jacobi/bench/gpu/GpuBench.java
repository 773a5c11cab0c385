package jacobi.bench.gpu;

import jacobi.Device;
import jacobi.bench.Cnn;
import jacobi.bench.Workload;
import jacobi.graph.JacobiException;
import jacobi.graph.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Times training on a device in turns with PyTorch in a process of Python. */
@Command(
    name = "jacobi-bench gpu",
    description = {
      "Trains networks on a device in turns with PyTorch, as it is and with torch.compile:",
      "W1 to W5 at their size and at 8 times the batch, in float32 without TF32;",
      "E6 (the network of vgg-imagenet) and LM (a language model, 2 LSTMs of 1,500), also with"
          + " TF32",
      "and bfloat16 (torch.autocast there).",
      "Ends with 1 if something fails or the first losses differ."
    })
public final class GpuBench implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "NETWORK", description = "W1 to W5, E6, LM; default all")
  private List<String> ids = new ArrayList<>();

  @Option(
      names = "--device",
      defaultValue = "cuda",
      description = "cuda, cuda:1, cpu; default ${DEFAULT-VALUE}")
  private String device;

  @Option(
      names = "--python",
      defaultValue = "python3",
      description = "one that has PyTorch; default ${DEFAULT-VALUE}")
  private String python;

  @Option(
      names = "--precision",
      split = ",",
      defaultValue = "float32,tf32,bfloat16",
      description = "of E6 and LM; default ${DEFAULT-VALUE}")
  private List<String> precisions;

  @Option(names = "--alone", description = "Jacobi only, without PyTorch")
  private boolean alone;

  @Option(names = "--eager", description = "PyTorch as it is only, without torch.compile")
  private boolean eager;

  @Option(
      names = "--compile-mode",
      defaultValue = "default",
      description = "mode of torch.compile, such as reduce-overhead; default ${DEFAULT-VALUE}")
  private String mode;

  @Option(
      names = "--rounds",
      defaultValue = "15",
      description = "turns of each; default ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--turn",
      paramLabel = "MILLISECONDS",
      defaultValue = "200",
      description = "length of a turn, about; default ${DEFAULT-VALUE}")
  private double turn;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "1.5",
      description = "for each; default ${DEFAULT-VALUE}")
  private double warmUp;

  @Option(names = "--batch", description = "instead of each network's own, to try this command")
  private int batch;

  @Option(names = "--seed", defaultValue = "1", description = "default ${DEFAULT-VALUE}")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "write all figures there as well")
  private Path json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "print this and exit")
  @SuppressWarnings("UnusedVariable") // Picocli needs the field and answers by itself.
  private boolean help;

  private GpuBench() {}

  /** Exits with 0, with 1 for what failed or differs, with 2 for arguments that make no sense. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new GpuBench())
            .setParameterExceptionHandler((e, _) -> fail(e, 2))
            .setExecutionExceptionHandler((e, _, _) -> fail(e, 1))
            .execute(args));
  }

  private static int fail(Exception e, int exitCode) {
    System.err.println("jacobi-bench gpu: " + e.getMessage());
    return exitCode;
  }

  /** One row of the table. */
  private record Case(Workload workload, int times, Precision precision) {

    /**
     * Adam's. With 1e-3 the losses of E6 jump from 6.9 to 0.7 and to 34, so that roundings decide
     * what the fifth is, even from run to run of one library.
     */
    double learningRate() {
      return workload.id().equals(Cnn.E6.id()) ? 1e-5 : 1e-3;
    }
  }

  @Override
  public Integer call() {
    List<Case> cases;
    Device jacobi;
    try {
      cases = cases();
      jacobi = Device.named(device);
    } catch (JacobiException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    if (rounds < 1 || turn <= 0 || batch < 0) {
      throw new ParameterException(
          spec.commandLine(), "--rounds, --turn and --batch must be positive");
    }
    if (json != null && !Files.isDirectory(json.toAbsolutePath().getParent())) {
      throw new ParameterException(spec.commandLine(), "--json " + json + ": no such folder");
    }
    List<Result> results = new ArrayList<>();
    if (alone) {
      cases.forEach(c -> add(results, c, race(c, jacobi)));
    } else {
      try (var torch = new PyTorch(python, jacobi.name())) {
        say(torch.description() + "; Jacobi on " + jacobi.name() + "; seed " + seed);
        cases.forEach(c -> add(results, c, race(c, jacobi, torch)));
      }
    }
    say("");
    say(GpuTable.times(results));
    say(GpuTable.means(results));
    List<String> problems =
        results.stream()
            .filter(r -> !r.problem().isEmpty())
            .map(r -> "* " + r.title() + ", " + r.precision() + ": " + r.problem())
            .toList();
    problems.forEach(this::say);
    return problems.isEmpty() ? 0 : 1;
  }

  private List<Case> cases() {
    List<Workload> chosen = GpuNetworks.named(ids);
    List<Case> cases = new ArrayList<>();
    for (int times : new int[] {1, GpuNetworks.TIMES}) {
      for (Workload w : chosen) {
        if (!GpuNetworks.LARGE.contains(w)) {
          Workload sized = batch > 0 ? w.withBatch(batch) : w;
          cases.add(new Case(sized.withBatch(times * sized.batch()), times, Precision.FLOAT32));
        }
      }
    }
    for (Workload w : chosen) {
      if (GpuNetworks.LARGE.contains(w)) {
        for (String precision : precisions) {
          Workload sized = batch > 0 ? w.withBatch(batch) : w;
          cases.add(new Case(sized, 1, Precision.of(precision)));
        }
      }
    }
    return cases;
  }

  /** Jacobi alone. */
  private Race.Outcome race(Case c, Device jacobi) {
    Workload.Numbers numbers = c.workload.numbers(seed);
    return new Race(warmUp, rounds, turn)
        .run(Map.of(JacobiRacer.NAME, () -> racer(c, jacobi, numbers)), c.precision);
  }

  private Race.Outcome race(Case c, Device jacobi, PyTorch torch) {
    Workload.Numbers numbers = c.workload.numbers(seed);
    Path file = temporary();
    try {
      NumbersFile.write(c.workload, numbers, file);
      Map<String, Supplier<Racer>> racers = new LinkedHashMap<>();
      racers.put(GpuTable.EAGER, () -> open(torch, GpuTable.EAGER, c, file, ""));
      if (!eager) {
        racers.put(GpuTable.COMPILED, () -> open(torch, GpuTable.COMPILED, c, file, mode));
      }
      racers.put(JacobiRacer.NAME, () -> racer(c, jacobi, numbers));
      return new Race(warmUp, rounds, turn).run(racers, c.precision);
    } finally {
      torch.closeAll();
      delete(file);
    }
  }

  private static Racer open(PyTorch torch, String name, Case c, Path numbers, String mode) {
    return torch.open(name, c.workload, numbers, c.learningRate(), c.precision, mode);
  }

  private static Racer racer(Case c, Device jacobi, Workload.Numbers numbers) {
    return new JacobiRacer(jacobi.precision(c.precision), c.workload, numbers, c.learningRate());
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("jacobi", ".numbers");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is found so far is kept, should a later network end it all. */
  private void add(List<Result> results, Case c, Race.Outcome outcome) {
    results.add(
        new Result(
            c.workload.id(),
            c.workload.title(),
            c.times,
            c.workload.batch(),
            c.precision.toString(),
            outcome.lines(),
            outcome.problem()));
    say(
        outcome.lines().stream()
            .map(l -> "%s %.3f ms".formatted(l.name(), l.millis()))
            .collect(
                Collectors.joining(
                    ", ",
                    c.workload.title() + ", " + c.precision + ": ",
                    outcome.problem().isEmpty() ? "" : "; " + outcome.problem())));
    if (json != null) {
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build()
          .writeValue(json, results);
    }
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
