package jacobi.bench;

import java.util.ArrayList;
import java.util.List;

/** Jacobi as it runs where there is no oneDNN, or not even the Vector API, in a process each. */
final class Portable {
  private Portable() {}

  /** Both contestants. */
  static List<Contestant> contestants(Workload workload, boolean training, int threads, long seed) {
    List<String> vectors = new ArrayList<>(Remote.flags());
    vectors.add("-Djacobi.backend=jvm");
    List<String> plain = vectors.stream().filter(f -> !f.contains("jdk.incubator.vector")).toList();
    return List.of(
        start("Jacobi, no oneDNN", vectors, workload, training, threads, seed),
        start("Jacobi, no vectors", plain, workload, training, threads, seed));
  }

  private static Contestant start(
      String name,
      List<String> flags,
      Workload workload,
      boolean training,
      int threads,
      long seed) {
    return new Remote(name, flags, new JacobiPeer(), workload, training, threads, seed);
  }
}
