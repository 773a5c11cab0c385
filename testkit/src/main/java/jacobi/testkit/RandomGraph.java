package jacobi.testkit;

import static jacobi.graph.DType.BOOL;
import static jacobi.graph.DType.FLOAT32;
import static jacobi.graph.DType.FLOAT64;
import static jacobi.graph.DType.INT32;
import static jacobi.graph.DType.INT64;

import jacobi.autodiff.Adjoints;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A graph made from a seed: 20 to 60 nodes of all primitives on a few shapes that fit each other,
 * with shared subexpressions, several outputs and often the gradients of one of them. Values stay
 * bounded, because the generator computes them as it goes and drops nodes that grow too large or
 * whose rounding errors do.
 */
public final class RandomGraph {
  private final RandomPool pool;
  private final SplittableRandom random;

  /** A graph and what every node should be. */
  public record Sample(Graph graph, Map<Node, Data> values, Map<Node, Data> bounds) {}

  private RandomGraph(long seed) {
    this.random = new SplittableRandom(seed);
    this.pool = new RandomPool(random);
  }

  /** The graph of a seed. */
  public static Sample of(long seed) {
    return new RandomGraph(seed).build();
  }

  private Sample build() {
    for (int i = 0; i < 3; i++) {
      pool.input(pool.floating, pool.shape());
    }
    int target = random.nextInt(20, 60);
    for (int tries = 0; pool.size() < target && tries < 10 * target; tries++) {
      grow().ifPresent(pool::keep);
    }
    List<Node> outputs = new ArrayList<>(pool.unused());
    while (outputs.size() > 1 && random.nextInt(4) > 0) {
      outputs.remove(random.nextInt(outputs.size()));
    }
    outputs.add(pool.any());
    if (random.nextInt(2) == 0) {
      outputs.addAll(gradients());
    }
    Graph graph = Graph.of(outputs);
    graph.nodes().forEach(pool::compute);
    return new Sample(graph, pool.values(), pool.bounds());
  }

  private List<Node> gradients() {
    Optional<Node> of = pool.pick(n -> n.dtype().isFloating());
    List<Node> wanted =
        pool.inputs().stream().filter(n -> n.dtype().isFloating()).limit(3).toList();
    if (of.isEmpty() || wanted.isEmpty()) {
      return List.of();
    }
    Node x = of.get();
    Node loss = Nodes.sum(Nodes.mul(x, x), Ints.range(x.shape().rank()));
    Adjoints adjoints = Adjoints.of(List.of(loss), List.of(Nodes.like(loss, 1)), wanted);
    return wanted.stream().map(adjoints::of).toList();
  }

  // --- growing ---

  private Optional<Node> grow() {
    return switch (random.nextInt(33)) {
      case 0, 1, 2, 3 -> pool.pick(n -> n.dtype() != BOOL).map(this::unary);
      case 4, 5, 6, 7, 8 -> pool.pick(n -> true).map(this::binary);
      case 9 ->
          pool.pick(n -> true)
              .map(a -> Nodes.compare(pool.any(CompareKind.values()), a, partner(a)));
      case 10, 11 -> pool.pick(n -> n.dtype() == BOOL).or(this::condition).flatMap(this::select);
      case 12 -> pool.pick(n -> true).map(a -> Nodes.cast(a, pool.any(DType.values())));
      case 13, 14, 15 ->
          pool.pick(n -> n.dtype() != BOOL && n.shape().rank() > 0).map(this::reduce);
      case 16 -> pool.pick(n -> n.shape().rank() > 0 && n.shape().size() > 0).map(this::indexed);
      case 17 -> pool.pick(n -> true).map(this::reshape);
      case 18 ->
          pool.pick(n -> true).map(n -> Nodes.permute(n, pool.permutation(n.shape().rank())));
      case 19 -> pool.pick(n -> true).map(n -> Nodes.broadcast(n, pool.stretched(n.shape())));
      case 20 -> pool.pick(n -> true).map(this::slice);
      case 21 ->
          pool.pick(n -> true).map(n -> Node.of(new Op.Flip(pool.axes(n.shape().rank())), n));
      case 22 -> pool.pick(n -> true).map(this::pad);
      case 23 -> pool.pick(n -> n.shape().rank() > 0).map(this::concat);
      case 24 -> pool.pick(n -> n.shape().rank() > 0 && n.shape().dim(0) > 0).map(this::rows);
      case 25, 26 ->
          pool.pick(n -> n.dtype() == pool.floating && n.shape().rank() > 1).map(this::matmul);
      case 27 ->
          pool.pick(n -> n.dtype() == pool.floating && n.shape().rank() > 0).map(this::softmax);
      case 28 -> Optional.of(generator());
      case 29, 30 ->
          pool.pick(n -> n.dtype() == pool.floating && n.shape().rank() > 1)
              .map(x -> new RandomConvolution(random, pool).of(x));
      case 31 ->
          pool.pick(n -> n.dtype() == pool.floating && n.shape().rank() > 0 && n.shape().dim(0) > 0)
              .map(x -> new RandomScan(random, pool).of(x));
      default -> {
        pool.input(random.nextInt(3) > 0 ? pool.floating : pool.any(DType.values()), pool.shape());
        yield Optional.empty();
      }
    };
  }

