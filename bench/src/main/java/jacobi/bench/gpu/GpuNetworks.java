package jacobi.bench.gpu;

import jacobi.bench.Cnn;
import jacobi.bench.LstmLanguageModel;
import jacobi.bench.Workload;
import jacobi.graph.JacobiException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is trained on a GPU: the workloads, also with larger batches, and two large networks. */
final class GpuNetworks {
  /** How many times their batch the workloads have as well. */
  static final int TIMES = 8;

  static final List<Workload> LARGE = List.of(Cnn.E6, LstmLanguageModel.LM);

  private GpuNetworks() {}

  /**
   * Those with these short names, or all.
   *
   * @throws JacobiException if there is no such network
   */
  static List<Workload> named(List<String> ids) {
    List<Workload> all = Stream.concat(Workload.all().stream(), LARGE.stream()).toList();
    List<String> known = all.stream().map(Workload::id).toList();
    if (!known.containsAll(ids)) {
      throw new JacobiException(
          "no network '"
              + ids.stream().filter(id -> !known.contains(id)).collect(Collectors.joining("', '"))
              + "'; there are "
              + String.join(", ", known));
    }
    return all.stream().filter(w -> ids.isEmpty() || ids.contains(w.id())).toList();
  }

  /** With the larger batch, if it is to have one. */
  static Workload enlarged(Workload workload) {
    return LARGE.contains(workload) ? workload : workload.withBatch(TIMES * workload.batch());
  }
}
