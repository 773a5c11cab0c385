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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A graph made from a seed: 20 to 60 nodes of all primitives on a few shapes that fit each other,
 * with shared subexpressions, several outputs and often the gradients of one of them. Values stay
 * bounded, because the generator computes them as it goes and drops nodes that grow too large or
 * whose rounding errors do.
 */
public final class RandomGraph {
  private static final int LARGEST = 2048;
  private static final double LIMIT = 100;

  private final SplittableRandom random;
  private final Function<Data, Node> leaf;
  private final DType floating;
  private final int[] extents;
  private final List<Node> pool = new ArrayList<>();
  private final Map<Node, Data> inputs = new LinkedHashMap<>();
  private final Map<Node, Data> values = new IdentityHashMap<>();
  private final Map<Node, Data> bounds = new IdentityHashMap<>();

  /** A graph, its inputs in the order in which they were made, and what every node should be. */
  public record Sample(
      Graph graph, Map<Node, Data> inputs, Map<Node, Data> values, Map<Node, Data> bounds) {}

  private RandomGraph(long seed, Function<Data, Node> leaf) {
    this.random = new SplittableRandom(seed);
    this.leaf = leaf;
    this.floating = random.nextInt(4) == 0 ? FLOAT64 : FLOAT32;
    int[] sizes = {1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33};
    this.extents = IntStream.range(0, 3).map(i -> sizes[random.nextInt(sizes.length)]).toArray();
    if (random.nextInt(30) == 0) {
      extents[0] = 0;
    }
  }

  /** The graph of a seed; {@code leaf} makes an input node that has a value. */
  public static Sample of(long seed, Function<Data, Node> leaf) {
    return new RandomGraph(seed, leaf).build();
  }

  private Sample build() {
    for (int i = 0; i < 3; i++) {
      input(floating, shape());
    }
    int target = random.nextInt(20, 60);
    for (int tries = 0; pool.size() < target && tries < 10 * target; tries++) {
      grow().ifPresent(this::keep);
    }
    List<Node> outputs = new ArrayList<>(unused());
    while (outputs.size() > 1 && random.nextInt(4) > 0) {
      outputs.remove(random.nextInt(outputs.size()));
    }
    outputs.add(pool.get(random.nextInt(pool.size())));
    if (random.nextInt(2) == 0) {
      outputs.addAll(gradients());
    }
    Graph graph = Graph.of(outputs);
    graph.nodes().forEach(this::compute);
    return new Sample(graph, inputs, values, bounds);
  }

  private List<Node> unused() {
    Set<Node> used = Collections.newSetFromMap(new IdentityHashMap<>());
    Graph.of(pool).nodes().forEach(n -> used.addAll(n.inputs()));
    return pool.stream().filter(n -> !used.contains(n)).toList();
  }

  private List<Node> gradients() {
    Optional<Node> of = pick(n -> n.dtype().isFloating());
    List<Node> wanted =
        inputs.keySet().stream().filter(n -> n.dtype().isFloating()).limit(3).toList();
    if (of.isEmpty() || wanted.isEmpty()) {
      return List.of();
    }
    Node x = of.get();
    Node loss = Nodes.sum(Nodes.mul(x, x), Ints.range(x.shape().rank()));
    Adjoints adjoints = Adjoints.of(List.of(loss), List.of(Nodes.like(loss, 1)), wanted);
    return wanted.stream().map(adjoints::of).toList();
  }

  // --- keeping ---

  private void keep(Node n) {
    List<Node> fresh = Graph.of(List.of(n), values::containsKey).nodes();
    if (n.shape().size() > LARGEST || values.containsKey(n)) {
      return;
    }
    fresh.forEach(this::compute);
    if (isTame(n)) {
      pool.add(n);
    } else if (n.dtype() == floating && random.nextInt(2) == 0) {
      keep(Nodes.unary(UnaryKind.TANH, n));
    }
  }

  private void compute(Node n) {
    if (!values.containsKey(n)) {
      values.put(n, Interpreter.apply(n.op(), n.inputs().stream().map(values::get).toList()));
      bounds.put(n, ErrorBounds.of(n, values, bounds));
    }
  }

  /** Small values, few of which are uncertain; now and then an infinity or NaN. */
  private boolean isTame(Node n) {
    Data v = values.get(n);
    Data e = bounds.get(n);
    long wild = 0;
    for (long i = 0; i < v.size(); i++) {
      boolean large = n.dtype().isFloating() && !(Math.abs(v.get(i)) <= LIMIT);
      wild += large || e.get(i) > 1e-3 ? 1 : 0;
    }
    return wild == 0 || (wild < v.size() / 4 && random.nextInt(10) == 0);
  }