  private Node unary(Node x) {
    UnaryKind kind = pool.any(UnaryKind.values());
    if (x.dtype() == BOOL || kind == UnaryKind.NOT) {
      return Nodes.unary(UnaryKind.NOT, Nodes.cast(x, BOOL));
    }
    if (x.dtype().isInteger() && !kind.onIntegers()) {
      return Nodes.neg(x);
    }
    return switch (kind) {
      case SQRT, LOG -> Nodes.unary(kind, away(x));
      case LOG1P -> Nodes.unary(kind, Nodes.unary(UnaryKind.ABS, x));
      case EXP, EXPM1 -> Nodes.unary(kind, Nodes.binary(BinaryKind.MIN, x, Nodes.like(x, 2)));
      case NEG, ABS, SIGN, FLOOR, CEIL, ROUND, SIN, COS, TANH, ERF, NOT -> Nodes.unary(kind, x);
    };
  }

  /** |x| + 1/2, which is positive and not close to 0; seldom x itself, for infinities and NaN. */
  private Node away(Node x) {
    if (random.nextInt(16) == 0) {
      return x;
    }
    return Nodes.add(Nodes.unary(UnaryKind.ABS, x), Nodes.like(x, 0.5));
  }

  private Node binary(Node a) {
    Node b = partner(a);
    if (a.dtype() == BOOL) {
      return Nodes.binary(pool.any(BinaryKind.AND, BinaryKind.OR, BinaryKind.XOR), a, b);
    }
    BinaryKind kind = pool.any(BinaryKind.values());
    boolean floats = a.dtype().isFloating();
    return switch (kind) {
      case ADD, SUB, MUL, MAX, MIN -> Nodes.binary(kind, a, b);
      case DIV ->
          floats
              ? Nodes.div(a, away(b))
              : Nodes.div(a, Nodes.binary(BinaryKind.OR, b, Nodes.like(b, 1)));
      case POW -> floats ? Nodes.binary(kind, away(a), b) : Nodes.add(a, b);
      case AND, OR, XOR -> floats ? Nodes.mul(a, b) : Nodes.binary(kind, a, b);
    };
  }

  /** A node of the same type that broadcasts with {@code a}. */
  private Node partner(Node a) {
    if (random.nextInt(5) == 0) {
      return Node.of(Op.Constant.of(a.dtype(), random.nextInt(-8, 9) / 4.0));
    }
    return pool.pick(n -> n.dtype() == a.dtype() && fits(n.shape(), a.shape()))
        .orElseGet(() -> Nodes.cast(pool.input(a.dtype(), pool.shrunk(a.shape())), a.dtype()));
  }

  private static boolean fits(Shape a, Shape b) {
    for (int i = 1; i <= Math.min(a.rank(), b.rank()); i++) {
      if (a.dim(-i) != b.dim(-i) && a.dim(-i) != 1 && b.dim(-i) != 1) {
        return false;
      }
    }
    return true;
  }

