package jacobi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.graph.Graph;
import jacobi.graph.GraphPrinter;
import jacobi.graph.Node;
import jacobi.graph.Verifier;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RandomGraphTest {

  @Test
  void aSeedAlwaysGivesTheSameGraph() {
    String first = GraphPrinter.text(graph(7));
    assertThat(GraphPrinter.text(graph(7))).isEqualTo(first);
    assertThat(GraphPrinter.text(graph(8))).isNotEqualTo(first);
  }

  @Test
  void graphsAreValidAndHoldEveryPrimitive() {
    SortedSet<String> seen = new TreeSet<>();
    for (long seed = 0; seed < 200; seed++) {
      for (Node n : Verifier.verify(graph(seed)).nodes()) {
        seen.add(Primitives.name(n.op()));
      }
    }
    assertThat(seen).isEqualTo(Primitives.all());
  }

  @Test
  void nearlyAllElementsHaveFiniteBounds() {
    long elements = 0;
    long unknown = 0;
    for (long seed = 0; seed < 50; seed++) {
      RandomGraph.Sample sample = RandomGraph.of(seed);
      for (Node n : sample.graph().outputs()) {
        Data bound = sample.bounds().get(n);
        elements += bound.size();
        for (long i = 0; i < bound.size(); i++) {
          unknown += bound.get(i) == Double.POSITIVE_INFINITY ? 1 : 0;
        }
      }
    }
    assertThat(elements).isGreaterThan(10_000);
    assertThat(unknown).isLessThan(elements / 20);
  }

  private static Graph graph(long seed) {
    return RandomGraph.of(seed).graph();
  }
}
