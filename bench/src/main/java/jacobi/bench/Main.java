package jacobi.bench;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Measures the workloads in every library found on the class path, and prints tables. */
@Command(
    name = "jacobi-bench",
    description = {
      "Times training and inference side by side; run it on a quiet machine.",
      "'jacobi-bench jmh ARGUMENTS' runs the microbenchmarks; 'jmh -h' lists its arguments.",
      "'jacobi-bench memory' trains for 200,000 steps and prints the resident memory.",
      "'jacobi-bench tokenizers FILE' compares ids and speed with the reference on a text file.",
      "'jacobi-bench vectors FOLDER' writes what PyTorch computes, for tests to compare with."
    })
public final class Main implements Callable<Integer> {
  private static final List<MlpWorkload> WORKLOADS = List.of(MlpWorkload.W1, MlpWorkload.W2);
  private static final int CHECKED_STEPS = 10;
  private static final double LOSS_TOLERANCE = 1e-3;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "WORKLOAD", description = "W1, W2; default all")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--threads", defaultValue = "2", description = "default ${DEFAULT-VALUE}")
  private int threads;

  @Option(
      names = "--rounds",
      defaultValue = "20",
      description = "turns of each contestant; default ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description = "for each contestant; default ${DEFAULT-VALUE}")
  private double warmUp;

  @Option(names = "--seed", defaultValue = "1", description = "default ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "print this and exit")
  @SuppressWarnings("UnusedVariable") // Picocli needs the field and answers by itself.
  private boolean help;

  @Option(names = "--json", paramLabel = "FILE", description = "write all figures there as well")
  private Path json;

  private Main() {}

  /** Exits with 0, with 1 if the libraries disagree, with 2 for arguments that make no sense. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main())
            .setParameterExceptionHandler((e, _) -> fail(e, 2))
            .setExecutionExceptionHandler((e, _, _) -> fail(e, 1))
            .execute(args));
  }

  private static int fail(Exception e, int exitCode) {
    System.err.println("jacobi-bench: " + e.getMessage());
    return exitCode;
  }

  @Override
  public Integer call() {
    List<MlpWorkload> workloads = workloads();
    if (threads < 1 || rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--threads and --rounds start at 1");
    }
    if (json != null && !Files.isDirectory(json.toAbsolutePath().getParent())) {
      throw new ParameterException(spec.commandLine(), "--json " + json + ": no such folder");
    }
    List<Peer> peers =
        ServiceLoader.load(Peer.class).stream().map(ServiceLoader.Provider::get).toList();
    if (peers.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "no library to measure: build with the Maven profile 'bench'");
    }
    PrintWriter out = spec.commandLine().getOut();
    var reports = new ArrayList<Compare.Report>();
    for (MlpWorkload workload : workloads) {
      requireSameLosses(workload, peers);
      reports.add(
          compare(workload)
              .run(
                  title(workload, "training", workload.trainingMultiplyAdds()),
                  peers.stream()
                      .map(p -> (Contestant) p.training(workload, threads, seed))
                      .toList()));
      out.println(Table.of(reports.getLast()));
      out.flush();
      reports.add(
          compare(workload)
              .run(
                  title(workload, "inference", workload.inferenceMultiplyAdds()),
                  peers.stream().map(p -> p.inference(workload, threads, seed)).toList()));
      out.println(Table.of(reports.getLast()));
      out.flush();
    }
    if (json != null) {
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build()
          .writeValue(json, reports);
    }
    return 0;
  }

  private List<MlpWorkload> workloads() {
    for (String id : ids) {
      if (WORKLOADS.stream().noneMatch(w -> w.id().equals(id))) {
        throw new ParameterException(
            spec.commandLine(),
            "no workload '"
                + id
                + "'; there are "
                + String.join(", ", WORKLOADS.stream().map(MlpWorkload::id).toList()));
      }
    }
    return WORKLOADS.stream().filter(w -> ids.isEmpty() || ids.contains(w.id())).toList();
  }

  private Compare compare(MlpWorkload workload) {
    return new Compare(Duration.ofNanos((long) (warmUp * 1e9)), rounds, workload.steps());
  }

  private String title(MlpWorkload workload, String what, long multiplyAdds) {
    return String.format(
        Locale.ROOT,
        "%s, %s, %d threads: %.1f million multiply-adds a step",
        workload.title(),
        what,
        threads,
        multiplyAdds * 1e-6);
  }

  /** A library that computes something else has no place in the table, however fast it is. */
  private void requireSameLosses(MlpWorkload workload, List<Peer> peers) {
    float expected = Float.NaN;
    for (Peer peer : peers) {
      Peer.Training training = peer.training(workload, threads, seed);
      for (int i = 0; i < CHECKED_STEPS; i++) {
        training.step();
      }
      float loss = training.loss();
      if (Float.isNaN(expected)) {
        expected = loss;
      }
      if (!(Math.abs(loss - expected) <= LOSS_TOLERANCE)) {
        throw new IllegalStateException(
            "%s: after %d steps %s finds a loss of %s, where %s was expected"
                .formatted(workload.id(), CHECKED_STEPS, training.name(), loss, expected));
      }
    }
  }
}
