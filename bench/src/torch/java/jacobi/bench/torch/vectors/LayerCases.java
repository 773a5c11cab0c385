package jacobi.bench.torch.vectors;

import jacobi.bench.torch.vectors.Recorder.Inputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Layers without recurrence. */
final class LayerCases {
  private static final long[][] SHAPES = {{7}, {3, 5}, {2, 3, 4}};

  private LayerCases() {}

  static void write(Path folder) throws IOException {
    linear().write(folder);
    activations().write(folder);
    prelu().write(folder);
    convolutions(1).write(folder);
    convolutions(2).write(folder);
    transposed(1).write(folder);
    transposed(2).write(folder);
    pooling().write(folder);
    batchNorm().write(folder);
    layerNorm().write(folder);
    embedding().write(folder);
  }

  private static TensorOptional some(Map<String, Tensor> in, String name) {
    return in.containsKey(name) ? new TensorOptional(in.get(name)) : new TensorOptional();
  }

  private static Recorder linear() {
    Recorder r = new Recorder("linear");
    r.add(
        "plain",
        r.inputs("plain").normal("x", 3, 4).normal("weight", 5, 4).normal("bias", 5),
        in -> torch.linear(in.get("x"), in.get("weight"), some(in, "bias")));
    r.add(
        "unbiased",
        r.inputs("unbiased").normal("x", 6, 2).normal("weight", 3, 2),
        in -> torch.linear(in.get("x"), in.get("weight"), some(in, "bias")));
    r.add(
        "sequence",
        r.inputs("sequence").normal("x", 2, 3, 4).normal("weight", 2, 4).normal("bias", 2),
        in -> torch.linear(in.get("x"), in.get("weight"), some(in, "bias")));
    return r;
  }

  private static Recorder activations() {
    Map<String, UnaryOperator<Tensor>> all = new LinkedHashMap<>();
    all.put("sigmoid", torch::sigmoid);
    all.put("tanh", torch::tanh);
    all.put("relu", torch::relu);
    all.put("softmax", x -> torch.softmax(x, -1));
    all.put("log_softmax", x -> torch.log_softmax(x, -1));
    all.put("leaky_relu", torch::leaky_relu);
    all.put("leaky_relu_0.2", x -> torch.leaky_relu(x, new Scalar(0.2)));
    all.put("elu", torch::elu);
    all.put("elu_0.5", x -> torch.elu(x, new Scalar(0.5), new Scalar(1), new Scalar(1)));
    all.put("gelu", torch::gelu);
    all.put("silu", torch::silu);
    all.put("softplus", torch::softplus);
    Recorder r = new Recorder("activations");
    all.forEach(
        (name, f) -> {
          for (int i = 0; i < SHAPES.length; i++) {
            String c = name + "." + i;
            r.add(c, r.inputs(c).normal("x", 3, SHAPES[i]), in -> f.apply(in.get("x")));
          }
        });
    return r;
  }

  private static Recorder prelu() {
    Recorder r = new Recorder("prelu");
    r.add(
        "one",
        r.inputs("one").normal("x", 4, 5).normal("alpha", 1),
        in -> torch.prelu(in.get("x"), in.get("alpha")));
    r.add(
        "features",
        r.inputs("features").normal("x", 6, 3).normal("alpha", 3),
        in -> torch.prelu(in.get("x"), in.get("alpha")));
    r.add(
        "channels",
        r.inputs("channels").normal("x", 2, 3, 2, 4).normal("alpha", 4),
        in -> last(torch.prelu(first(in.get("x")), in.get("alpha"))));
    return r;
  }

  // --- convolutions -----------------------------------------------------------------------------

  /** Channels from the last to the second axis. */
  private static Tensor first(Tensor t) {
    return t.dim() == 3 ? t.permute(0, 2, 1) : t.permute(0, 3, 1, 2);
  }

  /** Channels from the second to the last axis. */
  private static Tensor last(Tensor t) {
    return t.dim() == 3 ? t.permute(0, 2, 1) : t.permute(0, 2, 3, 1);
  }

  /** Settings of a convolution, one number for each spatial axis. */
  private record Conv(
      String name,
      long[] image,
      long channels,
      long filters,
      long[] kernel,
      long[] stride,
      long[] padding,
      long[] dilation,
      long groups,
      boolean bias) {

    Inputs inputs(Recorder r, long[] weight) {
      Inputs in = r.inputs(name).normal("x", shape(2, image, channels)).normal("weight", weight);
      return bias ? in.normal("bias", filters) : in;
    }
  }

