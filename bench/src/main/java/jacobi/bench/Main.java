package jacobi.bench;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
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
      "Each is held against its floor: its multiply-adds at the rate of a large product, its bytes",
      "at the rate of a large copy.",
      "'jacobi-bench profile WORKLOAD' times each kernel of a training step on one thread.",
      "'jacobi-bench alone' starts each library alone: peak memory, and time to the first step.",
      "'jacobi-bench growth FOLDER' measures how the time grows with batch, width, depth and more,",
      "and draws it.",
      "'jacobi-bench gpu' trains on a GPU in turns with PyTorch; 'jacobi-bench gpu-kernels' tells",
      "the bandwidth of the generated kernels there.",
      "'jacobi-bench jmh ARGUMENTS' runs the microbenchmarks; 'jmh -h' lists its arguments.",
      "'jacobi-bench memory' trains for 200,000 steps and prints the resident memory; with",
      "'--device cuda STEPS' that of a GPU too.",
      "'jacobi-bench tokenizers FILE' compares ids and speed with the reference on a text file.",
      "'jacobi-bench vectors FOLDER' writes what PyTorch computes, for tests to compare with."
    })
public final class Main implements Callable<Integer> {
  private static final int CHECKED_STEPS = 10;

  /**
   * Absolute and relative: after some steps of Adam roundings have been divided by gradients near
   * 0.
   */
  private static final double LOSS_TOLERANCE = 1e-3;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "WORKLOAD", description = "W1 to W5; default all")
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
      names = "--portable",
      description = "also Jacobi without oneDNN, and without the Vector API")
  private boolean portable;

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
    List<Workload> workloads = workloads();
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
    var entries = new ArrayList<Summary.Entry>();
    for (Workload workload : workloads) {
      List<Peer> known = peers.stream().filter(p -> p.runs(workload)).toList();
      List<Peer> training = known.stream().filter(Peer::trains).toList();
      out.println(Counts.of(JacobiPeer.trainingPlan(workload)).line(workload.id() + ", training"));
      out.println(
          Counts.of(JacobiPeer.inferencePlan(workload)).line(workload.id() + ", inference"));
      requireSameLosses(workload, training);
      Workload one = workload.withBatch(1);
      add(
          entries,
          workload,
          "training",
          compare(workload, "training", workload.training(), training, 1));
      add(
          entries,
          workload,
          "inference",
          compare(workload, "inference", workload.inference(), known, 3));
      add(entries, workload, "batch 1", compare(one, "inference", one.inference(), known, 20));
    }
    out.print(Summary.of(entries));
    out.flush();
    if (json != null) {
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build()
          .writeValue(json, entries.stream().map(Summary.Entry::report).toList());
    }
    return 0;
  }

  private void add(
      List<Summary.Entry> entries, Workload workload, String what, Compare.Report report) {
    entries.add(new Summary.Entry(what, workload.id(), report));
    PrintWriter out = spec.commandLine().getOut();
    out.println(Table.of(report));
    out.flush();
  }

  private List<Workload> workloads() {
    try {
      ids.forEach(Workload::named);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    return Workload.all().stream().filter(w -> ids.isEmpty() || ids.contains(w.id())).toList();
  }

  /**
   * One table.
   *
   * @param times how many times the workload's steps a turn has: fast ones need more of them
   */
  private Compare.Report compare(
      Workload workload, String what, Workload.Work work, List<Peer> peers, int times) {
    var compare =
        new Compare(Duration.ofNanos((long) (warmUp * 1e9)), rounds, times * workload.steps());
    List<Contestant> contestants = new ArrayList<>(Floor.contestants(threads));
    for (Peer peer : peers) {
      contestants.add(
          peer.apart()
              ? new Remote(peer, workload, what.equals("training"), threads, seed)
              : what.equals("training")
                  ? peer.training(workload, threads, seed)
                  : peer.inference(workload, threads, seed));
    }
    if (portable) {
      contestants.addAll(Portable.contestants(workload, what.equals("training"), threads, seed));
    }
    OtherLoad load = OtherLoad.start();
    List<Compare.Measured> measured = compare.measure(contestants);
    OptionalDouble otherLoad = load.share();
    contestants.forEach(Main::close);
    var shown = new ArrayList<Compare.Measured>();
    shown.add(Floor.of(work, measured));
    shown.addAll(measured.subList(2, measured.size()));
    String title =
        String.format(
            Locale.ROOT,
            "%s, %s, %d threads: %.1f million multiply-adds, %.1f MB a step",
            workload.title(),
            what,
            threads,
            work.multiplyAdds() * 1e-6,
            work.bytes() * 1e-6);
    return compare.report(title, shown, otherLoad);
  }

  private static void close(Contestant contestant) {
    if (contestant instanceof Remote remote) {
      remote.close();
    }
  }

  /** A library that computes something else has no place in the table, however fast it is. */
  private void requireSameLosses(Workload workload, List<Peer> peers) {
    float expected = Float.NaN;
    for (Peer peer : peers) {
      Peer.Training training =
          peer.apart()
              ? new Remote(peer, workload, true, threads, seed)
              : peer.training(workload, threads, seed);
      for (int i = 0; i < CHECKED_STEPS; i++) {
        training.step();
      }
      float loss = training.loss();
      close(training);
      if (Float.isNaN(expected)) {
        expected = loss;
      }
      if (!(Math.abs(loss - expected) <= LOSS_TOLERANCE * (1 + Math.abs(expected)))) {
        throw new IllegalStateException(
            "%s: after %d steps %s finds a loss of %s, where %s was expected"
                .formatted(workload.id(), CHECKED_STEPS, training.name(), loss, expected));
      }
    }
  }
}
