package jacobi;

import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Compares gradients with central differences {@code (f(x+h) - f(x-h)) / 2h}, in float64: floating
 * inputs are converted, others (indices, masks) are passed on as they are. A result that is not a
 * scalar is first summed with fixed random weights.
 *
 * <p>Differences only tell the truth where the function is smooth within {@code h}: keep the inputs
 * away from kinks, as a ReLU's at 0, and from ties of a maximum. The function must give the same
 * result for the same inputs, so a dropout in it needs a fixed key.
 *
 * <pre>{@code
 * GradCheck.check(in -> in.get(0).matmul(in.get(1)).tanh(), x.named("x"), w.named("w"));
 * }</pre>
 */
public final class GradCheck {
  /** The largest error that {@link #check} lets pass. */
  public static final double TOLERANCE = 1e-6;

  private static final double STEP = 1e-5;

  private GradCheck() {}

  /**
   * One partial or directional derivative, computed both ways.
   *
   * @param where the element or direction: "w[2, 1]"
   * @param gradient by differentiating the graph
   * @param difference by central differences
   */
  public record Comparison(String where, double gradient, double difference) {

    /** How far both are apart, relative to the greater of them and 1; NaN if one is NaN. */
    public double error() {
      double scale = Math.max(1, Math.max(Math.abs(gradient), Math.abs(difference)));
      return gradient == difference ? 0 : Math.abs(gradient - difference) / scale;
    }

    @Override
    public String toString() {
      return "d/d %s: gradient %.9g, by differences %.9g, error %.2g"
          .formatted(where, gradient, difference, error());
    }
  }

  /**
   * Checks every partial derivative.
   *
   * @param f from the inputs to a floating tensor
   * @throws JacobiException if one is off by more than {@link #TOLERANCE}, naming the worst
   */
  public static void check(Function<List<Tensor>, Tensor> f, Tensor... inputs) {
    List<Comparison> all = compare(f, inputs);
    List<Comparison> wrong = all.stream().filter(c -> !(c.error() <= TOLERANCE)).toList();
    if (!wrong.isEmpty()) {
      // NaN, the worst there is, compares as greater than all numbers.
      Comparison worst =
          wrong.stream().max(Comparator.comparingDouble(Comparison::error)).orElseThrow();
      throw new JacobiException(
          "[gradcheck] %d of %d derivatives differ by more than %s; the worst: %s"
              .formatted(wrong.size(), all.size(), TOLERANCE, worst));
    }
  }

  /** Every partial derivative both ways, input by input in row-major order. */
  public static List<Comparison> compare(Function<List<Tensor>, Tensor> f, Tensor... inputs) {
    List<Tensor> at = Arrays.stream(inputs).map(GradCheck::wide).toList();
    List<double[]> gradients = gradients(f, at);
    List<Comparison> all = new ArrayList<>();
    for (int i = 0; i < at.size(); i++) {
      if (at.get(i).dtype() == DType.FLOAT64) {
        double[] x = at.get(i).toDoubles();
        for (int j = 0; j < x.length; j++) {
          double h = STEP * Math.max(1, Math.abs(x[j]));
          double up = moved(f, at, i, j, h);
          double down = moved(f, at, i, j, -h);
          // What was really added and subtracted, after rounding.
          double distance = (x[j] + h) - (x[j] - h);
          all.add(
              new Comparison(where(inputs[i], i, j), gradients.get(i)[j], (up - down) / distance));
        }
      }
    }
    return all;
  }

  /**
   * The derivative along one random direction through all inputs at once: two evaluations, however
   * many elements there are, and a mistake in any of them shows.
   *
   * @param seed of the direction
   */
  public static Comparison along(Function<List<Tensor>, Tensor> f, long seed, Tensor... inputs) {
    List<Tensor> at = Arrays.stream(inputs).map(GradCheck::wide).toList();
    List<double[]> gradients = gradients(f, at);
    SplittableRandom random = new SplittableRandom(seed);
    List<Tensor> up = new ArrayList<>();
    List<Tensor> down = new ArrayList<>();
    double slope = 0;
    for (int i = 0; i < at.size(); i++) {
      Tensor x = at.get(i);
      if (x.dtype() == DType.FLOAT64) {
        double[] direction = random.doubles(x.shape().size(), -1, 1).toArray();
        for (int j = 0; j < direction.length; j++) {
          slope += direction[j] * gradients.get(i)[j];
        }
        up.add(moved(x, direction, STEP));
        down.add(moved(x, direction, -STEP));
      } else {
        up.add(x);
        down.add(x);
      }
    }
    double difference = (weighed(f, up).item() - weighed(f, down).item()) / (2 * STEP);
    return new Comparison("a random direction", slope, difference);
  }

  private static Tensor wide(Tensor x) {
    return x.dtype().isFloating() ? x.as(DType.FLOAT64).detach() : x.detach();
  }

  private static List<double[]> gradients(Function<List<Tensor>, Tensor> f, List<Tensor> at) {
    List<Tensor> floating = at.stream().filter(x -> x.dtype().isFloating()).toList();
    Tensor y = weighed(f, at);
    if (!Double.isFinite(y.item())) {
      throw new JacobiException(
          "[gradcheck] the function gives "
              + y.item()
              + " at these inputs (summed, if it is not a scalar); differences need finite values");
    }
    Gradients g = Jacobi.grad(y, floating);
    Jacobi.eval(g.all().toArray(Tensor[]::new));
    return at.stream()
        .map(x -> x.dtype().isFloating() ? g.of(x).toDoubles() : new double[0])
        .toList();
  }

  /** The scalar that is differentiated. */
  private static Tensor weighed(Function<List<Tensor>, Tensor> f, List<Tensor> inputs) {
    Tensor y = f.apply(inputs);
    if (!y.dtype().isFloating()) {
      throw new JacobiException("[gradcheck] the result is " + y.dtype() + ", expected floating");
    }
    if (y.rank() == 0) {
      return y.as(DType.FLOAT64);
    }
    double[] weights = new SplittableRandom(1).doubles(y.shape().size(), 0.5, 1.5).toArray();
    Tensor w = Tensor.of(weights).reshape(y.shape().dims());
    return y.as(DType.FLOAT64).mul(w).sum();
  }

  private static double moved(
      Function<List<Tensor>, Tensor> f, List<Tensor> at, int input, int element, double by) {
    double[] x = at.get(input).toDoubles();
    x[element] += by;
    List<Tensor> there = new ArrayList<>(at);
    there.set(input, Tensor.of(x).reshape(at.get(input).shape().dims()));
    return weighed(f, there).item();
  }

  private static Tensor moved(Tensor x, double[] direction, double by) {
    double[] values = x.toDoubles();
    for (int j = 0; j < values.length; j++) {
      values[j] += by * direction[j];
    }
    return Tensor.of(values).reshape(x.shape().dims());
  }

  private static String where(Tensor x, int input, int element) {
    String name = x.node().name().isEmpty() ? "input " + input : x.node().name();
    int[] index = new int[x.rank()];
    int rest = element;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = rest % x.dim(axis);
      rest /= x.dim(axis);
    }
    return index.length == 0 ? name : name + Arrays.toString(index);
  }
}