  private static long[] shape(long before, long[] middle, long after) {
    long[] all = new long[middle.length + 2];
    all[0] = before;
    System.arraycopy(middle, 0, all, 1, middle.length);
    all[all.length - 1] = after;
    return all;
  }

  private static long[] of(int rank, long first, long second) {
    return rank == 1 ? new long[] {first} : new long[] {first, second};
  }

  private static Conv conv(
      int rank, String name, long channels, long filters, long[] s, long groups, boolean bias) {
    return new Conv(
        name,
        of(rank, s[0], s[1]),
        channels,
        filters,
        of(rank, s[2], s[3]),
        of(rank, s[4], s[5]),
        of(rank, s[6], s[7]),
        of(rank, s[8], s[9]),
        groups,
        bias);
  }

  /** Pairs of numbers: image, kernel, stride, padding, dilation. */
  private static Conv[] cases(int rank) {
    return new Conv[] {
      conv(rank, "plain", 3, 4, new long[] {6, 5, 3, 3, 1, 1, 0, 0, 1, 1}, 1, true),
      conv(rank, "strided", 2, 3, new long[] {7, 9, 3, 3, 2, 2, 1, 1, 1, 1}, 1, true),
      conv(rank, "uneven", 2, 3, new long[] {8, 7, 3, 2, 1, 2, 2, 1, 2, 3}, 1, false),
      conv(rank, "grouped", 4, 6, new long[] {5, 5, 3, 3, 1, 1, 1, 1, 1, 1}, 2, true),
      conv(rank, "depthwise", 4, 4, new long[] {5, 4, 3, 3, 1, 1, 1, 1, 1, 1}, 4, false),
      conv(rank, "pointwise", 3, 2, new long[] {4, 3, 1, 1, 1, 1, 0, 0, 1, 1}, 1, true)
    };
  }

  private static Recorder convolutions(int rank) {
    Recorder r = new Recorder("conv" + rank + "d");
    for (Conv c : cases(rank)) {
      r.add(
          c.name,
          c.inputs(r, shape(c.filters, c.kernel, c.channels / c.groups)),
          in -> {
            Tensor x = first(in.get("x"));
            Tensor w = first(in.get("weight"));
            TensorOptional b = some(in, "bias");
            return last(
                rank == 1
                    ? torch.conv1d(x, w, b, c.stride, c.padding, c.dilation, c.groups)
                    : torch.conv2d(x, w, b, c.stride, c.padding, c.dilation, c.groups));
          });
    }
    return r;
  }

  /** The weights are [in, kernel…, out / groups], with PyTorch's last axis moved. */
  private static Recorder transposed(int rank) {
    Recorder r = new Recorder("conv_transpose" + rank + "d");
    for (Conv c : cases(rank)) {
      r.add(
          c.name,
          c.inputs(r, shape(c.channels, c.kernel, c.filters / c.groups)),
          in -> {
            Tensor x = first(in.get("x"));
            Tensor w = first(in.get("weight"));
            TensorOptional b = some(in, "bias");
            long[] none = of(rank, 0, 0);
            return last(
                rank == 1
                    ? torch.conv_transpose1d(
                        x, w, b, c.stride, c.padding, none, c.groups, c.dilation)
                    : torch.conv_transpose2d(
                        x, w, b, c.stride, c.padding, none, c.groups, c.dilation));
          });
    }
    return r;
  }

  // --- pooling ----------------------------------------------------------------------------------

