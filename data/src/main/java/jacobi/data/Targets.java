package jacobi.data;

import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What the examples of a {@link Dataset} are to be mapped to. */
public sealed interface Targets {

  /**
   * One of n classes; an example's label is an index into {@code names}.
   *
   * @param names the classes by label, all different, at least one
   */
  record Classes(List<String> names) implements Targets {
    public Classes {
      names = List.copyOf(names);
      if (names.isEmpty()) {
        throw new JacobiException("a classification target needs at least one class");
      }
      Set<String> seen = new HashSet<>();
      for (String name : names) {
        if (!seen.add(name)) {
          throw new JacobiException("class \"" + name + "\" is named twice");
        }
      }
    }

    /** Classes named "0" to "count-1". */
    public static Classes numbered(int count) {
      return new Classes(IntStream.range(0, count).mapToObj(Integer::toString).toList());
    }

    public int count() {
      return names.size();
    }
  }

  /**
   * float32 numbers of a fixed shape, for regression.
   *
   * @param shape the target of one example, {@code [k]} for k numbers
   */
  record Values(Shape shape) implements Targets {}

  /**
   * A target for each step of a sequence.
   *
   * @param each what one step is to be mapped to
   */
  record EachStep(Targets each) implements Targets {
    public EachStep {
      if (each instanceof EachStep) {
        throw new JacobiException("a step's target cannot itself have a target for each step");
      }
    }
  }

  /** What one target is: that of a step where each step has one, else that of an example. */
  default Targets one() {
    return switch (this) {
      case Classes classes -> classes;
      case Values values -> values;
      case EachStep steps -> steps.each();
    };
  }

  /** No targets, as in rows to predict: values of shape {@code [0]}. */
  static Targets none() {
    return new Values(Shape.of(0));
  }
}
