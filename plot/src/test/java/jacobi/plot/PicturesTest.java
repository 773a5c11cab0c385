package jacobi.plot;

import static jacobi.nn.Activation.relu;
import static jacobi.nn.Activation.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.Tensor;
import jacobi.data.Embedded;
import jacobi.data.Scaler;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import jacobi.nn.Dropout;
import jacobi.nn.GradientFlow;
import jacobi.nn.Linear;
import jacobi.nn.Sequential;
import jacobi.train.Decision;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PicturesTest {
  /** Well-formed SVG with a title, and a PNG of twice its size that is not all white. */
  private static Document checked(Picture p) {
    try {
      Document svg =
          DocumentBuilderFactory.newDefaultNSInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(p.svg())));
      assertThat(svg.getDocumentElement().getLocalName()).isEqualTo("svg");
      assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo(p.title());
      var image = ImageIO.read(new ByteArrayInputStream(p.png()));
      double width = Double.parseDouble(svg.getDocumentElement().getAttribute("width"));
      assertThat((double) image.getWidth()).isCloseTo(2 * width, within(1.0));
      int dark = 0;
      for (int y = 0; y < image.getHeight(); y += 2) {
        for (int x = 0; x < image.getWidth(); x += 2) {
          dark += (image.getRGB(x, y) & 0xff00) < 0xc000 ? 1 : 0;
        }
      }
      assertThat(dark).isGreaterThan(50);
      return svg;
    } catch (Exception e) {
      throw new AssertionError(p.title(), e);
    }
  }

  private static List<String> texts(Document svg) {
    var found = svg.getElementsByTagName("text");
    return java.util.stream.IntStream.range(0, found.getLength())
        .mapToObj(i -> found.item(i).getTextContent())
        .toList();
  }

  /** Rows by the text of one column. */
  private static Map<Object, List<Object>> by(Table t, int column) {
    return t.rows().stream()
        .collect(Collectors.toMap(row -> row.get(column), row -> row, (a, b) -> a));
  }

  @Test
  void theSeedsGraphHasItsValuesAndGradientsOnItsEdges() {
    Expression.Parsed e =
        Expression.parse("d = 2*b; e = a + d; L = c*e", Map.of("a", 3., "b", 1., "c", -2.));
    Picture p = GraphPicture.of("L", e.output(), e.inputs());
    Map<Object, List<Object>> rows = by(p.numbers(), 0);
    assertThat(rows.get("a")).containsExactly("a", "input", "e", "3", "-2");
    assertThat(rows.get("b")).containsExactly("b", "input", "d", "1", "-4");
    assertThat(rows.get("c")).containsExactly("c", "input", "L", "-2", "5");
    assertThat(rows.get("d")).containsExactly("d", "mul", "e", "2", "-2");
    assertThat(rows.get("e")).containsExactly("e", "add", "L", "5", "-2");
    assertThat(rows.get("L")).containsExactly("L", "mul", "", "-10", "1");
    assertThat(texts(checked(p)))
        .contains("a", "b", "c", "d = ×", "e = +", "L = ×", "-10", "-4", "5", "3");
  }

  @Test
  void aNodeUsedTwiceHasAnEdgeForEachUse() {
    Expression.Parsed e = Expression.parse("x*sigmoid(x)", Map.of("x", 2.));
    Table t = GraphPicture.of("swish", e.output(), e.inputs()).numbers();
    assertThat(t.rows().stream().filter(row -> row.getFirst().equals("x"))).hasSize(2);
  }

  @Test
  void expressionsComputeWhatTheySay() {
    assertThat(value("1 + 2*x^2 - -x/4", 2)).isEqualTo(9.5);
    assertThat(value("(1 + 2)*relu(x - 5) + exp(0)", 2)).isEqualTo(1);
    assertThat(value("y = x*x; y + x", 3)).isEqualTo(12);
  }

  private static double value(String text, double x) {
    return Expression.parse(text, Map.of("x", x)).output().item();
  }

  @Test
  void expressionsThatMakeNoSenseSayWhere() {
    assertThatThrownBy(() -> value("x +", 1))
        .hasMessageContaining("character 4: expected a number");
    assertThatThrownBy(() -> value("(x", 1)).hasMessageContaining("expected ')', found the end");
    assertThatThrownBy(() -> value("x x", 1)).hasMessageContaining("character 3");
    assertThatThrownBy(() -> value("sinus(x)", 1)).hasMessageContaining("unknown function 'sinus'");
    assertThatThrownBy(() -> value("x*y", 1)).hasMessageContaining("'y' has no value");
    assertThatThrownBy(() -> value("1", 1)).hasMessageContaining("has no input 'x'");
  }

  @Test
  void activationsAndTheirDerivatives() {
    Picture p = ActivationCurves.of(ActivationCurves.USUAL, -4, 4);
    checked(p);
    Table t = p.numbers();
    assertThat(t.columns()).startsWith("x", "sigmoid", "sigmoid'", "tanh", "tanh'", "relu");
    for (List<Object> row : t.rows()) {
      double x = (Double) row.getFirst();
      double s = 1 / (1 + Math.exp(-x));
      assertThat((Double) row.get(1)).isCloseTo(s, within(1e-6));
      assertThat((Double) row.get(2)).isCloseTo(s * (1 - s), within(1e-6));
      assertThat((Double) row.get(4)).isCloseTo(1 - Math.pow(Math.tanh(x), 2), within(1e-6));
      assertThat((Double) row.get(6)).isEqualTo(x > 0 ? 1 : 0);
    }
    assertThatThrownBy(() -> ActivationCurves.of(List.of("softmax"), -1, 1))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("unknown activation 'softmax'");
    assertThatThrownBy(() -> ActivationCurves.of(List.of("tanh"), 1, 1))
        .hasMessageContaining("no range");
  }

  /** XOR by two ReLU units, as the textbook has it: the hidden space is the units themselves. */
  private static Sequential xor() {
    return Sequential.of(
        Linear.of(Tensor.of(new float[] {1, 1, 1, 1}, 2, 2), Tensor.of(new float[] {0, -1}, 2)),
        relu(),
        Linear.of(Tensor.of(new float[] {1, -2}, 1, 2), Tensor.of(new float[] {-0.5f}, 1)));
  }

  @Test
  void xorsRegionsAndItsHiddenSpace() {
    Picture p =
        DecisionRegions.of("xor", xor(), Decision.BINARY, Scaler.identity(), Embedded.xor());
    Document svg = checked(p);
    assertThat(svg.getElementsByTagName("image").getLength()).isEqualTo(1);
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(8);
    assertThat(texts(svg)).contains("what goes in", "hidden layer of 2 units", "h1", "h2");
    for (List<Object> row : p.numbers().rows()) {
      double x1 = (Double) row.get(1);
      double x2 = (Double) row.get(2);
      double h1 = Math.max(0, x1 + x2);
      double h2 = Math.max(0, x1 + x2 - 1);
      assertThat(row.get(4)).isEqualTo(h1 - 2 * h2 - 0.5 > 0 ? "1" : "0");
      if (row.getFirst().equals("example")) {
        assertThat(row.get(3)).isEqualTo(row.get(4));
        assertThat(row.subList(6, 8)).containsExactly(h1, h2);
      }
    }
  }

  @Test
  void aWiderHiddenLayerIsSeenAlongItsBorder() {
    Sequential net = Sequential.of(Linear.of(2, 5), tanh(), Linear.of(5, 1));
    net.init(1);
    Table t =
        DecisionRegions.of("xor", net, Decision.BINARY, Scaler.identity(), Embedded.xor())
            .numbers();
    t.rows().stream()
        .filter(row -> row.getFirst().equals("example"))
        .forEach(row -> assertThat((Double) row.get(6) > 0).isEqualTo(row.get(4).equals("1")));
  }

  @Test
  void decisionRegionsNeedTwoFeatures() {
    assertThatThrownBy(
            () ->
                DecisionRegions.of(
                    "iris",
                    Sequential.of(Linear.of(4, 3)),
                    Decision.CLASSES,
                    Scaler.identity(),
                    Embedded.iris()))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("iris has 4 features; decision regions need exactly 2");
  }

  @Test
  void filtersAreTheWeights() {
    Sequential net = Sequential.of(Linear.of(12, 3), relu(), Linear.of(3, 2));
    net.init(4);
    Picture p = Filters.of("filters", net, Shape.of(3, 4));
    assertThat(checked(p).getElementsByTagName("image").getLength()).isEqualTo(3);
    float[] weights = ((Linear) net.get(0)).weight().value().toFloats();
    assertThat(p.numbers().rows()).hasSize(36);
    assertThat(p.numbers().rows().get(17)).containsExactly(1, 1, 1, 0, weights[17]);
    assertThatThrownBy(() -> Filters.of("filters", net, Shape.of(12)))
        .hasMessageContaining("which are no images");
    assertThatThrownBy(() -> Filters.of("filters", Sequential.of(relu()), Shape.of(12)))
        .hasMessageContaining("no layer with weights");
  }

  @Test
  void theNetworkWithShapesAndCounts() {
    Picture p =
        NetworkDiagram.of(
            "net", Sequential.of(Linear.of(4, 8), Dropout.of(0.5), Linear.of(8, 3)), Shape.of(4));
    assertThat(texts(checked(p)))
        .contains("Linear(4 -> 8)", "[batch, 8]", "40 parameters", "Dropout(0.5)", "[batch, 3]");
    assertThat(p.numbers().rows().get(2))
        .containsExactly("1", "Dropout(0.5)", "0", "[batch, 8]", 0L);
    assertThat(p.numbers().rows().get(3))
        .containsExactly("2", "Linear(8 -> 3)", "1", "[batch, 3]", 27L);
  }

  @Test
  void gradientFlowKeepsZerosAsNumbersOnly() {
    GradientFlow flow = new GradientFlow("RNN", List.of(0, 1, 2), List.of(1.0, 0.1, 0.0));
    Picture p = GradientFlowCurves.of(List.of(flow));
    checked(p);
    assertThat(p.numbers().csv())
        .isEqualTo("network,distance,norm\nRNN,0,1.0\nRNN,1,0.1\nRNN,2,0.0\n");
  }

  @Test
  void tablesQuoteWhatCsvWouldTakeApart() {
    Table t = new Table(List.of("a,b", "c"), List.of(List.of("say \"x\"", Double.NaN)));
    assertThat(t.csv()).isEqualTo("\"a,b\",c\n\"say \"\"x\"\"\",NaN\n");
    assertThat(t.toMap())
        .isEqualTo(Map.of("rows", List.of(Map.of("a,b", "say \"x\"", "c", "NaN"))));
  }
}
