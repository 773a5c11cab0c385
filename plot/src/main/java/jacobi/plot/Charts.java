package jacobi.plot;

import jacobi.graph.JacobiException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Line charts, by XChart. */
final class Charts {
  private static final Color[] COLOURS = {
    new Color(0x0969da),
    new Color(0xcf222e),
    new Color(0x1a7f37),
    new Color(0x8250df),
    new Color(0xbc4c00),
    new Color(0x0a7c86),
    new Color(0xbf3989),
    new Color(0x57606a),
    new Color(0x9a6700),
    new Color(0x1b1f24)
  };

  /** A line; its values are finite. */
  record Line(String name, double[] x, double[] y) {}

  /** A chart of lines with a legend. */
  record Chart(String title, String xName, String yName, boolean logarithmic, List<Line> lines) {}

  private Charts() {}

  /** Charts side by side as one SVG document. */
  static String svg(String title, int width, int height, List<Chart> charts) {
    Document document = emptyDocument();
    try {
      SVGGraphics2D g = new SVGGraphics2D(document);
      g.setSVGCanvasSize(new java.awt.Dimension(width * charts.size(), height));
      for (Chart chart : charts) {
        Graphics2D part = (Graphics2D) g.create();
        xy(chart, width, height).paint(part, width, height);
        part.dispose();
        g.translate(width, 0);
      }
      Element root = g.getRoot();
      root.setAttribute("role", "img");
      root.setAttribute("viewBox", "0 0 " + width * charts.size() + " " + height);
      Element name = document.createElementNS(Svg.NAMESPACE, "title");
      name.setTextContent(title);
      root.insertBefore(name, root.getFirstChild());
      StringWriter text = new StringWriter();
      g.stream(root, text, true, false);
      // The prologue names a DTD on the web, which some readers would fetch.
      return text.toString().substring(text.toString().indexOf("<svg")) + "\n";
    } catch (SVGGraphics2DIOException e) {
      throw new UncheckedIOException(e);
    } catch (InternalError | NoClassDefFoundError e) {
      throw new JacobiException(
          "charts need fonts, and this system has none: install fontconfig and a font", e);
    }
  }

  private static Document emptyDocument() {
    try {
      return DocumentBuilderFactory.newDefaultNSInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(Svg.NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static XYChart xy(Chart c, int width, int height) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(c.title())
            .xAxisTitle(c.xName())
            .yAxisTitle(c.yName())
            .build();
    chart
        .getStyler()
        .setYAxisLogarithmic(c.logarithmic())
        .setYAxisLogarithmicDecadeOnly(true)
        .setPlotGridHorizontalLinesVisible(!c.logarithmic())
        .setPlotGridLinesColor(new Color(0xe4e8ec))
        .setPlotTicksMarksVisible(!c.logarithmic())
        .setChartBackgroundColor(Color.WHITE)
        .setLegendPosition(Styler.LegendPosition.OutsideE)
        .setLegendBorderColor(Color.WHITE)
        .setPlotBorderColor(new Color(0xd0d7de))
        .setMarkerSize(0);
    for (int i = 0; i < c.lines().size(); i++) {
      Line line = c.lines().get(i);
      XYSeries series = chart.addSeries(line.name(), line.x(), line.y());
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(COLOURS[i % COLOURS.length]);
      series.setLineStyle(new BasicStroke(2f));
    }
    return chart;
  }
}
