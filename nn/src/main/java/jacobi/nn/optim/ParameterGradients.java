package jacobi.nn.optim;

import jacobi.Gradients;
import jacobi.Jacobi;
import jacobi.Lookup;
import jacobi.Tensor;
import jacobi.graph.DType;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The gradients of a loss for one step of an {@link OptimizerState}, one for each of its parameters
 * in order. Of a sparse parameter that the loss only looks rows up in, the gradient is one of these
 * rows: row i is the sum over all places that have the same index, if it comes first at i, else
 * zeros. So sums of squares and norms are those of the whole gradient.
 */
public final class ParameterGradients {
  private final List<One> all;

  /**
   * Rows of a parameter.
   *
   * @param at their indices, [n]
   * @param first which of them come first at their place in the list, bool [n]
   * @param values their present values, [n, d…]
   */
  record Rows(Tensor at, Tensor first, Tensor values) {}

  /** The gradient of one parameter. */
  record One(Tensor gradient, Optional<Rows> rows) {}

  ParameterGradients(List<One> all) {
    this.all = List.copyOf(all);
  }

  /** The gradients as tensors: of a parameter's shape, or of the rows looked up, [n, d…]. */
  public List<Tensor> tensors() {
    return all.stream().map(One::gradient).toList();
  }

  /** The same with a function applied to each, of one value at a time. */
  public ParameterGradients map(UnaryOperator<Tensor> f) {
    return new ParameterGradients(
        all.stream().map(g -> new One(f.apply(g.gradient()), g.rows())).toList());
  }

  /** The same rows with other gradients. */
  ParameterGradients with(List<Tensor> gradients) {
    return new ParameterGradients(
        IntStream.range(0, all.size())
            .mapToObj(i -> new One(gradients.get(i), all.get(i).rows()))
            .toList());
  }

  List<One> all() {
    return all;
  }

  /** The gradient of rows, summed where each index comes first. */
  static One ofRows(List<Lookup> lookups, Gradients gradients) {
    DType type =
        lookups.stream().allMatch(l -> l.indices().dtype() == DType.INT32)
            ? DType.INT32
            : DType.INT64;
    Tensor at = joined(lookups.stream().map(l -> l.indices().as(type).reshape(-1)).toList());
    Tensor values = joined(lookups.stream().map(l -> asRows(l.rows(), l)).toList());
    Tensor each = joined(lookups.stream().map(l -> asRows(gradients.of(l.rows()), l)).toList());
    Tensor place = at.firstEqual();
    Tensor sums = Jacobi.full(0, each.dtype(), each.shape().dims()).scatterAdd(place, each);
    Tensor first = place.eq(Jacobi.arange(at.dim(0)).as(DType.INT32));
    return new One(sums, Optional.of(new Rows(at, first, values)));
  }

  /** [i…, d…] as [n, d…]. */
  private static Tensor asRows(Tensor rows, Lookup lookup) {
    int axes = lookup.indices().rank();
    int[] shape = new int[rows.rank() - axes + 1];
    shape[0] = Math.toIntExact(lookup.indices().shape().size());
    for (int i = 1; i < shape.length; i++) {
      shape[i] = rows.dim(axes + i - 1);
    }
    return rows.reshape(shape);
  }

  private static Tensor joined(List<Tensor> parts) {
    return parts.size() == 1
        ? parts.getFirst()
        : parts.getFirst().concat(0, parts.stream().skip(1).toArray(Tensor[]::new));
  }
}
