package jacobi.cli;

import jacobi.Jacobi;
import jacobi.graph.JacobiException;
import picocli.CommandLine.Option;

/** What computes, and with how many threads. */
final class ComputeOptions {
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
      description = "What computes: auto (default), onednn, jvm or reference.")
  private String backend;

  /** Makes it so. The results do not depend on the number of threads. */
  void apply() {
    if (threads < 0) {
      throw new JacobiException("--threads is " + threads + ", expected a number from 1");
    }
    Jacobi.use(backend, threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
  }
}
