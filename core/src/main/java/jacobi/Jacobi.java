package jacobi;

import jacobi.autodiff.Adjoints;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import jacobi.graph.ShapeException;
import jacobi.runtime.Engine;
import jacobi.runtime.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The library's functions, to be imported statically. */
public final class Jacobi {
  private Jacobi() {}

  // --- making tensors ---------------------------------------------------------------------------

  /** A float32 scalar. */
  public static Tensor scalar(double value) {
    return Tensor.of(
        Storage.copyOf(new float[] {(float) value}, new Op.Type(DType.FLOAT32, Shape.scalar())));
  }

  /** A float32 vector. */
  public static Tensor vector(double... values) {
    float[] f = new float[values.length];
    for (int i = 0; i < f.length; i++) {
      f[i] = (float) values[i];
    }
    return Tensor.of(f);
  }

  /** A float32 matrix from its rows, all of one length. */
  public static Tensor matrix(double[]... rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    float[] f = new float[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new ShapeException(
            "[matrix] row " + i + " has " + rows[i].length + " values, row 0 has " + columns);
      }
      for (int j = 0; j < columns; j++) {
        f[i * columns + j] = (float) rows[i][j];
      }
    }
    return Tensor.of(f, rows.length, columns);
  }

  public static Tensor full(double value, DType dtype, int... shape) {
    return new Tensor(Nodes.constant(dtype, value, Shape.of(shape)));
  }

  /** Float32 zeros. */
  public static Tensor zeros(int... shape) {
    return full(0, DType.FLOAT32, shape);
  }

  /** Float32 ones. */
  public static Tensor ones(int... shape) {
    return full(1, DType.FLOAT32, shape);
  }

  /** 0, 1, …, n-1 as int64. */
  public static Tensor arange(int n) {
    return new Tensor(Node.of(new Op.Iota(DType.INT64, Shape.of(n), 0)));
  }

  /** The identity matrix, float32. */
  public static Tensor eye(int n) {
    return arange(n).oneHot(n, DType.FLOAT32);
  }

  /** Tensors of one shape along a new axis at the front. */
  public static Tensor stack(List<Tensor> parts) {
    if (parts.isEmpty()) {
      throw new JacobiException("[stack] there are no tensors to stack");
    }
    Tensor[] rest = parts.stream().skip(1).map(t -> t.unsqueeze(0)).toArray(Tensor[]::new);
    return parts.getFirst().unsqueeze(0).concat(0, rest);
  }

  /** Computes several tensors together, sharing what they have in common. */
  public static void eval(Tensor... tensors) {
    Trace.refuse("values");
    List<Storage> values =
        Engine.current().evaluate(Arrays.stream(tensors).map(Tensor::node).toList());
    for (int i = 0; i < tensors.length; i++) {
      tensors[i].keep(values.get(i));
    }
  }

  // --- gradients --------------------------------------------------------------------------------

  /** Gradients of a floating scalar. */
  public static Gradients grad(Tensor output, Tensor... inputs) {
    return grad(output, List.of(inputs));
  }

  /** Gradients of a floating scalar. */
  public static Gradients grad(Tensor output, List<Tensor> inputs) {
    if (output.shape().size() != 1) {
      throw new ShapeException(
          "[grad] the output has shape "
              + output.shape()
              + "; a gradient is of a scalar: take a sum or mean, or use vjp");
    }
    return vjp(output, new Tensor(Nodes.like(output.node(), 1)), inputs);
  }

  /** Vector-Jacobian products: for each input x, {@code J_x(output)^T v}. */
  public static Gradients vjp(Tensor output, Tensor v, List<Tensor> inputs) {
    if (!output.dtype().isFloating()) {
      throw new JacobiException(
          "[grad] the output is "
              + output.node().type()
              + "; only floating tensors have gradients");
    }
    if (!v.node().type().equals(output.node().type())) {
      throw new ShapeException(
          "[vjp] v is " + v.node().type() + ", the output is " + output.node().type());
    }
    List<Node> wanted = inputs.stream().map(Tensor::node).toList();
    for (Node n : wanted) {
      if (!n.dtype().isFloating()) {
        throw new JacobiException("[grad] input " + n + " is not floating: it has no gradient");
      }
    }
    return new Gradients(
        Adjoints.of(List.of(output.node()), List.of(v.node()), wanted),
        output.node().name(),
        inputs);
  }

  /** Jacobian-vector product: how the output changes when the input moves along {@code v}. */
  public static Tensor jvp(Tensor output, Tensor input, Tensor v) {
    // u -> J^T u is linear in u, and its transpose is v -> J v: two reverse passes make one forward
    // one.
    Tensor u = new Tensor(Nodes.like(output.node(), 0)).named("u");
    Tensor transposed = vjp(output, u, List.of(input)).of(input);
    return vjp(transposed, v, List.of(u)).of(u);
  }

  /** All partial derivatives: output shape followed by input shape. */
  public static Tensor jacobian(Tensor output, Tensor input) {
    int n = Math.toIntExact(output.shape().size());
    List<Tensor> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Tensor v = arange(n).eq(i).as(output.dtype()).reshape(output.shape().dims());
      rows.add(
          vjp(output, v, List.of(input)).of(input).reshape(Math.toIntExact(input.shape().size())));
    }
    int[] shape = Arrays.copyOf(output.shape().dims(), output.rank() + input.rank());
    System.arraycopy(input.shape().dims(), 0, shape, output.rank(), input.rank());
    return n == 0 ? full(0, input.dtype(), shape) : stack(rows).reshape(shape);
  }

  // --- repetition -------------------------------------------------------------------------------

  /**
   * Applies a step to each part of a sequence in turn: s_t = step(s_{t-1}, x_t).
   *
   * @param initial s_0
   * @param sequence the x_t along axis 0, [steps, …]
   * @return all s_t, [steps, …]
   */
  public static Tensor scan(Tensor initial, Tensor sequence, BinaryOperator<Tensor> step) {
    return scan(
            List.of(initial),
            List.of(sequence),
            false,
            (s, x) -> Scan.Next.of(step.apply(s.getFirst(), x.getFirst())))
        .states()
        .getFirst();
  }

  /**
   * Applies a step again and again: recurrence as one operation, whose graph, plan and compilation
   * do not grow with the number of steps. The step is a function of the carries, which begin as
   * {@code initial}, and of this step's part of each sequence; tensors and variables from outside
   * may be used in it as they are. It is called once, to record it. Carries and outputs are of one
   * floating type. What does not depend on the carries is computed for all steps at once, so there
   * is no need to do so by hand. Gradients of any order flow through.
   *
   * @param initial the carries before the first step; may be none
   * @param sequences at least one, of shape [steps, …] with at least one step; parts of any type
   * @param reverse whether to begin with the last step
   * @throws jacobi.graph.ShapeException if numbers of steps differ, or a carry changes its shape or
   *     type
   */
  public static Scan scan(
      List<Tensor> initial, List<Tensor> sequences, boolean reverse, Scan.Step step) {
    return Scan.of(initial, sequences, reverse, step);
  }

  // --- functions that are traced once
  // -------------------------------------------------------------

  public static Compiled compiled(UnaryOperator<Tensor> f) {
    return new Compiled(a -> List.of(f.apply(arity(a, 1).get(0))));
  }

  public static Compiled compiled(BinaryOperator<Tensor> f) {
    return new Compiled(a -> List.of(f.apply(arity(a, 2).get(0), a.get(1))));
  }

  /** A function without arguments, which reads and updates variables. */
  public static Compiled compiled(Supplier<Tensor> f) {
    return new Compiled(a -> List.of(arity(a, 0).isEmpty() ? f.get() : a.get(0)));
  }

  /** Any number of arguments and results. */
  public static Compiled compiledAll(Function<List<Tensor>, List<Tensor>> f) {
    return new Compiled(f);
  }

  private static List<Tensor> arity(List<Tensor> arguments, int n) {
    if (arguments.size() != n) {
      throw new JacobiException(
          "[compiled] the function takes " + n + " arguments, got " + arguments.size());
    }
    return arguments;
  }

  // --- settings ---------------------------------------------------------------------------------

  /**
   * Uses a backend ("auto", "onednn", "jvm", "reference") and a number of threads from now on,
   * everywhere.
   */
  public static void use(String backend, int threads) {
    Engine.makeDefault(new Engine(backend, threads));
  }

  /** Runs something with a backend and a number of threads. */
  public static <T> T using(String backend, int threads, Supplier<T> body) {
    return new Engine(backend, threads).run(body);
  }
}
