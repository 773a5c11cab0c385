package jacobi.bench.gpu;

import jacobi.Device;
import jacobi.bench.Workload;
import jacobi.graph.JacobiException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How near the generated kernels come to the bandwidth of a large copy. */
@Command(
    name = "jacobi-bench gpu-kernels",
    description = {
      "Of the generated kernels of training steps, those that take most time: the bytes that their",
      "operands make them move in that time, against a large copy on the device (bytes read and",
      "written). W1 to W5 have 8 times their batch."
    })
public final class GpuKernels implements Callable<Integer> {
  private static final long COPIED = 1L << 30;
  private static final int COPIES = 20;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "NETWORK", description = "W1 to W5, E6, LM; default all")
  private List<String> ids = new ArrayList<>();

  @Option(
      names = "--device",
      defaultValue = "cuda",
      description = "cuda, cuda:1, cpu; default ${DEFAULT-VALUE}")
  private String device;

  @Option(names = "--count", defaultValue = "10", description = "rows; default ${DEFAULT-VALUE}")
  private int count;

  @Option(names = "--batch", description = "instead of each network's own, to try this command")
  private int batch;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "print this and exit")
  @SuppressWarnings("UnusedVariable") // Picocli needs the field and answers by itself.
  private boolean help;

  private GpuKernels() {}

  /** Exits with 0, or with 2 for arguments that make no sense. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new GpuKernels())
            .setParameterExceptionHandler((e, _) -> fail(e, 2))
            .setExecutionExceptionHandler((e, _, _) -> fail(e, 1))
            .execute(args));
  }

  private static int fail(Exception e, int exitCode) {
    System.err.println("jacobi-bench gpu-kernels: " + e.getMessage());
    return exitCode;
  }

  @Override
  public Integer call() {
    Device on;
    List<Workload> workloads;
    try {
      on = Device.named(device);
      workloads = GpuNetworks.named(ids);
    } catch (JacobiException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    double copy = 2.0 * COPIED / (on.isCpu() ? copySeconds() : onDevice(on));
    var times = new KernelTimes(on);
    List<KernelTimes.Timed> all = new ArrayList<>();
    for (Workload w : workloads) {
      Workload sized = batch > 0 ? w.withBatch(batch) : GpuNetworks.enlarged(w);
      all.addAll(times.of(sized));
      spec.commandLine().getOut().println(sized.title() + ": timed");
      spec.commandLine().getOut().flush();
    }
    spec.commandLine().getOut().print(table(all, copy, count));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static double onDevice(Device device) {
    return DeviceMemory.of(device).copySeconds(COPIED, COPIES);
  }

  private static double copySeconds() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = arena.allocate(COPIED, 64);
      MemorySegment to = arena.allocate(COPIED, 64);
      to.copyFrom(from);
      long start = System.nanoTime();
      to.copyFrom(from);
      return (System.nanoTime() - start) * 1e-9;
    }
  }

  /** The kernels that take most of their step, the longest first. */
  static String table(List<KernelTimes.Timed> all, double copy, int count) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "kernel, against a copy of %.0f GB/s".formatted(copy * 1e-9),
            "network",
            "runs a step",
            "us a run",
            "MB a run",
            "GB/s",
            "of the copy"));
    all.stream()
        .sorted(Comparator.comparingDouble(KernelTimes.Timed::perStep).reversed())
        .limit(count)
        .forEach(
            t ->
                rows.add(
                    List.of(
                        t.what(),
                        t.network(),
                        "" + t.times(),
                        number("%.1f", t.seconds() * 1e6),
                        number("%.2f", t.bytes() * 1e-6),
                        number("%.0f", t.bytesPerSecond() * 1e-9),
                        number("%.0f %%", 100 * t.bytesPerSecond() / copy))));
    return GpuTable.markdown(rows);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
