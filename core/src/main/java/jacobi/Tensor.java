package jacobi;

import jacobi.graph.DType;
import jacobi.graph.Graph;
import jacobi.graph.JacobiException;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import jacobi.graph.ShapeException;
import jacobi.runtime.Engine;
import jacobi.runtime.Storage;
import java.util.List;

/**
 * An n-dimensional array, or rather the computation of one. Operations only record what is to be
 * computed, checking shapes and types at once; values are computed when asked for ({@link #item},
 * {@link #toFloats}, {@link #eval}, …) and then kept for as long as the tensor is reachable.
 * Immutable and safe to share between threads; there is nothing to close.
 *
 * <p>Binary operations broadcast as NumPy does and convert to the wider of both element types
 * ({@link DType#promote}). Numbers mixed in take the tensor's type.
 */
public final class Tensor implements Elementwise, Reductions, Indexing, Convolutions {
  private final Node node;
  private volatile Storage value;

  Tensor(Node node) {
    this.node = node;
  }

  private Tensor(Node node, Storage value) {
    this.node = node;
    this.value = value;
  }

  static Tensor of(Storage storage) {
    return new Tensor(Node.input(storage.type(), storage), storage);
  }

  /** A float32 tensor with a copy of the values, row-major. */
  public static Tensor of(float[] values, int... shape) {
    return copy(values, values.length, DType.FLOAT32, shape);
  }

  /** A float64 tensor with a copy of the values, row-major. */
  public static Tensor of(double[] values, int... shape) {
    return copy(values, values.length, DType.FLOAT64, shape);
  }

  /** An int32 tensor with a copy of the values, row-major. */
  public static Tensor of(int[] values, int... shape) {
    return copy(values, values.length, DType.INT32, shape);
  }

  /** An int64 tensor with a copy of the values, row-major. */
  public static Tensor of(long[] values, int... shape) {
    return copy(values, values.length, DType.INT64, shape);
  }

  /** A bool tensor with a copy of the values, row-major. */
  public static Tensor of(boolean[] values, int... shape) {
    return copy(values, values.length, DType.BOOL, shape);
  }

  private static Tensor copy(Object values, int length, DType dtype, int... shape) {
    Shape s = shape.length == 0 ? Shape.of(length) : Shape.of(shape);
    if (s.size() != length) {
      throw new ShapeException(
          "[tensor] " + length + " values do not fill shape " + s + ", which has " + s.size());
    }
    return of(Storage.copyOf(values, new Op.Type(dtype, s)));
  }

  /** The node of the compute graph behind this tensor. */
  public Node node() {
    return node;
  }

  @Override
  public Tensor self() {
    return this;
  }

  public DType dtype() {
    return node.dtype();
  }

  public Shape shape() {
    return node.shape();
  }

  /** Extent of an axis; negative axes count from the end. */
  public int dim(int axis) {
    return shape().dim(shape().axis(axis, "dim"));
  }

  public int rank() {
    return shape().rank();
  }

  /** The same tensor under a name that printed graphs, gradients and errors show. */
  public Tensor named(String name) {
    return new Tensor(node.named(name), value);
  }

  /**
   * The same values as a constant: no gradient flows through. If they are known already, how they
   * were computed is forgotten too, which is what a loop that feeds a tensor back into itself
   * wants.
   */
  public Tensor detach() {
    Storage s = value;
    return s == null ? new Tensor(Node.of(new Op.Detach(), node)) : of(s);
  }

  /** The graph that computes this tensor. */
  public ComputeGraph graph() {
    return new ComputeGraph(Graph.of(List.of(node)));
  }

  // --- values -----------------------------------------------------------------------------------

  /** Computes the values now, if they are not known yet. */
  public Tensor eval() {
    storage();
    return this;
  }

  Storage storage() {
    Storage s = value;
    if (s == null) {
      Trace.refuse("the values of " + node);
      s = Engine.current().evaluate(List.of(node)).getFirst();
      value = s;
    }
    return s;
  }

  void keep(Storage computed) {
    value = computed;
  }

  /** The only element, as a double (bool: 0 or 1). */
  public double item() {
    if (shape().size() != 1) {
      throw new JacobiException(
          "[item] " + shape() + " has " + shape().size() + " elements, not one");
    }
    return storage().get(0);
  }

  /** All elements, row-major, converted to float. */
  public float[] toFloats() {
    return (float[]) as(DType.FLOAT32).storage().toArray();
  }

  /** All elements, row-major, converted to double. */
  public double[] toDoubles() {
    return (double[]) as(DType.FLOAT64).storage().toArray();
  }

  /** All elements, row-major, converted to int. */
  public int[] toInts() {
    return (int[]) as(DType.INT32).storage().toArray();
  }

  /** All elements, row-major, converted to long. */
  public long[] toLongs() {
    return (long[]) as(DType.INT64).storage().toArray();
  }

  /** All elements, row-major; of numbers, whether they are not 0. */
  public boolean[] toBooleans() {
    return (boolean[]) as(DType.BOOL).storage().toArray();
  }

  /** Converted to another element type; itself if it has that type. */
  public Tensor as(DType dtype) {
    return dtype == dtype() ? this : new Tensor(Nodes.cast(node, dtype));
  }

  /** Type and, if they are known and few, the values. */
  @Override
  public String toString() {
    String name = node.name().isEmpty() ? "" : node.name() + " = ";
    Storage s = value;
    if (s == null) {
      return name + node.type() + " (not computed yet)";
    }
    StringBuilder b = new StringBuilder(name).append(node.type()).append(" [");
    for (int i = 0; i < Math.min(8, shape().size()); i++) {
      b.append(i == 0 ? "" : ", ").append(s.get(i));
    }
    return b.append(shape().size() > 8 ? ", …]" : "]").toString();
  }
}