  // --- leaves ---

  private Node input(DType dtype, Shape shape) {
    // Multiples of 1/8 make comparisons and roundings exact; the others exercise the rest.
    boolean coarse = random.nextBoolean();
    Data data =
        switch (dtype) {
          case FLOAT32, FLOAT64 ->
              Data.generate(
                  dtype,
                  shape,
                  i -> coarse ? random.nextInt(-16, 17) / 8.0 : random.nextDouble(-2, 2));
          case INT32, INT64 -> Data.generateLongs(dtype, shape, i -> random.nextInt(-9, 10));
          case BOOL -> Data.generateLongs(dtype, shape, i -> random.nextInt(2));
        };
    Node n = leaf.apply(data);
    inputs.put(n, data);
    values.put(n, data);
    bounds.put(n, Data.zeros(FLOAT64, shape));
    pool.add(n);
    return n;
  }

  private Shape shape() {
    int rank = random.nextInt(10) == 0 ? 0 : random.nextInt(1, 5);
    int[] d = IntStream.range(0, rank).map(i -> extent()).toArray();
    Shape shape = Shape.of(d);
    return shape.size() <= LARGEST ? shape : Shape.of(extents[0], extents[1]);
  }

  private int extent() {
    return random.nextInt(5) == 0 ? 1 : extents[random.nextInt(3)];
  }

  // --- growing ---

  private Optional<Node> grow() {
    return switch (random.nextInt(30)) {
      case 0, 1, 2, 3 -> pick(n -> n.dtype() != BOOL).map(this::unary);
      case 4, 5, 6, 7, 8 -> pick(n -> true).map(this::binary);
      case 9 -> pick(n -> true).map(a -> Nodes.compare(any(CompareKind.values()), a, partner(a)));
      case 10, 11 -> pick(n -> n.dtype() == BOOL).or(this::condition).flatMap(this::select);
      case 12 -> pick(n -> true).map(a -> Nodes.cast(a, any(DType.values())));
      case 13, 14, 15 -> pick(n -> n.dtype() != BOOL && n.shape().rank() > 0).map(this::reduce);
      case 16 -> pick(n -> n.shape().rank() > 0 && n.shape().size() > 0).map(this::indexed);
      case 17 -> pick(n -> true).map(this::reshape);
      case 18 -> pick(n -> true).map(n -> Nodes.permute(n, permutation(n.shape().rank())));
      case 19 -> pick(n -> true).map(n -> Nodes.broadcast(n, stretched(n.shape())));
      case 20 -> pick(n -> true).map(this::slice);
      case 21 -> pick(n -> true).map(n -> Node.of(new Op.Flip(axes(n.shape().rank())), n));
      case 22 -> pick(n -> true).map(this::pad);
      case 23 -> pick(n -> n.shape().rank() > 0).map(this::concat);
      case 24 -> pick(n -> n.shape().rank() > 0 && n.shape().dim(0) > 0).map(this::rows);
      case 25, 26 -> pick(n -> n.dtype() == floating && n.shape().rank() > 1).map(this::matmul);
      case 27 -> pick(n -> n.dtype() == floating && n.shape().rank() > 0).map(this::softmax);
      case 28 -> Optional.of(generator());
      default -> {
        input(random.nextInt(3) > 0 ? floating : any(DType.values()), shape());
        yield Optional.empty();
      }
    };
  }

