package jacobi.testkit;

import static jacobi.graph.DType.FLOAT32;
import static jacobi.graph.DType.FLOAT64;

import jacobi.graph.DType;
import jacobi.graph.Graph;
import jacobi.graph.Ints;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import jacobi.graph.Op.UnaryKind;
import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The nodes a random graph has so far, with their values, and random choices among them. Nodes
 * whose values grow too large or too uncertain are not kept.
 */
final class RandomPool {
  /** Most elements of a node. */
  static final int LARGEST = 2048;

  private static final double LIMIT = 100;

  /** The floating type of most nodes. */
  final DType floating;

  private final SplittableRandom random;
  private final int[] extents;
  private final List<Node> pool = new ArrayList<>();
  private final List<Node> inputs = new ArrayList<>();
  private final Map<Node, Data> values = new IdentityHashMap<>();
  private final Map<Node, Data> bounds = new IdentityHashMap<>();

  RandomPool(SplittableRandom random) {
    this.random = random;
    this.floating = random.nextInt(4) == 0 ? FLOAT64 : FLOAT32;
    int[] sizes = {1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33};
    this.extents = IntStream.range(0, 3).map(i -> sizes[random.nextInt(sizes.length)]).toArray();
    if (random.nextInt(30) == 0) {
      extents[0] = 0;
    }
  }

  int size() {
    return pool.size();
  }

  List<Node> inputs() {
    return inputs;
  }

  Map<Node, Data> values() {
    return values;
  }

  Map<Node, Data> bounds() {
    return bounds;
  }

  // --- leaves ---

  /** A new input, of which the pool knows the values. */
  Node input(DType dtype, Shape shape) {
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
    Node n = Backends.leaf(data);
    inputs.add(n);
    values.put(n, data);
    bounds.put(n, Data.zeros(FLOAT64, shape));
    pool.add(n);
    return n;
  }

  Shape shape() {
    int rank = random.nextInt(10) == 0 ? 0 : random.nextInt(1, 5);
    int[] d = IntStream.range(0, rank).map(i -> extent()).toArray();
    Shape shape = Shape.of(d);
    return shape.size() <= LARGEST ? shape : Shape.of(extents[0], extents[1]);
  }

  int extent() {
    return random.nextInt(5) == 0 ? 1 : extents[random.nextInt(3)];
  }

  // --- choosing ---

  /** Any node. */
  Node any() {
    return pool.get(random.nextInt(pool.size()));
  }

  /** A node that fits, one of the newest more often than not. */
  Optional<Node> pick(Predicate<Node> wanted) {
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
  final <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Some axes, at least one if there is any. */
  Ints axes(int rank) {
    if (rank == 0) {
      return Ints.of();
    }
    int mask = random.nextInt(1, 1 << rank);
    return Ints.of(IntStream.range(0, rank).filter(i -> (mask >> i & 1) == 1).toArray());
  }

  Ints permutation(int rank) {
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
  Shape stretched(Shape s) {
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
  Shape shrunk(Shape s) {
    int from = s.rank() == 0 ? 0 : random.nextInt(s.rank());
    return Shape.of(
        IntStream.range(from, s.rank()).map(i -> random.nextInt(3) == 0 ? 1 : s.dim(i)).toArray());
  }

  // --- keeping ---

  /** Adds a node, unless it is too large, too uncertain or there already. */
  void keep(Node n) {
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

  /** Works out what a node should be. */
  void compute(Node n) {
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

  /** Nodes that no other uses. */
  List<Node> unused() {
    Set<Node> used = Collections.newSetFromMap(new IdentityHashMap<>());
    Graph.of(pool).nodes().forEach(n -> used.addAll(n.inputs()));
    return pool.stream().filter(n -> !used.contains(n)).toList();
  }
}
