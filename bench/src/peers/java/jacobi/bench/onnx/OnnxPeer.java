package jacobi.bench.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import jacobi.bench.Cnn;
import jacobi.bench.Contestant;
import jacobi.bench.LstmLanguageModel;
import jacobi.bench.Mlp;
import jacobi.bench.Peer;
import jacobi.bench.WindowLanguageModel;
import jacobi.bench.Workload;
import jacobi.bench.Workload.Values;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** ONNX Runtime: forward passes only. */
public final class OnnxPeer implements Peer {

  private record Infer(String name, OrtSession session, Map<String, OnnxTensor> x)
      implements Contestant {
    @Override
    public void step() {
      try (OrtSession.Result _ = session.run(x)) {
        // The logits stay where they are, as they do with the others.
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public String name() {
    return "ONNX Runtime 1.23";
  }

  @Override
  public boolean runs(Workload workload) {
    return workload instanceof Mlp || workload instanceof Cnn;
  }

  @Override
  public boolean trains() {
    return false;
  }

  @Override
  public Training training(Workload workload, int threads, long seed) {
    throw new UnsupportedOperationException(name() + " does not train");
  }

  @Override
  public Contestant inference(Workload workload, int threads, long seed) {
    Workload.Numbers numbers = workload.numbers(seed);
    Values x = channelsFirst(numbers.x());
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (var options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(threads);
        OrtSession session =
            environment.createSession(model(workload, numbers, longs(x.shape())), options);
        OnnxTensor input =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(x.values()), longs(x.shape()));
        return new Infer(name(), session, Map.of("x", input));
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] model(Workload workload, Workload.Numbers numbers, long[] input) {
    var onnx = new Onnx();
    for (int i = 0; i < numbers.parameters().size(); i++) {
      Values v = numbers.parameters().get(i);
      if (workload instanceof Cnn cnn && i == cnn.firstDense()) {
        v = dense(v, cnn);
      }
      Values ordered = channelsFirst(v);
      onnx.constant("p" + i, longs(ordered.shape()), ordered.values());
    }
    String at = "x";
    switch (workload) {
      case Mlp mlp -> {
        for (int i = 0; i + 1 < mlp.sizes().length; i++) {
          at = linear(onnx, i > 0 ? relu(onnx, at) : at, 2 * i);
        }
      }
      case Cnn cnn -> {
        long[] kernel = {cnn.kernel(), cnn.kernel()};
        long pad = cnn.kernel() / 2;
        for (int i = 0; i < cnn.firstDense(); i += 2) {
          onnx.node(
              "Conv",
              List.of(at, "p" + i, "p" + (i + 1)),
              "conv" + i,
              Map.of("kernel_shape", kernel, "pads", new long[] {pad, pad, pad, pad}));
          onnx.node(
              "MaxPool",
              List.of(relu(onnx, "conv" + i)),
              "pool" + i,
              Map.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}));
          at = "pool" + i;
        }
        onnx.node("Flatten", List.of(at), "flat", Map.of("axis", new long[] {1}));
        at = "flat";
        for (int i = 0; i <= cnn.hidden().size(); i++) {
          at = linear(onnx, i > 0 ? relu(onnx, at) : at, cnn.firstDense() + 2 * i);
        }
      }
      case LstmLanguageModel _, WindowLanguageModel _ ->
          throw new IllegalArgumentException("not written: " + workload.title());
    }
    return onnx.bytes("x", input, at, new long[] {workload.batch(), workload.classes()});
  }

  private static String relu(Onnx onnx, String x) {
    onnx.node("Relu", List.of(x), x + "_relu", Map.of());
    return x + "_relu";
  }

  private static String linear(Onnx onnx, String x, int parameter) {
    String name = "linear" + parameter;
    onnx.node(
        "Gemm",
        List.of(x, "p" + parameter, "p" + (parameter + 1)),
        name,
        Map.of("transB", new long[] {1}));
    return name;
  }

  /** The dense layer behind the images, its inputs as channels, rows, columns. */
  private static Values dense(Values weight, Cnn cnn) {
    int side = cnn.lastSide();
    int[] shape = {weight.shape()[0], side, side, cnn.filters().getLast()};
    var images = new Values(shape, weight.values());
    return new Values(weight.shape(), channelsFirst(images).values());
  }

  /** Four axes are those of images or filters, channels last. */
  private static Values channelsFirst(Values v) {
    int[] s = v.shape();
    if (s.length != 4) {
      return v;
    }
    var values = new float[v.values().length];
    int pixels = s[1] * s[2];
    for (int n = 0; n < s[0]; n++) {
      for (int p = 0; p < pixels; p++) {
        for (int c = 0; c < s[3]; c++) {
          values[(n * s[3] + c) * pixels + p] = v.values()[(n * pixels + p) * s[3] + c];
        }
      }
    }
    return new Values(new int[] {s[0], s[3], s[1], s[2]}, values);
  }

  private static long[] longs(int[] shape) {
    return Arrays.stream(shape).asLongStream().toArray();
  }
}
