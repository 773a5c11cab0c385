package jacobi.models;

import jacobi.graph.Shape;
import jacobi.nn.AvgPool1d;
import jacobi.nn.AvgPool2d;
import jacobi.nn.Conv1d;
import jacobi.nn.Conv2d;
import jacobi.nn.ConvLayer;
import jacobi.nn.ConvTranspose1d;
import jacobi.nn.ConvTranspose2d;
import jacobi.nn.GlobalPool;
import jacobi.nn.MaxPool1d;
import jacobi.nn.MaxPool2d;
import jacobi.nn.Module;
import jacobi.nn.PoolLayer;
import jacobi.nn.Reshape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Convolution and pooling. */
final class ConvLayers {
  static final Map<String, LayerKind> KINDS =
      Map.ofEntries(
          Map.entry("conv1d", new LayerKind("filters", ConvLayers::conv1d)),
          Map.entry("conv2d", new LayerKind("filters", ConvLayers::conv2d)),
          Map.entry("conv-transpose1d", new LayerKind("filters", ConvLayers::transpose1d)),
          Map.entry("conv-transpose2d", new LayerKind("filters", ConvLayers::transpose2d)),
          Map.entry("max-pool1d", new LayerKind("size", ConvLayers::maxPool1d)),
          Map.entry("max-pool2d", new LayerKind("size", ConvLayers::maxPool2d)),
          Map.entry("avg-pool1d", new LayerKind("size", ConvLayers::avgPool1d)),
          Map.entry("avg-pool2d", new LayerKind("size", ConvLayers::avgPool2d)),
          Map.entry("global-max-pool", new LayerKind("size", (s, in) -> GlobalPool.max())),
          Map.entry("global-avg-pool", new LayerKind("size", (s, in) -> GlobalPool.mean())),
          Map.entry("reshape", new LayerKind("shape", ConvLayers::reshape)));

  private ConvLayers() {}

  private static Module conv1d(SpecNode s, Shape in) {
    int kernel = s.integer("kernel", 1);
    Conv1d layer = common(s, Conv1d.of(in.dim(-1), s.integer("filters", 1), kernel), 1);
    layer = isSame(s) ? layer.same() : padded(s, layer, 1);
    return s.flag("floor", false) ? layer.floor() : layer;
  }

  private static Module conv2d(SpecNode s, Shape in) {
    int[] kernel = numbers(s, "kernel", 2, 1);
    Conv2d layer =
        common(s, Conv2d.of(in.dim(-1), s.integer("filters", 1), kernel[0], kernel[1]), 2);
    layer = isSame(s) ? layer.same() : padded(s, layer, 2);
    return s.flag("floor", false) ? layer.floor() : layer;
  }

  private static Module transpose1d(SpecNode s, Shape in) {
    int kernel = s.integer("kernel", 1);
    ConvTranspose1d layer = ConvTranspose1d.of(in.dim(-1), s.integer("filters", 1), kernel);
    layer = padded(s, common(s, layer, 1), 1);
    return s.has("extra") ? layer.extra(numbers(s, "extra", 1, 0)) : layer;
  }

  private static Module transpose2d(SpecNode s, Shape in) {
    int[] kernel = numbers(s, "kernel", 2, 1);
    ConvTranspose2d layer =
        ConvTranspose2d.of(in.dim(-1), s.integer("filters", 1), kernel[0], kernel[1]);
    layer = padded(s, common(s, layer, 2), 2);
    return s.has("extra") ? layer.extra(numbers(s, "extra", 2, 0)) : layer;
  }

  private static <L extends ConvLayer<L>> L common(SpecNode s, L layer, int axes) {
    L l = layer;
    if (s.has("stride")) {
      l = l.stride(numbers(s, "stride", axes, 1));
    }
    if (s.has("dilation")) {
      l = l.dilation(numbers(s, "dilation", axes, 1));
    }
    if (s.has("groups")) {
      l = l.groups(s.integer("groups", 1));
    }
    if (s.has("init")) {
      l = l.weights(InitializerKinds.of(s, "init"));
    }
    return s.flag("bias", true) ? l : l.withoutBias();
  }

  private static boolean isSame(SpecNode s) {
    return s.raw("padding").filter("same"::equals).isPresent();
  }

  private static <L extends ConvLayer<L>> L padded(SpecNode s, L layer, int axes) {
    return s.has("padding") ? layer.padding(numbers(s, "padding", axes, 0)) : layer;
  }

  private static Module maxPool1d(SpecNode s, Shape in) {
    return pool(s, MaxPool1d.of(s.integer("size", 1)), 1);
  }

  private static Module maxPool2d(SpecNode s, Shape in) {
    int[] size = numbers(s, "size", 2, 1);
    return pool(s, MaxPool2d.of(size[0], size[1]), 2);
  }

  private static Module avgPool1d(SpecNode s, Shape in) {
    AvgPool1d layer = AvgPool1d.of(s.integer("size", 1));
    return pool(s, s.flag("countPadding", true) ? layer : layer.withoutPadding(), 1);
  }

  private static Module avgPool2d(SpecNode s, Shape in) {
    int[] size = numbers(s, "size", 2, 1);
    AvgPool2d layer = AvgPool2d.of(size[0], size[1]);
    return pool(s, s.flag("countPadding", true) ? layer : layer.withoutPadding(), 2);
  }

  private static <L extends PoolLayer<L>> L pool(SpecNode s, L layer, int axes) {
    L l = s.has("stride") ? layer.stride(numbers(s, "stride", axes, 1)) : layer;
    l = s.has("padding") ? l.padding(numbers(s, "padding", axes, 0)) : l;
    return s.flag("floor", false) ? l.floor() : l;
  }

  private static Module reshape(SpecNode s, Shape in) {
    return Reshape.of(numbers(s, "shape", s.list("shape").size(), 1));
  }

  /** One number for all axes or a list with one for each. */
  private static int[] numbers(SpecNode s, String key, int axes, int least) {
    if (!(s.raw(key).orElse(0) instanceof List<?> list)) {
      int[] all = new int[axes];
      Arrays.fill(all, s.integer(key, least));
      return all;
    }
    boolean ok =
        list.size() == axes && list.stream().allMatch(v -> v instanceof Integer i && i >= least);
    if (!ok) {
      throw s.wrong(
          key,
          "is "
              + list
              + ", expected a whole number from "
              + least
              + " or a list of "
              + axes
              + " of them");
    }
    return list.stream().mapToInt(v -> (Integer) v).toArray();
  }
}