  private Node unary(Node x) {
    UnaryKind kind = any(UnaryKind.values());
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
      return Nodes.binary(any(BinaryKind.AND, BinaryKind.OR, BinaryKind.XOR), a, b);
    }
    BinaryKind kind = any(BinaryKind.values());
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
    return pick(n -> n.dtype() == a.dtype() && fits(n.shape(), a.shape()))
        .orElseGet(() -> Nodes.cast(input(a.dtype(), shrunk(a.shape())), a.dtype()));
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
    return pick(n -> n.dtype().isFloating())
        .map(n -> Nodes.compare(CompareKind.LT, n, Nodes.like(n, 0.3)));
  }

  private Optional<Node> select(Node condition) {
    return pick(n -> fits(n.shape(), condition.shape()))
        .flatMap(
            a -> {
              Node b = partner(a);
              return fits(b.shape(), condition.shape())
                  ? Optional.of(Nodes.select(condition, a, b))
                  : Optional.empty();
            });
  }

  private Node reduce(Node x) {
    Ints axes = axes(x.shape().rank());
    if (x.dtype().isFloating()) {
      ReduceKind kind = any(ReduceKind.SUM, ReduceKind.SUM, ReduceKind.MAX, ReduceKind.MIN);
      if (random.nextInt(12) == 0) {
        return Nodes.reduce(ReduceKind.PROD, Nodes.unary(UnaryKind.TANH, x), axes);
      }
      Node y = Nodes.reduce(kind, x, axes);
      long n = x.shape().size() / Math.max(1, y.shape().size());
      return kind == ReduceKind.SUM && n > 16 ? Nodes.mul(y, 1.0 / n) : y;
    }
    return Nodes.reduce(any(ReduceKind.values()), x, axes);
  }

  private Node indexed(Node x) {
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
          pick(n ->
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
        pick(n -> n.dtype().isInteger() && n.shape().size() <= 64)
            .orElseGet(() -> input(random.nextBoolean() ? INT32 : INT64, Shape.of(extent())));
    Node at =
        Nodes.binary(
            BinaryKind.MIN,
            Nodes.binary(BinaryKind.MAX, raw, Nodes.like(raw, 0)),
            Nodes.like(raw, data.shape().dim(0) - 1));
    Node gathered = Node.of(new Op.Gather(), data, at);
    if (gathered.shape().size() > LARGEST || data.dtype() == BOOL || random.nextBoolean()) {
      return gathered;
    }
    return Node.of(new Op.ScatterAdd(), data, at, Nodes.add(gathered, Nodes.like(gathered, 1)));
  }

  private Node matmul(Node a) {
    int rank = a.shape().rank();
    Shape wanted = a.shape().with(rank - 2, a.shape().dim(-1)).with(rank - 1, extent());
    if (wanted.size() > LARGEST) {
      return a;
    }
    Node b =
        pick(n ->
                n.dtype() == a.dtype()
                    && n.shape().rank() == rank
                    && n.shape().with(rank - 1, 1).equals(wanted.with(rank - 1, 1)))
            .orElseGet(() -> input(a.dtype(), wanted));
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
    return input(product.dtype(), Shape.of(product.shape().dim(-1)));
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
    Shape shape = shape();
    if (random.nextBoolean() && shape.rank() > 0) {
      DType dtype = any(FLOAT32, FLOAT64, INT32, INT64);
      return Node.of(new Op.Iota(dtype, shape, random.nextInt(shape.rank())));
    }
    Node key = Node.of(Op.Constant.of(INT64, random.nextLong()));
    return Node.of(
        new Op.Random(any(floating, floating, INT32, INT64), shape, random.nextInt(9)), key);
  }

  // --- choosing ---

  /** A node of the pool, one of the newest more often than not. */
  private Optional<Node> pick(Predicate<Node> wanted) {
    List<Node> fitting = pool.stream().filter(wanted).toList();
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    int n = fitting.size();
    int newest = Math.max(0, n - 4);
    return Optional.of(
        fitting.get(random.nextBoolean() ? random.nextInt(newest, n) : random.nextInt(n)));
  }

  @SafeVarargs
  private <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Some axes, at least one if there is any. */
  private Ints axes(int rank) {
    if (rank == 0) {
      return Ints.of();
    }
    int mask = random.nextInt(1, 1 << rank);
    return Ints.of(IntStream.range(0, rank).filter(i -> (mask >> i & 1) == 1).toArray());
  }

  private Ints permutation(int rank) {
    int[] p = IntStream.range(0, rank).toArray();
    for (int i = rank - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int t = p[i];
      p[i] = p[j];
      p[j] = t;
    }
    return Ints.of(p);
  }

  /** The shape with axes of extent 1 stretched, and perhaps one more at the left. */
  private Shape stretched(Shape s) {
    int[] d = s.dims();
    for (int i = 0; i < d.length; i++) {
      d[i] = d[i] == 1 ? extent() : d[i];
    }
    Shape wide = Shape.of(d);
    if (d.length < 4 && random.nextBoolean()) {
      wide = Shape.of(IntStream.concat(IntStream.of(extent()), IntStream.of(d)).toArray());
    }
    return wide.size() <= LARGEST ? wide : s;
  }

  /** The shape without some axes at the left and with 1 for others. */
  private Shape shrunk(Shape s) {
    int from = s.rank() == 0 ? 0 : random.nextInt(s.rank());
    return Shape.of(
        IntStream.range(from, s.rank()).map(i -> random.nextInt(3) == 0 ? 1 : s.dim(i)).toArray());
  }
}
