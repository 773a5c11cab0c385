package jacobi.nn;

import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import jacobi.nn.init.Initializers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Random connections (section 13.1.2 of the textbook): each of {@code out} nodes has its own m of
 * the {@code in} inputs, of shape […, in] to […, out]. Parameters: {@code weight} [out, m] and
 * {@code bias} [out], which start uniformly in ±1/sqrt(m). Buffer: {@code inputs} [out, m], which
 * inputs each node has, ascending; drawn by {@link #init}'s seed, saved with the parameters, and
 * never changed by training.
 */
public final class SparseLinear extends Module {
  private final int in;
  private final int out;
  private final int m;
  private final Parameter weight;
  private final Parameter bias;
  private final Parameter inputs;

  private SparseLinear(int in, int out, int m) {
    if (in < 1 || out < 1 || m < 1 || m > in) {
      throw new JacobiException(
          "[SparseLinear] each of "
              + out
              + " nodes has 1 to "
              + in
              + " of the "
              + in
              + " inputs, not "
              + m);
    }
    this.in = in;
    this.out = out;
    this.m = m;
    double bound = 1 / Math.sqrt(m);
    this.weight = parameter("weight", Initializers.uniform(-bound, bound), out, m);
    this.bias = parameter("bias", Initializers.uniform(-bound, bound), out);
    // A float32 holds whole numbers up to 2^24 exactly.
    this.inputs = buffer("inputs", (key, shape) -> draw(key, in, shape), out, m);
  }

  /** With {@code in} inputs and {@code out} outputs that see {@code m} inputs each. */
  public static SparseLinear of(int in, int out, int m) {
    return new SparseLinear(in, out, m);
  }

  /** For each row, the places of the m least of as many random numbers as there are inputs. */
  private static Tensor draw(RandomKey key, int in, Shape shape) {
    int out = shape.dim(0);
    int m = shape.dim(1);
    float[] chosen = new float[out * m];
    for (int o = 0; o < out; o++) {
      float[] random = key.stream(o).uniform(DType.FLOAT32, in).toFloats();
      int[] row =
          IntStream.range(0, in)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> random[i]))
              .mapToInt(i -> i)
              .limit(m)
              .sorted()
              .toArray();
      for (int i = 0; i < m; i++) {
        chosen[o * m + i] = row[i];
      }
    }
    return Tensor.of(chosen, out, m);
  }

  /** The inputs of each node, [out][m]. */
  public int[][] inputs() {
    int[] all = inputs.value().toInts();
    return IntStream.range(0, out)
        .mapToObj(o -> Arrays.copyOfRange(all, o * m, (o + 1) * m))
        .toArray(int[][]::new);
  }

  @Override
  protected Tensor forward(Tensor x) {
    if (x.rank() == 0 || x.dim(-1) != in) {
      throw wrongShape("[…, " + in + "]", x.shape());
    }
    Tensor rows = Jacobi.arange(out).mul(in).unsqueeze(1);
    Tensor places = inputs.value().as(DType.INT64).add(rows);
    Tensor full = Jacobi.zeros(out * in).scatterAdd(places, weight.value()).reshape(out, in);
    return x.matmul(full.transpose()).add(bias.value());
  }

  @Override
  public String toString() {
    return "SparseLinear(" + in + " -> " + out + ", " + m + " inputs each)";
  }
}
