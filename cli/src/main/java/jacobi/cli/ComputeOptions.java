package jacobi.cli;

import jacobi.Device;
import jacobi.Jacobi;
import jacobi.graph.JacobiException;
import jacobi.graph.Precision;
import picocli.CommandLine.Option;

/** What computes, and with how many threads. */
final class ComputeOptions {
  @Option(
      names = "--device",
      paramLabel = "D",
      defaultValue = "${jacobi.device:-${env:JACOBI_DEVICE:-cpu}}",
      description = "Where: cpu (default), cuda, cuda:1 or best, a GPU if there is one that works.")
  private String device;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "${jacobi.precision:-${env:JACOBI_PRECISION:-float32}}",
      description =
          "What a GPU may round the operands of products to: float32 (default), tf32 or bfloat16.")
  private String precision;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "${jacobi.threads:-${env:JACOBI_THREADS:-0}}",
      description = "Threads that compute; default, one for each processor.")
  private int threads;

  @Option(
      names = "--backend",
      paramLabel = "B",
      defaultValue = "${jacobi.backend:-${env:JACOBI_BACKEND:-auto}}",
      description = "What computes on the processor: auto (default), onednn, jvm or reference.")
  private String backend;

  /** Makes it so. The results do not depend on the number of threads. */
  void apply() {
    if (threads < 0) {
      throw new JacobiException("--threads is " + threads + ", expected a number from 1");
    }
    Precision allowed = Precision.of(precision);
    Device chosen = Device.named(device);
    if (chosen.isCpu()) {
      Jacobi.use(backend, threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
    } else {
      chosen.precision(allowed).use();
    }
  }
}
