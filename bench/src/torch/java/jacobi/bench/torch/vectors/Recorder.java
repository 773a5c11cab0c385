package jacobi.bench.torch.vectors;

import jacobi.graph.DType;
import jacobi.io.Safetensors;
import jacobi.io.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The cases of one layer: what goes in, what PyTorch puts out and its gradients, under the names
 * {@code CASE.INPUT}, {@code CASE.OUTPUT}, {@code CASE.OUTPUT.up} (the gradient that comes from
 * above, random) and {@code CASE.INPUT.grad}. Everything is in Jacobi's layout; a case permutes to
 * PyTorch's within its function, so that gradients come back in ours.
 */
final class Recorder {
  private final String layer;
  private final Map<String, jacobi.Tensor> recorded = new LinkedHashMap<>();

  Recorder(String layer) {
    this.layer = layer;
  }

  /** What PyTorch computes, by name, from inputs by name. */
  interface Function {
    Map<String, Tensor> apply(Map<String, Tensor> inputs);
  }

  /** Inputs of a case, of random numbers that depend on nothing but names. */
  static final class Inputs {
    private final String seed;
    private final Map<String, Tensor> floats = new LinkedHashMap<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();

    Inputs(String seed) {
      this.seed = seed;
    }

    /** Standard normal numbers, differentiated by. */
    Inputs normal(String name, long... shape) {
      return normal(name, 1, shape);
    }

    /** Normal numbers of a deviation, differentiated by. */
    Inputs normal(String name, double deviation, long... shape) {
      floats.put(name, random(seed + name, deviation, shape));
      return this;
    }

    /** These numbers, differentiated by. */
    Inputs values(String name, Tensor values) {
      floats.put(name, values);
      return this;
    }

    /** Something that has no gradient. */
    Inputs constant(String name, Tensor values) {
      constants.put(name, values);
      return this;
    }
  }

  Inputs inputs(String name) {
    return new Inputs(layer + "." + name + ".");
  }

  /** Records a case with one output {@code y}. */
  void add(String name, Inputs in, java.util.function.Function<Map<String, Tensor>, Tensor> f) {
    addAll(name, in, all -> Map.of("y", f.apply(all)));
  }

  /** Records a case. */
  void addAll(String name, Inputs in, Function f) {
    Map<String, Tensor> inputs = new LinkedHashMap<>(in.constants);
    in.floats.forEach((key, t) -> inputs.put(key, t.requires_grad_(true)));
    inputs.forEach((key, t) -> record(name + "." + key, t));
    Map<String, Tensor> outputs = new java.util.TreeMap<>(f.apply(inputs));
    List<Tensor> sums = new ArrayList<>();
    outputs.forEach(
        (key, y) -> {
          record(name + "." + key, y);
          if (y.requires_grad()) {
            Tensor up = random(layer + "." + name + "." + key + ".up", 1, shape(y));
            record(name + "." + key + ".up", up);
            sums.add(y.mul(up).sum());
          }
        });
    sums.stream().reduce((a, b) -> a.add(b)).orElseThrow().backward();
    in.floats.forEach(
        (key, t) -> {
          if (t.grad().defined()) {
            record(name + "." + key + ".grad", t.grad());
          }
        });
  }

  /** Keeps a tensor's present values. */
  void record(String name, Tensor t) {
    int[] shape = new int[(int) t.dim()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = (int) t.size(i);
    }
    if (t.scalar_type().intern() == torch.ScalarType.Long) {
      long[] values = new long[(int) t.numel()];
      t.contiguous().data_ptr_long().get(values);
      put(name, jacobi.Tensor.of(values).reshape(shape));
    } else {
      float[] values = new float[(int) t.numel()];
      t.detach().contiguous().data_ptr_float().get(values);
      put(name, jacobi.Tensor.of(values).reshape(shape));
    }
  }

  private void put(String name, jacobi.Tensor values) {
    if (values.dtype() != DType.FLOAT32 && values.dtype() != DType.INT64) {
      throw new IllegalStateException(name + " is " + values.dtype());
    }
    if (recorded.put(name, values) != null) {
      throw new IllegalStateException(layer + ": two tensors are named " + name);
    }
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Safetensors.write(
        folder.resolve(layer + ".safetensors"),
        StoredTensor.all(recorded),
        Map.of("made_with", "PyTorch 2.10.0, org.bytedeco:pytorch:2.10.0-1.5.13"));
  }

  static long[] shape(Tensor t) {
    long[] shape = new long[(int) t.dim()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = t.size(i);
    }
    return shape;
  }

  static Tensor random(String seed, double deviation, long... shape) {
    int n = 1;
    for (long d : shape) {
      n *= (int) d;
    }
    SplittableRandom random = new SplittableRandom(seed.hashCode());
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return Tensor.create(values).reshape(shape);
  }
}