  private Optional<Node> condition() {
    return pool.pick(n -> n.dtype().isFloating())
        .map(n -> Nodes.compare(CompareKind.LT, n, Nodes.like(n, 0.3)));
  }

  private Optional<Node> select(Node condition) {
    return pool.pick(n -> fits(n.shape(), condition.shape()))
        .flatMap(
            a -> {
              Node b = partner(a);
              return fits(b.shape(), condition.shape())
                  ? Optional.of(Nodes.select(condition, a, b))
                  : Optional.empty();
            });
  }

  private Node reduce(Node x) {
    Ints axes = pool.axes(x.shape().rank());
    if (x.dtype().isFloating()) {
      ReduceKind kind = pool.any(ReduceKind.SUM, ReduceKind.SUM, ReduceKind.MAX, ReduceKind.MIN);
      if (random.nextInt(12) == 0) {
        return Nodes.reduce(ReduceKind.PROD, Nodes.unary(UnaryKind.TANH, x), axes);
      }
      Node y = Nodes.reduce(kind, x, axes);
      long n = x.shape().size() / Math.max(1, y.shape().size());
      return kind == ReduceKind.SUM && n > 16 ? Nodes.mul(y, 1.0 / n) : y;
    }
    return Nodes.reduce(pool.any(ReduceKind.values()), x, axes);
  }

  private Node indexed(Node x) {
    if (x.dtype().isInteger() && x.shape().rank() == 1 && random.nextBoolean()) {
      return Node.of(new Op.FirstEqual(), x);
    }
    int axis = random.nextInt(x.shape().rank());
    return x.dtype() == BOOL || random.nextBoolean()
        ? Node.of(new Op.ArgMax(axis), x)
        : Node.of(new Op.CumSum(axis, random.nextBoolean()), x);
  }

  private Node reshape(Node x) {
    List<Integer> d = new ArrayList<>();
    for (int i = 0; i < x.shape().rank(); i++) {
      d.add(x.shape().dim(i));
    }
    int at = random.nextInt(d.size() + 1);
    if (d.size() >= 2 && random.nextBoolean()) {
      int i = random.nextInt(d.size() - 1);
      d.set(i, d.get(i) * d.remove(/* index */ i + 1));
    } else if (at < d.size() && d.get(at) > 0 && d.get(at) % 2 == 0) {
      d.set(at, d.get(at) / 2);
      d.add(at, 2);
    } else if (d.size() < 5) {
      d.add(at, 1);
    }
    return Nodes.reshape(x, Shape.of(d.stream().mapToInt(i -> i).toArray()));
  }

  private Node slice(Node x) {
    int rank = x.shape().rank();
    int[] starts = new int[rank];
    int[] counts = new int[rank];
    int[] steps = new int[rank];
    for (int i = 0; i < rank; i++) {
      int n = x.shape().dim(i);
      boolean whole = random.nextBoolean() || n == 0;
      starts[i] = whole ? 0 : random.nextInt(n);
      steps[i] = whole ? 1 : random.nextInt(1, 4);
      int most = (n - starts[i] + steps[i] - 1) / steps[i];
      counts[i] = whole ? n : random.nextInt(random.nextInt(20) == 0 ? 0 : 1, most + 1);
    }
    return Nodes.slice(x, Ints.of(starts), Ints.of(counts), Ints.of(steps));
  }

  private Node pad(Node x) {
    int rank = x.shape().rank();
    return Nodes.pad(
        x,
        Ints.generate(rank, i -> random.nextInt(3)),
        Ints.generate(rank, i -> random.nextInt(3)),
        Ints.generate(rank, i -> random.nextInt(3) == 0 ? random.nextInt(3) : 0));
  }

