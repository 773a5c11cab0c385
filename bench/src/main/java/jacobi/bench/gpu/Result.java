package jacobi.bench.gpu;

import java.util.List;
import java.util.Optional;

/**
 * What was found for one network, size and precision.
 *
 * @param times how many times its own batch it had
 * @param problem one line on what failed or disagreed, or empty
 */
record Result(
    String network,
    String title,
    int times,
    int batch,
    String precision,
    List<Line> lines,
    String problem) {

  /**
   * One library.
   *
   * @param millis of a step, the median of the rounds
   * @param bytes of device memory, 0 if unknown
   */
  record Line(String name, double millis, long bytes, List<Float> losses) {}

  /** The line of a library, if it was measured. */
  Optional<Line> line(String name) {
    return lines.stream().filter(l -> l.name().equals(name)).findFirst();
  }

  /** How many times Jacobi's time another library takes, if both were measured. */
  Optional<Double> ratio(String name) {
    return line(name)
        .flatMap(other -> line(JacobiRacer.NAME).map(jacobi -> other.millis / jacobi.millis));
  }
}
