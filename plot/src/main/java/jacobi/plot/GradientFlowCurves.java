package jacobi.plot;

import jacobi.graph.JacobiException;
import jacobi.nn.GradientFlow;
import java.util.ArrayList;
import java.util.List;

/**
 * How gradients vanish or explode over the steps of a sequence: their norm against the distance.
 */
public final class GradientFlowCurves {
  private GradientFlowCurves() {}

  /** Draws networks on one chart with a logarithmic axis; a norm of 0 has no place on it. */
  public static Picture of(List<GradientFlow> flows) {
    if (flows.isEmpty()) {
      throw new JacobiException("[gradient-flow] there is nothing to draw");
    }
    List<Charts.Line> lines = new ArrayList<>();
    List<List<Object>> rows = new ArrayList<>();
    for (GradientFlow flow : flows) {
      List<Integer> shown = new ArrayList<>();
      for (int i = 0; i < flow.norms().size(); i++) {
        double norm = flow.norms().get(i);
        rows.add(List.of(flow.name(), flow.distances().get(i), norm));
        if (norm > 0 && Double.isFinite(norm)) {
          shown.add(i);
        }
      }
      if (!shown.isEmpty()) {
        lines.add(
            new Charts.Line(
                flow.name(),
                shown.stream().mapToDouble(flow.distances()::get).toArray(),
                shown.stream().mapToDouble(flow.norms()::get).toArray()));
      }
    }
    String title = "gradient norm against distance";
    Charts.Chart chart =
        new Charts.Chart(title, "distance t - k", "norm of d loss_t / d s_k", true, lines);
    return new Picture(
        title,
        Charts.svg(title, 720, 440, List.of(chart)),
        new Table(List.of("network", "distance", "norm"), rows));
  }
}
