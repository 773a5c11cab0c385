package jacobi.bench.gpu;

import jacobi.bench.Cnn;
import jacobi.bench.LstmLanguageModel;
import jacobi.bench.Mlp;
import jacobi.bench.WindowLanguageModel;
import jacobi.bench.Workload;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a workload and its numbers are handed to Python. A file holds, without anything between them
 * and little-endian, the parameters in Jacobi's order (float32), the input (float32, or int64 where
 * it is indices) and the labels (int64); the description says their shapes.
 */
final class NumbersFile {
  private static final int CHUNK = 1 << 16;

  private NumbersFile() {}

  static void write(Workload workload, Workload.Numbers numbers, Path file) {
    try (var out = new BufferedOutputStream(Files.newOutputStream(file), CHUNK)) {
      for (Workload.Values p : numbers.parameters()) {
        floats(p.values(), out);
      }
      float[] x = numbers.x().values();
      if (workload.vocabulary() > 0) {
        var indices = new long[x.length];
        Arrays.setAll(indices, i -> (long) x[i]);
        longs(indices, out);
      } else {
        floats(x, out);
      }
      longs(numbers.labels(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void floats(float[] values, OutputStream out) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK / Float.BYTES) {
      int count = Math.min(CHUNK / Float.BYTES, values.length - from);
      chunk.asFloatBuffer().put(values, from, count);
      out.write(chunk.array(), 0, count * Float.BYTES);
    }
  }

  private static void longs(long[] values, OutputStream out) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK / Long.BYTES) {
      int count = Math.min(CHUNK / Long.BYTES, values.length - from);
      chunk.asLongBuffer().put(values, from, count);
      out.write(chunk.array(), 0, count * Long.BYTES);
    }
  }

  /** What the network is and the shapes of its numbers. */
  static Map<String, Object> describe(Workload workload) {
    Map<String, Object> all = new TreeMap<>(kind(workload));
    all.put(
        "parameters",
        workload.jacobi().parameters().values().stream()
            .map(p -> Arrays.stream(p.shape().dims()).boxed().toList())
            .toList());
    all.put("input", workload.input());
    all.put("indices", workload.vocabulary() > 0);
    all.put("labels", workload.labels());
    return all;
  }

  private static Map<String, Object> kind(Workload workload) {
    return switch (workload) {
      case Mlp mlp -> Map.of("kind", "mlp", "sizes", mlp.sizes());
      case Cnn cnn ->
          Map.of(
              "kind",
              "cnn",
              "channels",
              cnn.channels(),
              "kernel",
              cnn.kernel(),
              "filters",
              cnn.filters(),
              "last_side",
              cnn.lastSide(),
              "hidden",
              cnn.hidden(),
              "classes",
              cnn.classes());
      case LstmLanguageModel lm ->
          Map.of(
              "kind",
              "lstm",
              "layers",
              lm.layers(),
              "size",
              lm.size(),
              "vocabulary",
              lm.vocabulary());
      case WindowLanguageModel lm ->
          Map.of(
              "kind",
              "window",
              "window",
              lm.window(),
              "size",
              lm.size(),
              "hidden",
              lm.hidden(),
              "vocabulary",
              lm.vocabulary());
    };
  }
}
