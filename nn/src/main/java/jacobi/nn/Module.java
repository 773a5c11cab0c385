package jacobi.nn;

import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import jacobi.graph.ShapeException;
import jacobi.nn.init.Initializer;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A network, or a part of one: a function from tensor to tensor with parameters. One's own modules
 * register their parameters with {@link #parameter} and the modules they are made of with {@link
 * #child}, in the constructor, and say in {@link #forward} what they compute:
 *
 * <pre>{@code
 * final class Residual extends Module {
 *   private final Linear inner;
 *
 *   Residual(int n) {
 *     inner = child("inner", Linear.of(n, n));
 *   }
 *
 *   @Override
 *   protected Tensor forward(Tensor x) {
 *     return x.add(inner.apply(x).relu());
 *   }
 * }
 * }</pre>
 *
 * <p>Names joined by dots are paths: {@code 0.inner.weight}. A module used at several places has
 * one set of parameters, listed under the first of its paths.
 */
@SuppressWarnings("JavaLangClash") // The field's name for it; java.lang.Module is rarely met.
public abstract class Module implements UnaryOperator<Tensor> {
  private static final System.Logger LOG = System.getLogger("jacobi.nn");
  private static final ScopedValue<BiConsumer<Module, Tensor>> OBSERVER = ScopedValue.newInstance();
  private static final ScopedValue<Boolean> FOR_SHAPES = ScopedValue.newInstance();

  private final Map<String, Parameter> ownParameters = new LinkedHashMap<>();
  private final Map<String, Module> children = new LinkedHashMap<>();

  /** The module this was first made a child of; null while it is of none. */
  private Module parent;

  /** The name {@link #parent} has for this. */
  private String name = "";

  /** What the module computes. Called by {@link #apply}, which is for everyone else. */
  protected abstract Tensor forward(Tensor x);

  /** The module's output for an input. */
  @Override
  public final Tensor apply(Tensor x) {
    Tensor y = forward(x);
    if (OBSERVER.isBound()) {
      OBSERVER.get().accept(this, y);
    }
    return y;
  }

  // --- for subclasses ---------------------------------------------------------------------------

  /** Registers a float32 parameter that training changes. */
  protected final Parameter parameter(String name, Initializer initializer, int... shape) {
    return register(new Parameter(this, name, Shape.of(shape), initializer, true));
  }

  /** Registers float32 state that is saved with the parameters but that no optimiser changes. */
  protected final Parameter buffer(String name, Initializer initializer, int... shape) {
    return register(new Parameter(this, name, Shape.of(shape), initializer, false));
  }

  private Parameter register(Parameter p) {
    checkName(p.name());
    ownParameters.put(p.name(), p);
    return p;
  }

  /** Registers a module this one is made of. */
  protected final <M extends Module> M child(String name, M module) {
    checkName(name);
    if (module.equals(this)) {
      throw new JacobiException("[" + label() + "] cannot be a part of itself");
    }
    children.put(name, module);
    Module m = module;
    if (m.parent == null) {
      m.parent = this;
      m.name = name;
    }
    return module;
  }

  private void checkName(String name) {
    if (name.isEmpty() || name.contains(".")) {
      throw new JacobiException(
          "[" + label() + "] '" + name + "' is not a name: it is empty or has a dot");
    }
    if (ownParameters.containsKey(name) || children.containsKey(name)) {
      throw new JacobiException("[" + label() + "] has two parts named '" + name + "'");
    }
  }

  /** An error that names this module, what it expects and what it got. */
  protected final ShapeException wrongShape(String expected, Shape got) {
    return new ShapeException("[" + label() + "] expected " + expected + ", got " + got);
  }

  private String label() {
    return path().isEmpty() ? toString() : path() + ": " + this;
  }

  // --- parts ------------------------------------------------------------------------------------

  /** The direct children by name, in the order of registration. */
  public final Map<String, Module> children() {
    return Collections.unmodifiableMap(children);
  }

  /** This module under the empty path and all below by path, each once, parents first. */
  public final Map<String, Module> modules() {
    Map<String, Module> found = new LinkedHashMap<>();
    collect("", found, identitySet());
    return found;
  }

  private void collect(String path, Map<String, Module> into, Set<Module> seen) {
    if (seen.add(this)) {
      into.put(path, this);
      children.forEach((name, m) -> m.collect(join(path, name), into, seen));
    }
  }

  /** The module at a path below this one. */
  public final Module find(String path) {
    Module m = modules().get(path);
    if (m == null) {
      throw new JacobiException("there is no module '" + path + "'; there are " + pathsBelow());
    }
    return m;
  }

  private String pathsBelow() {
    return modules().keySet().stream()
        .filter(path -> !path.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /**
   * All parameters and buffers by path: a module's own first, then those of its children, each
   * once.
   */
  public final Map<String, Parameter> parameters() {
    Map<String, Parameter> found = new LinkedHashMap<>();
    modules()
        .forEach((path, m) -> m.ownParameters.forEach((name, p) -> found.put(join(path, name), p)));
    return found;
  }

  /** How many numbers training may change. */
  public final long parameterCount() {
    return count(parameters());
  }

  private static long count(Map<String, Parameter> parameters) {
    return parameters.values().stream()
        .filter(Parameter::isTrainable)
        .mapToLong(p -> p.shape().size())
        .sum();
  }

  /** The path from the outermost module; empty for the outermost itself. */
  public final String path() {
    return parent == null ? "" : join(parent.path(), name);
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static <T> Set<T> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  // --- first values -----------------------------------------------------------------------------

  /**
   * Gives every parameter its first value. Each draws from a stream of the seed named by its own
   * path, so that its value depends neither on the order of registration nor on the other
   * parameters. Parameters read before this was called get the values of seed 0.
   */
  public final void init(long seed) {
    initialize(seed, false);
  }

  final void initializeMissing() {
    root().initialize(0, true);
  }

  /** The path under which the outermost module lists one of this module's parameters. */
  final String pathFromRoot(Parameter p) {
    return root().parameters().entrySet().stream()
        .filter(e -> e.getValue() == p)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private Module root() {
    Module root = this;
    while (root.parent != null) {
      root = root.parent;
    }
    return root;
  }

  private synchronized void initialize(long seed, boolean onlyMissing) {
    RandomKey key = RandomKey.of(seed);
    Map<String, Parameter> chosen = parameters();
    if (onlyMissing) {
      chosen.values().removeIf(Parameter::hasValue);
    }
    chosen.forEach((path, p) -> p.initialize(path, key.stream(path)));
    List<String> equal =
        chosen.entrySet().stream()
            .filter(e -> e.getValue().startsSymmetric())
            .map(Map.Entry::getKey)
            .toList();
    if (!equal.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "All weights are equal in "
              + String.join(", ", equal)
              + ": all units of such a layer compute and learn the same. Random initial values"
              + " avoid it.");
    }
  }

  // --- looking inside ---------------------------------------------------------------------------

  /**
   * Runs something while the observer is told the path and the output of each module below this one
   * (and of this one, under the empty path) whenever it is applied, innermost first.
   */
  public final <T> T observe(BiConsumer<String, Tensor> observer, Supplier<T> body) {
    Map<Module, String> paths = new IdentityHashMap<>();
    modules().forEach((path, m) -> paths.put(m, path));
    BiConsumer<Module, Tensor> named =
        (m, y) -> {
          String path = paths.get(m);
          if (path != null) {
            observer.accept(path, y);
          }
        };
    return ScopedValue.where(OBSERVER, named).call(body::get);
  }

  /**
   * Where a NaN or an infinity first appears when the network is applied to an input: the path of
   * the module that put it out (empty: this one), or nothing if all outputs are finite.
   */
  public final Optional<String> firstNotFinite(Tensor x) {
    Map<String, Tensor> first = new LinkedHashMap<>();
    // y - y is 0 exactly where y is finite.
    observe((path, y) -> first.putIfAbsent(path, y.sub(y).eq(0).not().sum()), () -> apply(x));
    Jacobi.eval(first.values().toArray(Tensor[]::new));
    return first.entrySet().stream()
        .filter(e -> e.getValue().item() > 0)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * The shape of the output for an input of a shape (the batch included). Nothing is computed, and
   * parameters without a value get none.
   */
  public final Shape outputShape(Shape input) {
    return ScopedValue.where(FOR_SHAPES, true)
        .call(() -> apply(Jacobi.zeros(input.dims())).shape());
  }

  /** Whether modules are applied for the shapes alone, so that first values need not be drawn. */
  static boolean isForShapes() {
    return FOR_SHAPES.isBound();
  }

  /** One line a module: path, kind, number of trainable numbers of its own. */
  public final String describe() {
    return describe(Map.of());
  }

  /**
   * As {@link #describe()}, with the shape each module puts out for an input of a shape (the batch
   * included). Nothing is computed.
   */
  public final String describe(Shape input) {
    Map<String, Shape> outputs = new LinkedHashMap<>();
    observe((path, y) -> outputs.putIfAbsent(path, y.shape()), () -> outputShape(input));
    return describe(outputs);
  }

  private String describe(Map<String, Shape> outputs) {
    StringBuilder text = new StringBuilder();
    modules()
        .forEach(
            (path, m) ->
                text.append(
                    String.format(
                        "%-20s %-28s %-18s %,12d%n",
                        path.isEmpty() ? "(all)" : path,
                        m,
                        Optional.ofNullable(outputs.get(path)).map(Shape::toString).orElse(""),
                        path.isEmpty() ? parameterCount() : count(m.ownParameters))));
    return text.toString();
  }

  /** The kind of module with its sizes, such as {@code Linear(4 -> 16)}. */
  @Override
  public String toString() {
    return getClass().getSimpleName();
  }

  /** For {@link #toString}: a name with arguments. */
  static String call(String name, Object... arguments) {
    return name
        + Arrays.stream(arguments)
            .map(Object::toString)
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
