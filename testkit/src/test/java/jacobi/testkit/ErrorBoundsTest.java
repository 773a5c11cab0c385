package jacobi.testkit;

import static jacobi.graph.DType.FLOAT32;
import static org.assertj.core.api.Assertions.assertThat;

import jacobi.graph.DType;
import jacobi.graph.Graph;
import jacobi.graph.Ints;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import jacobi.graph.Op;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.CompareKind;
import jacobi.graph.Op.ReduceKind;
import jacobi.graph.Op.UnaryKind;
import jacobi.graph.Shape;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

class ErrorBoundsTest {
  private static final double UNKNOWN = Double.POSITIVE_INFINITY;
  private static final double ULP = 0x1p-23;

  private final Map<Node, Data> inputs = new IdentityHashMap<>();

  @Test
  void arithmeticOnShortFractionsIsExact() {
    Node x = input(0.125, -1.5, 3);
    Node y = input(2.25, 0.5, -7);
    assertThat(bound(Nodes.add(x, y))).containsOnly(0.0);
    assertThat(bound(Nodes.mul(x, y))).containsOnly(0.0);
    assertThat(bound(Nodes.sum(x, Ints.of(0)))).containsOnly(0.0);
    assertThat(bound(Nodes.unary(UnaryKind.FLOOR, x))).containsOnly(0.0);
  }

  @Test
  void otherArithmeticRoundsByALittle() {
    Node x = input(0.1, 0.7, 3.3);
    assertThat(bound(Nodes.mul(x, x))).allSatisfy(b -> assertThat(b).isBetween(1e-12, 3e-6));
    assertThat(bound(Nodes.unary(UnaryKind.EXP, x)))
        .allSatisfy(b -> assertThat(b).isBetween(ULP, 32 * ULP * 16));
  }

  @Test
  void sumsInAnyOrderStayWithinTheBound() {
    Node x = inputOf(1000, i -> Math.sin((double) i) * (i % 7 == 0 ? 1000 : 1));
    Node sum = Nodes.sum(x, Ints.of(0));
    Map<Node, Data> values = Interpreter.evaluate(Graph.of(List.of(sum)), inputs);
    float backwards = 0;
    for (int i = 999; i >= 0; i--) {
      backwards += (float) values.get(x).get(i);
    }
    assertThat(backwards).isNotEqualTo((float) values.get(sum).get(0));
    assertThat(Math.abs(backwards - values.get(sum).get(0))).isLessThan(bound(sum).getFirst());
  }

  @Test
  void errorsGrowWhereTheGraphIsIllConditioned() {
    Node x = input(1000.1);
    Node cancelled = Nodes.sub(Nodes.mul(x, Node.constant(FLOAT32, 1.1)), input(1100.1));
    Node divided = Nodes.div(input(1), cancelled);
    assertThat(bound(cancelled).getFirst()).isBetween(1e-4, 1e-3);
    assertThat(bound(divided).getFirst()).isGreaterThan(1e-3);
  }

  @Test
  void whatRoundingDecidesIsUnknown() {
    Node x = input(0.3, 0.9);
    Node tenTimes = Nodes.mul(x, Node.constant(FLOAT32, 10));
    Node three = Nodes.like(x, 3);
    assertThat(bound(Nodes.compare(CompareKind.LT, tenTimes, three))).containsExactly(UNKNOWN, 0.0);
    assertThat(bound(Nodes.unary(UnaryKind.FLOOR, tenTimes)).getFirst()).isEqualTo(UNKNOWN);
    assertThat(bound(Nodes.cast(tenTimes, DType.INT32)).getFirst()).isEqualTo(UNKNOWN);
    Node chosen = Nodes.select(Nodes.compare(CompareKind.LT, tenTimes, three), x, Nodes.like(x, 0));
    assertThat(bound(chosen)).containsExactly(UNKNOWN, 0.0);
  }

  @Test
  void argMaxIsKnownUnlessTheGreatestAreClose() {
    Node clear = Nodes.mul(input(0.1, 0.7, 0.3), Node.constant(FLOAT32, 3.3));
    assertThat(bound(Node.of(new Op.ArgMax(0), clear))).containsExactly(0.0);
    Node close = Nodes.mul(input(0.7, 0.7 + 1e-7), Node.constant(FLOAT32, 3.3));
    assertThat(bound(Node.of(new Op.ArgMax(0), close))).containsExactly(UNKNOWN);
    assertThat(bound(Node.of(new Op.ArgMax(0), input(0.7, 0.7)))).containsExactly(0.0);
  }

  @Test
  void infinitiesAndNaNAreRequiredWhereTheyAreCertain() {
    Node zero = input(0, -1);
    assertThat(bound(Nodes.unary(UnaryKind.LOG, zero))).containsExactly(0.0, 0.0);
    assertThat(bound(Nodes.div(input(1, 1), zero)).getFirst()).isEqualTo(0);
    Node overflow = Nodes.binary(BinaryKind.POW, input(1e30, 2), input(9, 2));
    assertThat(bound(overflow).getFirst()).isEqualTo(UNKNOWN);
  }

  @Test
  void matrixProductsAndReductionsMoveErrors() {
    Node x = Nodes.mul(inputOf(6, i -> i * 0.3), Node.constant(FLOAT32, 0.1));
    Node a = Nodes.reshape(x, Shape.of(2, 3));
    Node b = Nodes.reshape(x, Shape.of(3, 2));
    assertThat(bound(Nodes.matmul(a, b))).allSatisfy(e -> assertThat(e).isBetween(1e-9, 1e-6));
    assertThat(bound(Nodes.reduce(ReduceKind.MAX, x, Ints.of(0))).getFirst()).isBetween(1e-9, 1e-7);
    assertThat(bound(Nodes.reduce(ReduceKind.PROD, x, Ints.of(0))).getFirst()).isLessThan(1e-9);
  }

  private List<Double> bound(Node n) {
    Graph graph = Graph.of(List.of(n));
    Data bound = ErrorBounds.of(graph, Interpreter.evaluate(graph, inputs)).get(n);
    return Arrays.stream((double[]) bound.toArray()).boxed().toList();
  }

  private Node input(double... values) {
    return inputOf(values.length, i -> values[(int) i]);
  }

  private Node inputOf(int n, LongToDoubleFunction f) {
    Data data = Data.generate(FLOAT32, Shape.of(n), f);
    Node node = Backends.leaf(data);
    inputs.put(node, data);
    return node;
  }
}
