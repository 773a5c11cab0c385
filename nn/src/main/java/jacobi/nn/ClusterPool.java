package jacobi.nn;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.nn.init.Initializers;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A pooled layer (section 13.1.2 of the textbook): the inputs are partitioned into clusters, and
 * there is one node for each cluster, which has all and only its members as inputs; of shape […, n]
 * to […, clusters].
 */
public final class ClusterPool extends Module {
  /** What a node makes of its cluster's members. */
  public enum Kind {
    /** The greatest. */
    MAX,
    /** Their mean. */
    MEAN,
    /**
     * Their weighted sum and a bias, as the units of any other layer; parameters {@code weight} [n]
     * and {@code bias} [clusters], which start uniformly in ±1/sqrt(n/clusters).
     */
    LEARNED
  }

  private final Kind kind;
  private final int[] clusterOf;
  private final int clusters;
  private final Optional<Parameter> weight;
  private final Optional<Parameter> bias;

  private ClusterPool(Kind kind, int[] clusterOf) {
    this.kind = kind;
    this.clusterOf = clusterOf.clone();
    this.clusters = Arrays.stream(clusterOf).max().orElse(-1) + 1;
    boolean[] seen = new boolean[clusters];
    for (int c : clusterOf) {
      if (c < 0) {
        throw new JacobiException("[ClusterPool] clusters are numbered from 0, got " + c);
      }
      seen[c] = true;
    }
    for (int c = 0; c < clusters; c++) {
      if (!seen[c]) {
        throw new JacobiException("[ClusterPool] cluster " + c + " has no inputs");
      }
    }
    if (clusters == 0) {
      throw new JacobiException("[ClusterPool] there are no inputs");
    }
    double bound = Math.sqrt((double) clusters / clusterOf.length);
    boolean learned = kind == Kind.LEARNED;
    var uniform = Initializers.uniform(-bound, bound);
    weight =
        learned ? Optional.of(parameter("weight", uniform, clusterOf.length)) : Optional.empty();
    bias = learned ? Optional.of(parameter("bias", uniform, clusters)) : Optional.empty();
  }

  /** With the number, from 0, of each input's cluster. */
  public static ClusterPool of(Kind kind, int... clusterOfInput) {
    return new ClusterPool(kind, clusterOfInput);
  }

  /** With n inputs in clusters of neighbours, whose sizes differ by 1 at most. */
  public static ClusterPool neighbours(Kind kind, int n, int clusters) {
    if (clusters < 1 || clusters > n) {
      throw new JacobiException(
          "[ClusterPool] " + n + " inputs make 1 to " + n + " clusters, not " + clusters);
    }
    return of(kind, IntStream.range(0, n).map(i -> (int) ((long) i * clusters / n)).toArray());
  }

  @Override
  protected Tensor forward(Tensor x) {
    int n = clusterOf.length;
    if (x.rank() == 0 || x.dim(-1) != n) {
      throw wrongShape("[…, " + n + "]", x.shape());
    }
    // Of shape [clusters, n], one 1 in each column.
    Tensor member = Tensor.of(clusterOf).eq(Jacobi.arange(clusters).as(DType.INT32).unsqueeze(1));
    return switch (kind) {
      case MAX ->
          member.where(x.unsqueeze(-2), Jacobi.full(Double.NEGATIVE_INFINITY, x.dtype())).amax(-1);
      case MEAN -> {
        Tensor ones = member.as(x.dtype());
        yield x.matmul(ones.transpose()).div(ones.sum(-1));
      }
      case LEARNED ->
          x.mul(weight.orElseThrow().value())
              .matmul(member.as(x.dtype()).transpose())
              .add(bias.orElseThrow().value());
    };
  }

  @Override
  public String toString() {
    return call(
        "ClusterPool",
        kind.toString().toLowerCase(java.util.Locale.ROOT),
        clusterOf.length + " -> " + clusters);
  }
}
