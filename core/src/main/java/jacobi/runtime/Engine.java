package jacobi.runtime;

import jacobi.backend.AddressSpace;
import jacobi.compile.Compiler;
import jacobi.compile.Kernels;
import jacobi.graph.Body;
import jacobi.graph.Graph;
import jacobi.graph.GraphKey;
import jacobi.graph.JacobiException;
import jacobi.graph.Node;
import jacobi.graph.Op;
import jacobi.graph.Source;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Backends, threads and compiled plans under one setting. There is a default one; tests and tools
 * may run under another.
 */
public final class Engine {
  private static final int CACHED_PLANS = 1024;
  private static final MemoryPool HOST_POOL = new MemoryPool(Settings.memoryLimit());
  private static final ScopedValue<Engine> SCOPED = ScopedValue.newInstance();

  private static volatile Optional<Engine> chosen = Optional.empty();

  /** Loaded, and so made, only if none was chosen. */
  private static final class FromSettings {
    static final Engine ENGINE = Devices.engine(Settings.device(), Settings.precision());
  }

  private record PlanKey(GraphKey graph, List<Integer> aliases, Set<Integer> constant) {}

  private final Supplier<Kernels> kernels;
  private final Workers workers;
  private final MemoryPool pool;
  private final Map<PlanKey, Executable> plans =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<PlanKey, Executable> eldest) {
              return size() > CACHED_PLANS;
            }
          });

  /**
   * An engine on the backends found for the processor.
   *
   * @param backend "auto", or the name of the backend to use
   * @param threads how many threads run kernels
   */
  public Engine(String backend, int threads) {
    this(BackendChoice.choose(backend), threads, HOST_POOL);
  }

  private Engine(Supplier<Kernels> kernels, int threads, MemoryPool pool) {
    this.kernels = kernels;
    this.workers = new Workers(threads);
    this.pool = pool;
  }

  /** An engine on backends of one's own. */
  public Engine(Kernels kernels, int threads) {
    this(() -> kernels, threads, HOST_POOL);
  }

  /** An engine on backends whose kernels run in an address space of their own. */
  public Engine(Kernels kernels, AddressSpace space) {
    this(kernels, new MemoryPool(space, space.capacity()));
  }

  /** An engine on backends whose kernels run in a pool's space. */
  Engine(Kernels kernels, MemoryPool pool) {
    this(() -> kernels, 1, pool);
  }

  public static Engine current() {
    return SCOPED.isBound() ? SCOPED.get() : chosen.orElseGet(() -> FromSettings.ENGINE);
  }

  /** Makes an engine the one used by all threads from now on. */
  public static void makeDefault(Engine engine) {
    chosen = Optional.of(engine);
  }

  /** Runs something under this engine. */
  public <T> T run(Supplier<T> body) {
    return ScopedValue.where(SCOPED, this).call(body::get);
  }

  /** The process's own memory. */
  static MemoryPool hostPool() {
    return HOST_POOL;
  }

  /** Where new tensors go; without starting an engine that was not needed so far. */
  static MemoryPool currentPool() {
    return SCOPED.isBound() || chosen.isPresent() || !Settings.device().equals(Devices.CPU)
        ? current().pool()
        : HOST_POOL;
  }

  /** The memory it computes in. */
  public MemoryPool pool() {
    return pool;
  }

  public int threads() {
    return workers.threads();
  }

  Workers workers() {
    return workers;
  }

  /** Computes nodes; each remembers its value for as long as the caller holds it. */
  public List<Storage> evaluate(List<Node> nodes) {
    Map<Node, Storage> known = new IdentityHashMap<>();
    Graph graph =
        Graph.of(
            nodes,
            n -> {
              Storage s = n.source().map(this::storage).orElse(null);
              if (s != null) {
                known.put(n, s);
              }
              return s != null;
            });
    List<Node> leaves = graph.nodes().stream().filter(known::containsKey).toList();
    if (known.keySet().containsAll(nodes)) {
      return nodes.stream().map(known::get).toList();
    }
    // Optimisers start from zeros: a kernel for each shape of them would take longer.
    if (nodes.stream().allMatch(n -> known.containsKey(n) || repeated(n).isPresent())) {
      List<Storage> filled = new ArrayList<>();
      for (Node n : nodes) {
        filled.add(
            known.computeIfAbsent(
                n, k -> Storage.filled(repeated(k).orElseThrow(), k.type(), pool)));
        n.remember(filled.getLast());
      }
      return filled;
    }
    Executable e =
        executable(graph, leaves, known.keySet(), Collections.nCopies(nodes.size(), -1), Set.of());
    List<Storage> in = leaves.stream().map(known::get).toList();
    List<Storage> out = new ArrayList<>();
    e.plan().outputs().forEach(t -> out.add(new Storage(t, pool)));
    try {
      e.run(addresses(in), addresses(out), 0, pool, workers);
    } finally {
      Reference.reachabilityFence(in);
    }
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).remember(out.get(i));
    }
    return out;
  }

  /** The constant that a node is, or repeats. */
  private static Optional<Op.Constant> repeated(Node n) {
    Node at = n;
    while (at.op() instanceof Op.Broadcast || at.op() instanceof Op.Reshape) {
      at = at.input(0);
    }
    return at.op() instanceof Op.Constant c ? Optional.of(c) : Optional.empty();
  }

  private static long[] addresses(List<Storage> storages) {
    return storages.stream().mapToLong(Storage::address).toArray();
  }

  private Storage storage(Source s) {
    return switch (s) {
      case Storage st -> st.in(pool);
      case Cell c -> c.content(pool);
      case Argument a ->
          throw new jacobi.graph.JacobiException(
              "the value of argument "
                  + a.index()
                  + " was asked for while compiled(...) traces the function: it has none yet");
      case Body.Parameter _ ->
          throw new JacobiException(
              "[scan] the value of something that differs from step to step was asked for while"
                  + " the step is traced: it has none yet");
      default -> throw new IllegalStateException("unknown source " + s);
    };
  }

  /**
   * The compiled plan of a graph.
   *
   * @param constant positions of the leaves that stay the same over many runs
   */
  Executable executable(
      Graph graph,
      List<Node> leaves,
      Set<Node> leafSet,
      List<Integer> aliases,
      Set<Integer> constant) {
    PlanKey key =
        new PlanKey(GraphKey.of(graph, leafSet), List.copyOf(aliases), Set.copyOf(constant));
    Executable known = plans.get(key);
    if (known == null) {
      Map<Node, Node> fresh = new IdentityHashMap<>();
      for (int i = 0; i < leaves.size(); i++) {
        Node leaf = leaves.get(i);
        fresh.put(leaf, Node.input(leaf.type(), new Argument(i)));
      }
      for (Node n : graph.nodes()) {
        if (!leafSet.contains(n)) {
          fresh.put(
              n,
              n.inputs().isEmpty()
                  ? n
                  : Node.of(n.op(), n.inputs().stream().map(fresh::get).toList()));
        }
      }
      Graph cut = Graph.of(graph.outputs().stream().map(fresh::get).toList());
      known =
          new Executable(
              Compiler.compile(
                  cut, leaves.stream().map(fresh::get).toList(), aliases, constant, kernels.get()));
      plans.put(key, known);
    }
    return known;
  }
}
