package jacobi.graph;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One operation applied to operands. Immutable, but for a weak memory of a value already computed.
 * Identity matters, not equality.
 */
public final class Node {
  private static final AtomicLong CREATED = new AtomicLong();

  private final long order = CREATED.incrementAndGet();
  private final Op op;
  private final List<Node> inputs;
  private final Op.Type type;
  private final String name;
  private final Source source;
  private volatile WeakReference<Source> value;

  private Node(Op op, List<Node> inputs, Op.Type type, String name, Source source) {
    this.op = op;
    this.inputs = inputs;
    this.type = type;
    this.name = name;
    this.source = source;
  }

  /** Applies an operation, checking shapes and types. */
  public static Node of(Op op, List<Node> inputs) {
    return new Node(op, inputs, op.type(inputs.stream().map(Node::type).toList()), "", null);
  }

  public static Node of(Op op, Node... inputs) {
    return of(op, List.of(inputs));
  }

  /** A leaf whose value comes from outside. */
  public static Node input(Op.Type type, Source source) {
    return new Node(new Op.Input(type), List.of(), type, "", source);
  }

  public static Node constant(DType dtype, double value) {
    return of(Op.Constant.of(dtype, value));
  }

  /**
   * How many nodes have been made so far, by all threads: tells nodes made before from those made
   * after.
   */
  public static long created() {
    return CREATED.get();
  }

  /** This node's number in the order in which nodes were made, from 1. */
  public long order() {
    return order;
  }

  /** The same operation on the same operands under a name that printed graphs and errors show. */
  public Node named(String newName) {
    Node n = new Node(op, inputs, type, newName, source);
    n.value = value;
    return n;
  }

  public Op op() {
    return op;
  }

  public List<Node> inputs() {
    return inputs;
  }

  public Node input(int i) {
    return inputs.get(i);
  }

  public Op.Type type() {
    return type;
  }

  public DType dtype() {
    return type.dtype();
  }

  public Shape shape() {
    return type.shape();
  }

  /** Empty when it has none. */
  public String name() {
    return name;
  }

  /**
   * Where the value comes from: an input's source, or the value computed before, while somebody
   * still holds it.
   */
  public Optional<Source> source() {
    if (source != null) {
      return Optional.of(source);
    }
    WeakReference<Source> v = value;
    return v == null ? Optional.empty() : Optional.ofNullable(v.get());
  }

  /** Remembers a computed value for as long as somebody else holds it. */
  public void remember(Source computed) {
    value = new WeakReference<>(computed);
  }

  @Override
  public String toString() {
    return (name.isEmpty() ? "" : name + " = ") + op.label() + " " + type;
  }
}
