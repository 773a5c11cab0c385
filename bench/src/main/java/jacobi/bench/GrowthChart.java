package jacobi.bench;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A picture of how times grow, both axes logarithmic: what grows with its work is parallel to it.
 */
final class GrowthChart {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 380;
  private static final List<Color> COLOURS =
      List.of(new Color(0x0969da), new Color(0x57606a), new Color(0xcf222e));

  /** Times for the values on the axis. */
  record Line(String name, List<Double> millis) {}

  private GrowthChart() {}

  /** Writes a PNG. */
  static void write(Path file, String axis, List<Double> values, List<Line> lines)
      throws IOException {
    XYChart chart =
        new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle(axis).yAxisTitle("ms").build();
    chart
        .getStyler()
        .setXAxisLogarithmic(true)
        .setYAxisLogarithmic(true)
        .setLegendPosition(Styler.LegendPosition.InsideNW)
        .setChartBackgroundColor(Color.WHITE)
        .setMarkerSize(6);
    for (int i = 0; i < lines.size(); i++) {
      XYSeries series = chart.addSeries(lines.get(i).name(), values, lines.get(i).millis());
      series.setLineColor(COLOURS.get(i % COLOURS.size()));
      series.setMarkerColor(COLOURS.get(i % COLOURS.size()));
      series.setMarker(SeriesMarkers.CIRCLE);
    }
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    chart.paint(g, WIDTH, HEIGHT);
    g.dispose();
    ImageIO.write(image, "png", file.toFile());
  }
}