  private Node concat(Node a) {
    int axis = random.nextInt(a.shape().rank());
    List<Node> parts = new ArrayList<>(List.of(a));
    for (int i = random.nextInt(1, 3); i > 0; i--) {
      parts.add(
          pool.pick(
                  n ->
                      n.dtype() == a.dtype()
                          && n.shape().rank() == a.shape().rank()
                          && n.shape().with(axis, 1).equals(a.shape().with(axis, 1)))
              .orElse(a));
    }
    return Nodes.concat(parts, axis);
  }

  /** Gathers or scatters rows at indices that lie inside whatever their value. */
  private Node rows(Node data) {
    Node raw =
        pool.pick(n -> n.dtype().isInteger() && n.shape().size() <= 64)
            .orElseGet(
                () -> pool.input(random.nextBoolean() ? INT32 : INT64, Shape.of(pool.extent())));
    Node at =
        Nodes.binary(
            BinaryKind.MIN,
            Nodes.binary(BinaryKind.MAX, raw, Nodes.like(raw, 0)),
            Nodes.like(raw, data.shape().dim(0) - 1));
    Node gathered = Node.of(new Op.Gather(), data, at);
    if (gathered.shape().size() > RandomPool.LARGEST
        || data.dtype() == BOOL
        || random.nextBoolean()) {
      return gathered;
    }
    return Node.of(new Op.ScatterAdd(), data, at, Nodes.add(gathered, Nodes.like(gathered, 1)));
  }

  private Node matmul(Node a) {
    int rank = a.shape().rank();
    Shape wanted = a.shape().with(rank - 2, a.shape().dim(-1)).with(rank - 1, pool.extent());
    if (wanted.size() > RandomPool.LARGEST) {
      return a;
    }
    Node b =
        pool.pick(
                n ->
                    n.dtype() == a.dtype()
                        && n.shape().rank() == rank
                        && n.shape().with(rank - 1, 1).equals(wanted.with(rank - 1, 1)))
            .orElseGet(() -> pool.input(a.dtype(), wanted));
    Node product =
        random.nextInt(3) > 0
            ? Nodes.matmul(a, b)
            : Nodes.matmul(a, Nodes.transpose(Nodes.mul(Nodes.transpose(b), 0.5)));
    Node y = Nodes.mul(product, 0.25);
    return switch (random.nextInt(6)) {
      case 0 -> product;
      case 1 -> y;
      case 2 -> Nodes.add(product, bias(product));
      case 3 -> {
        Node z = Nodes.add(product, bias(product));
        yield Nodes.binary(BinaryKind.MAX, z, Nodes.like(z, 0));
      }
      case 4 -> Nodes.unary(UnaryKind.TANH, Nodes.add(product, bias(product)));
      default -> {
        Node e = Nodes.unary(UnaryKind.EXP, Nodes.neg(Nodes.add(product, bias(product))));
        yield Nodes.div(Nodes.like(e, 1), Nodes.add(Nodes.like(e, 1), e));
      }
    };
  }

  private Node bias(Node product) {
    return pool.input(product.dtype(), Shape.of(product.shape().dim(-1)));
  }

  private Node softmax(Node x) {
    Ints last = Ints.of(x.shape().rank() - 1);
    Node greatest = Nodes.reduce(ReduceKind.MAX, x, last);
    Node still = random.nextBoolean() ? Node.of(new Op.Detach(), greatest) : greatest;
    Node shifted = Nodes.sub(x, still);
    Node e = Nodes.unary(UnaryKind.EXP, shifted);
    Node total = Nodes.sum(e, last);
    return random.nextBoolean()
        ? Nodes.div(e, total)
        : Nodes.sub(shifted, Nodes.unary(UnaryKind.LOG, total));
  }

  private Node generator() {
    Shape shape = pool.shape();
    if (random.nextBoolean() && shape.rank() > 0) {
      DType dtype = pool.any(FLOAT32, FLOAT64, INT32, INT64);
      return Node.of(new Op.Iota(dtype, shape, random.nextInt(shape.rank())));
    }
    Node key = Node.of(Op.Constant.of(INT64, random.nextLong()));
    return Node.of(
        new Op.Random(
            pool.any(pool.floating, pool.floating, INT32, INT64), shape, random.nextInt(9)),
        key);
  }
}
