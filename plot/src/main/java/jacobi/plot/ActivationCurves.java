package jacobi.plot;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.graph.JacobiException;
import jacobi.nn.Activation;
import jacobi.nn.Module;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Activation functions and their derivatives. */
public final class ActivationCurves {
  private static final int POINTS = 401;

  /** What is drawn unless one says otherwise. */
  public static final List<String> USUAL =
      List.of("sigmoid", "tanh", "relu", "leaky_relu", "elu", "step");

  private ActivationCurves() {}

  /** Names of all that can be drawn: those that look at one number at a time. */
  public static List<String> names() {
    return Activation.names().stream().filter(name -> !name.equals("softmax")).toList();
  }

  /**
   * Draws functions on one chart and, as autodiff gives them, their derivatives on a second.
   *
   * @param names of {@link #names}
   * @param from least argument
   * @param to greatest argument
   */
  public static Picture of(List<String> names, double from, double to) {
    if (!(from < to) || !Double.isFinite(from) || !Double.isFinite(to)) {
      throw new JacobiException("[activations] from " + from + " to " + to + " is no range");
    }
    double[] x = new double[POINTS];
    float[] floats = new float[POINTS];
    for (int i = 0; i < POINTS; i++) {
      floats[i] = (float) (from + (to - from) * i / (POINTS - 1));
      x[i] = floats[i];
    }
    List<Charts.Line> functions = new ArrayList<>();
    List<Charts.Line> derivatives = new ArrayList<>();
    for (String name : names) {
      if (!names().contains(name)) {
        throw new JacobiException(
            "unknown activation '" + name + "', expected one of " + String.join(", ", names()));
      }
      Module f = Activation.named(name);
      Tensor in = Tensor.of(floats, POINTS, 1);
      Tensor out = f.apply(in);
      functions.add(new Charts.Line(name, x, out.toDoubles()));
      derivatives.add(new Charts.Line(name, x, Jacobi.grad(out.sum(), in).of(in).toDoubles()));
    }
    String title = "activation functions and their derivatives";
    return new Picture(
        title,
        Charts.svg(
            title,
            560,
            400,
            List.of(
                new Charts.Chart("activation", "x", "f(x)", false, functions),
                new Charts.Chart("derivative", "x", "f'(x)", false, derivatives))),
        table(names, x, functions, derivatives));
  }

  private static Table table(
      List<String> names, double[] x, List<Charts.Line> f, List<Charts.Line> derivatives) {
    List<String> columns = new ArrayList<>(List.of("x"));
    names.forEach(name -> columns.addAll(Arrays.asList(name, name + "'")));
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      List<Object> row = new ArrayList<>(List.of(x[i]));
      for (int j = 0; j < f.size(); j++) {
        row.add(f.get(j).y()[i]);
        row.add(derivatives.get(j).y()[i]);
      }
      rows.add(row);
    }
    return new Table(columns, rows);
  }
}