  /** Pairs of numbers: image, kernel, stride, padding. */
  private static Recorder pooling() {
    Map<String, long[]> cases = new LinkedHashMap<>();
    cases.put("halved", new long[] {6, 4, 2, 2, 2, 2, 0, 0});
    cases.put("overlapping", new long[] {7, 5, 3, 3, 2, 2, 0, 0});
    cases.put("padded", new long[] {5, 7, 3, 3, 2, 2, 1, 1});
    cases.put("uneven", new long[] {6, 7, 2, 3, 1, 2, 0, 1});
    Recorder r = new Recorder("pooling");
    for (int rank = 1; rank <= 2; rank++) {
      int n = rank;
      cases.forEach(
          (name, s) -> {
            long[] kernel = of(n, s[2], s[3]);
            long[] stride = of(n, s[4], s[5]);
            long[] padding = of(n, s[6], s[7]);
            long[] one = of(n, 1, 1);
            String max = "max" + n + "d." + name;
            String mean = "avg" + n + "d." + name;
            long[] shape = shape(2, of(n, s[0], s[1]), 3);
            r.add(
                max,
                r.inputs(max).normal("x", shape),
                in -> {
                  Tensor x = first(in.get("x"));
                  return last(
                      n == 1
                          ? torch.max_pool1d(x, kernel, stride, padding, one, false)
                          : torch.max_pool2d(x, kernel, stride, padding, one, false));
                });
            // Padding is not among what is averaged.
            r.add(
                mean,
                r.inputs(mean).normal("x", shape),
                in -> {
                  Tensor x = first(in.get("x"));
                  return last(
                      n == 1
                          ? torch.avg_pool1d(x, kernel, stride, padding, false, false)
                          : torch.avg_pool2d(
                              x, kernel, stride, padding, false, false, new LongOptional()));
                });
            // Padding counts as zeros.
            String zeros = "avg" + n + "d_zeros." + name;
            r.add(
                zeros,
                r.inputs(zeros).normal("x", shape),
                in -> {
                  Tensor x = first(in.get("x"));
                  return last(
                      n == 1
                          ? torch.avg_pool1d(x, kernel, stride, padding, false, true)
                          : torch.avg_pool2d(
                              x, kernel, stride, padding, false, true, new LongOptional()));
                });
          });
    }
    return r;
  }

  // --- normalisation, embedding -----------------------------------------------------------------

  private static Recorder batchNorm() {
    Recorder r = new Recorder("batch_norm");
    batchNorm(r, "features", .1, 1e-5, 8, 3);
    batchNorm(r, "sequence", .3, 1e-5, 4, 5, 3);
    batchNorm(r, "image", .1, 1e-2, 2, 3, 4, 2);
    return r;
  }

  private static void batchNorm(
      Recorder r, String name, double momentum, double epsilon, long... shape) {
    long channels = shape[shape.length - 1];
    for (boolean training : new boolean[] {true, false}) {
      String c = name + (training ? ".train" : ".eval");
      Tensor mean = Recorder.random(c + "mean", 1, channels);
      Tensor variance = Recorder.random(c + "variance", 1, channels).square().add(new Scalar(.5));
      r.addAll(
          c,
          r.inputs(c)
              .normal("x", 2, shape)
              .normal("weight", channels)
              .normal("bias", channels)
              .constant("running_mean", mean)
              .constant("running_var", variance),
          in -> {
            Tensor m = mean.clone();
            Tensor v = variance.clone();
            Tensor x = in.get("x");
            Tensor y =
                torch.batch_norm(
                    x.dim() == 2 ? x : first(x),
                    some(in, "weight"),
                    some(in, "bias"),
                    new TensorOptional(m),
                    new TensorOptional(v),
                    training,
                    momentum,
                    epsilon,
                    false);
            return Map.of("y", x.dim() == 2 ? y : last(y), "mean_after", m, "var_after", v);
          });
    }
  }

  private static Recorder layerNorm() {
    Recorder r = new Recorder("layer_norm");
    layerNorm(r, "features", 1e-5, new long[] {5}, 4, 5);
    layerNorm(r, "sequence", 1e-2, new long[] {4}, 2, 3, 4);
    layerNorm(r, "two_axes", 1e-5, new long[] {3, 4}, 2, 3, 4);
    return r;
  }

  private static void layerNorm(
      Recorder r, String name, double epsilon, long[] axes, long... shape) {
    r.add(
        name,
        r.inputs(name).normal("x", 3, shape).normal("weight", axes).normal("bias", axes),
        in ->
            torch.layer_norm(
                in.get("x"), axes, some(in, "weight"), some(in, "bias"), epsilon, false));
  }

  private static Recorder embedding() {
    Recorder r = new Recorder("embedding");
    Tensor repeated = Tensor.create(new long[] {3, 0, 3, 1}, 4);
    r.add(
        "words",
        r.inputs("words").constant("x", repeated).normal("weight", 4, 3),
        in -> torch.embedding(in.get("weight"), in.get("x"), -1, false, false));
    Tensor grid = Tensor.create(new long[] {4, 4, 1, 0, 2, 1}, 2, 3);
    r.add(
        "sequences",
        r.inputs("sequences").constant("x", grid).normal("weight", 5, 2),
        in -> torch.embedding(in.get("weight"), in.get("x"), -1, false, false));
    Tensor padded = Recorder.random("embedding.padding", 1, 5, 2);
    padded.select(0, 1).zero_();
    r.add(
        "padding",
        r.inputs("padding").constant("x", grid).values("weight", padded),
        in -> torch.embedding(in.get("weight"), in.get("x"), 1, false, false));
    return r;
  }
}
