package jacobi.nn.loss;

import jacobi.Tensor;
import jacobi.nn.Lengths;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * A measure of how far a network's output is from a target: a loss for each example (or element),
 * then reduced. {@link Losses} has the usual ones.
 */
public final class Loss implements BinaryOperator<Tensor> {
  private final String name;
  private final BinaryOperator<Tensor> each;
  private final Optional<UnaryOperator<Tensor>> weights;
  private final Reduction reduction;

  /** What {@link #plain} gives; empty if that is this loss itself. */
  private final Optional<Loss> plain;

  private Loss(
      String name,
      BinaryOperator<Tensor> each,
      Optional<UnaryOperator<Tensor>> weights,
      Reduction reduction,
      Optional<Loss> plain) {
    this.name = name;
    this.each = each;
    this.weights = weights;
    this.reduction = reduction;
    this.plain = plain;
  }

  /**
   * A loss of one's own, with mean reduction.
   *
   * @param each of outputs and targets, the losses of the examples
   */
  public static Loss of(String name, BinaryOperator<Tensor> each) {
    return new Loss(name, each, Optional.empty(), Reduction.MEAN, Optional.empty());
  }

  /** The same where the mean divides by the sum of weights, a function of the target. */
  Loss meanOver(UnaryOperator<Tensor> weightsOfTarget) {
    return new Loss(name, each, Optional.of(weightsOfTarget), reduction, plain);
  }

  /** The same for training, while evaluation reports another. */
  public Loss evaluatedBy(Loss other) {
    return new Loss(name, each, weights, reduction, Optional.of(other.with(reduction)));
  }

  /**
   * What evaluation reports: this loss without what only training is to see, such as the smoothing
   * of labels; the loss itself if there is no such thing.
   */
  public Loss plain() {
    return plain.orElse(this);
  }

  public Loss with(Reduction other) {
    return new Loss(name, each, weights, other, plain.map(p -> p.with(other)));
  }

  /** The same, summed. */
  public Loss sum() {
    return with(Reduction.SUM);
  }

  /** The same, one for each example. */
  public Loss none() {
    return with(Reduction.NONE);
  }

  public String name() {
    return name;
  }

  public Reduction reduction() {
    return reduction;
  }

  /**
   * The loss of outputs against targets. Where sequences have {@link Lengths} and outputs are one a
   * step, [batch, steps, …, outputs], the steps behind a sequence's end do not count: their losses
   * are 0, and the mean is over all steps before the ends, whichever sequence they are of.
   */
  @Override
  public Tensor apply(Tensor output, Tensor target) {
    boolean steps = output.rank() >= 3 && Lengths.current().isPresent();
    Tensor all = each.apply(output, target);
    Tensor losses = steps ? Lengths.masked(all) : all;
    return switch (reduction) {
      case NONE -> losses;
      case SUM -> losses.sum();
      case MEAN -> {
        if (weights.isPresent()) {
          Tensor w = weights.get().apply(target);
          yield losses.sum().div((steps ? Lengths.masked(w) : w).sum());
        }
        yield steps ? Lengths.mean(all) : losses.mean();
      }
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
