package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.JacobiException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Several modules on the same input, side by side; what they put out is concatenated on the last
 * axis: filters of several widths for instance (Kim 2014), or mean and maximum. Its other extents
 * must be the same for all.
 */
public final class Branches extends Module {
  private final List<Module> branches;

  private Branches(List<Module> branches) {
    if (branches.isEmpty()) {
      throw new JacobiException("[Branches] there are none, expected at least one");
    }
    this.branches = List.copyOf(branches);
    for (int i = 0; i < branches.size(); i++) {
      child(Integer.toString(i), branches.get(i));
    }
  }

  /** Modules side by side; their names are "0", "1", …. */
  public static Branches of(Module... branches) {
    return new Branches(List.of(branches));
  }

  /** As {@link #of(Module...)}. */
  public static Branches of(List<Module> branches) {
    return new Branches(branches);
  }

  @Override
  protected Tensor forward(Tensor x) {
    Tensor first = branches.getFirst().apply(x);
    Tensor[] others = branches.stream().skip(1).map(b -> b.apply(x)).toArray(Tensor[]::new);
    for (Tensor other : others) {
      boolean alike =
          other.rank() == first.rank()
              && other.shape().dims().length > 1
              && IntStream.range(0, first.rank() - 1).allMatch(i -> other.dim(i) == first.dim(i));
      if (!alike) {
        throw wrongShape(
            "branches that agree in all extents but the last: the first puts out " + first.shape(),
            other.shape());
      }
    }
    return first.concat(-1, others);
  }
}
