package jacobi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.graph.DType;
import jacobi.graph.Graph;
import jacobi.graph.Ints;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import jacobi.graph.Op;
import jacobi.graph.Op.CompareKind;
import jacobi.graph.Op.UnaryKind;
import jacobi.graph.Shape;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Graphs that went wrong once, cut down by hand from what the fuzzer found. */
class FoundGraphsTest {
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void anIndexStretchedAndReshaped() {
    Node index = Node.of(new Op.Iota(DType.INT32, Shape.of(9, 1), 0));
    Node stretched = Nodes.broadcast(Nodes.reshape(index, Shape.of(1, 9, 1)), Shape.of(3, 9, 9));
    check(Nodes.reshape(stretched, Shape.of(3, 81)));
  }

  @Test
  void aCopyThatReadsItsOperandAtOtherPointsThanItsUserDoes() {
    Node x = Nodes.unary(UnaryKind.EXP, input(17, 17));
    Node flipped = Node.of(new Op.Flip(Ints.of(0)), x);
    Node condition = Nodes.compare(CompareKind.LT, input(17, 17), input(17, 1));
    Node chosen = Nodes.select(condition, flipped, Nodes.transpose(x));
    check(Nodes.matmul(flipped, Nodes.unary(UnaryKind.TANH, chosen)));
  }

  private Node input(int... shape) {
    return Backends.leaf(
        Data.generate(DType.FLOAT32, Shape.of(shape), i -> random.nextInt(-16, 17) / 8.0));
  }

  private static void check(Node output) {
    Graph graph = Graph.of(List.of(output));
    Map<Node, Data> values = Interpreter.evaluate(graph, Backends.inputs(graph));
    Map<Node, Data> bounds = ErrorBounds.of(graph, values);
    for (Backends.Setting setting : Backends.settings()) {
      assertThat(Backends.differences(setting, graph, values, bounds)).isEmpty();
    }
  }
}
