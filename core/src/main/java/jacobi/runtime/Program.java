package jacobi.runtime;

import jacobi.compile.Plan;
import jacobi.graph.Graph;
import jacobi.graph.JacobiException;
import jacobi.graph.Node;
import jacobi.graph.Source;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A traced computation ready to run again and again: some results, and new contents for some cells.
 * Inputs are arguments, cells, and storage that was there when it was traced.
 */
public final class Program {
  private final Engine engine;
  private final Executable executable;
  private final List<Source> inputs;
  private final int results;
  private final List<Cell> updated;
  private final Forms forms;

  /**
   * Compiles a traced computation.
   *
   * @param outputs what a run returns
   * @param updates what a run writes into cells
   */
  public Program(Engine engine, List<Node> outputs, Map<Cell, Node> updates) {
    this.engine = engine;
    this.results = outputs.size();
    this.updated = List.copyOf(updates.keySet());
    List<Node> all = new ArrayList<>(outputs);
    updated.forEach(c -> all.add(updates.get(c)));
    Map<Node, Source> sources = new IdentityHashMap<>();
    Graph graph =
        Graph.of(
            all,
            n -> {
              n.source().ifPresent(s -> sources.put(n, s));
              return sources.containsKey(n);
            });
    List<Node> leaves = graph.nodes().stream().filter(sources::containsKey).toList();
    this.inputs = leaves.stream().map(sources::get).toList();
    List<Integer> aliases = new ArrayList<>(Collections.nCopies(results, -1));
    Map<Source, Integer> position = new IdentityHashMap<>();
    for (int i = inputs.size() - 1; i >= 0; i--) {
      position.put(inputs.get(i), i);
    }
    updated.forEach(c -> aliases.add(position.getOrDefault(c, -1)));
    Set<Node> leafSet = Collections.newSetFromMap(new IdentityHashMap<>());
    leafSet.addAll(leaves);
    Set<Integer> constant =
        IntStream.range(0, inputs.size())
            .filter(i -> staysTheSame(inputs.get(i)))
            .boxed()
            .collect(Collectors.toSet());
    this.executable = engine.executable(graph, leaves, leafSet, aliases, constant);
    this.forms = new Forms(executable, inputs, engine.pool());
  }

  /** From run to run, unless somebody else changes it. */
  private boolean staysTheSame(Source source) {
    return source instanceof Storage || (source instanceof Cell c && !updated.contains(c));
  }

  /** The compiled plan, to count kernels or print. */
  public Plan plan() {
    return executable.plan();
  }

  private static Storage value(Source source, List<Storage> arguments, MemoryPool pool) {
    if (source instanceof Storage s) {
      return s.in(pool);
    }
    if (source instanceof Cell c) {
      return c.content(pool);
    }
    if (source instanceof Argument a) {
      return arguments.get(a.index()).in(pool);
    }
    throw new JacobiException("no value for " + source);
  }

  public synchronized List<Storage> run(List<Storage> arguments) {
    MemoryPool pool = engine.pool();
    long[] versions = forms.versions();
    Storage[] in = new Storage[inputs.size()];
    long[] from = new long[in.length];
    for (int i = 0; i < in.length; i++) {
      in[i] = value(inputs.get(i), arguments, pool);
      from[i] = in[i].address();
    }
    Plan plan = executable.plan();
    Storage[] out = new Storage[plan.outputs().size()];
    long[] to = new long[out.length];
    for (int o = 0; o < out.length; o++) {
      int alias = plan.aliases().get(o);
      boolean inPlace = alias >= 0 && o >= results && updated.get(o - results).openToWrite();
      out[o] = inPlace ? in[alias] : new Storage(plan.outputs().get(o), pool);
      to[o] = out[o].address();
    }
    try {
      long prepared = forms.address(from, versions, engine.workers());
      executable.run(from, to, prepared, pool, engine.workers());
    } finally {
      Reference.reachabilityFence(in);
      Reference.reachabilityFence(out);
      Reference.reachabilityFence(forms);
    }
    for (int o = results; o < out.length; o++) {
      updated.get(o - results).take(out[o]);
    }
    return List.of(out).subList(0, results);
  }
}
