package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.Ints;
import jacobi.graph.JacobiException;
import jacobi.graph.Window;
import jacobi.nn.init.Initializer;
import jacobi.nn.init.Initializers;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What layers of filters have in common: one set of weights that is applied at every place of the
 * spatial axes, and a bias for each output channel. Channels come last.
 *
 * <p>By default the stride and the dilation are 1, there is no padding, one group and a bias, and a
 * size that does not divide is an error. Weights and biases start uniformly in ±1/sqrt(inputs of a
 * unit), as in PyTorch.
 *
 * @param <L> the layer itself
 */
public abstract sealed class ConvLayer<L extends ConvLayer<L>> extends Module
    permits SlidingConv, TransposedConv {
  final Settings settings;
  private final Parameter weight;
  private final Optional<Parameter> bias;

  /**
   * How a layer is made.
   *
   * @param same whether padding keeps the size divided by the stride
   * @param extra elements more at the end, for transposed convolution
   */
  record Settings(
      int in,
      int out,
      Ints kernel,
      Window window,
      boolean same,
      Ints extra,
      int groups,
      boolean floor,
      boolean biased,
      Optional<Initializer> weights,
      Optional<Initializer> biases) {

    static Settings of(int in, int out, int... kernel) {
      int axes = kernel.length;
      return new Settings(
          in,
          out,
          Ints.of(kernel),
          Window.of(axes),
          false,
          Ints.generate(axes, i -> 0),
          1,
          false,
          true,
          Optional.empty(),
          Optional.empty());
    }

    Settings with(Window w, boolean keepsSize) {
      return new Settings(
          in, out, kernel, w, keepsSize, extra, groups, floor, biased, weights, biases);
    }

    Settings withExtra(Ints more) {
      return new Settings(
          in, out, kernel, window, same, more, groups, floor, biased, weights, biases);
    }

    Settings withGroups(int parts) {
      return new Settings(
          in, out, kernel, window, same, extra, parts, floor, biased, weights, biases);
    }

    Settings withFloor() {
      return new Settings(
          in, out, kernel, window, same, extra, groups, true, biased, weights, biases);
    }

    Settings withInit(boolean b, Optional<Initializer> w, Optional<Initializer> first) {
      return new Settings(in, out, kernel, window, same, extra, groups, floor, b, w, first);
    }
  }

  /**
   * Registers weights [rows, kernel…, channels/groups] and a bias for each output channel.
   *
   * @param rows output channels, or input channels of a transposed convolution
   */
  ConvLayer(Settings s, int rows, int channels) {
    this.settings = s;
    boolean positive = s.kernel.size() > 0 && IntStream.of(s.kernel.toArray()).allMatch(k -> k > 0);
    if (s.in < 1 || s.out < 1 || s.groups < 1 || !positive) {
      throw new JacobiException(
          "["
              + getClass().getSimpleName()
              + "] channels, kernel and groups must be at least 1, got "
              + s.in
              + " -> "
              + s.out
              + ", kernel "
              + s.kernel
              + ", groups "
              + s.groups);
    }
    int[] shape = new int[s.kernel.size() + 2];
    shape[0] = rows;
    shape[shape.length - 1] = Math.max(1, channels / s.groups);
    System.arraycopy(s.kernel.toArray(), 0, shape, 1, s.kernel.size());
    double inputs = Arrays.stream(shape).skip(1).asDoubleStream().reduce(1, (a, b) -> a * b);
    Initializer usual = Initializers.uniform(-1 / Math.sqrt(inputs), 1 / Math.sqrt(inputs));
    this.weight = parameter("weight", s.weights.orElse(usual), shape);
    this.bias =
        s.biased ? Optional.of(parameter("bias", s.biases.orElse(usual), s.out)) : Optional.empty();
  }

  /** The same kind of layer with other settings. */
  abstract L with(Settings s);

  /** The same layer, not initialised, that moves so far at a time: one number or one an axis. */
  public L stride(int... steps) {
    return with(settings.with(settings.window.stride(steps), settings.same));
  }

  /** The same layer, not initialised, with so many zeros around: one number or one an axis. */
  public L padding(int... zeros) {
    return with(settings.with(settings.window.padding(zeros), false));
  }

  /**
   * The same layer, not initialised, whose elements lie so far apart: one number or one an axis.
   */
  public L dilation(int... steps) {
    return with(settings.with(settings.window.dilation(steps), settings.same));
  }

  /**
   * The same layer, not initialised, whose channels are cut into parts that do not see each other.
   */
  public L groups(int parts) {
    return with(settings.withGroups(parts));
  }

  /** The same layer, not initialised, whose weights start otherwise. */
  public L weights(Initializer initializer) {
    return with(settings.withInit(settings.biased, Optional.of(initializer), settings.biases));
  }

  /** The same layer, not initialised, with biases that start otherwise. */
  public L biases(Initializer initializer) {
    return with(settings.withInit(true, settings.weights, Optional.of(initializer)));
  }

  /** The same layer, not initialised, without a bias. */
  public L withoutBias() {
    return with(settings.withInit(false, settings.weights, settings.biases));
  }

  /** The weights. */
  public Parameter weight() {
    return weight;
  }

  /** The biases, one for each output channel; empty if there are none. */
  public Optional<Parameter> bias() {
    return bias;
  }

  final Tensor biased(Tensor z) {
    return bias.map(b -> z.add(b.value())).orElse(z);
  }

  /**
   * Throws if an input has not the axes and channels of this layer, or groups that do not divide.
   */
  final void checkInput(Tensor x) {
    if (x.rank() != settings.window.axes() + 2 || x.dim(-1) != settings.in) {
      throw wrongShape(expected(settings.window.axes(), "" + settings.in), x.shape());
    }
    if (settings.in % settings.groups != 0 || settings.out % settings.groups != 0) {
      throw wrongShape(
          "channels that "
              + settings.groups
              + " groups divide ("
              + settings.in
              + " -> "
              + settings.out
              + ")",
          x.shape());
    }
  }

  /** The kind of input that layers with so many spatial axes take. */
  static String expected(int axes, String channels) {
    return switch (axes) {
      case 1 -> "sequences [batch, steps, " + channels + "]";
      case 2 -> "images [batch, height, width, " + channels + "]";
      default -> "[batch, " + axes + " spatial axes, " + channels + "]";
    };
  }

  /** 5x3. */
  static String by(Ints numbers) {
    return Arrays.stream(numbers.toArray())
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("x"));
  }

  @Override
  public String toString() {
    Window plain = Window.of(settings.window.axes());
    StringBuilder s = new StringBuilder(getClass().getSimpleName());
    s.append('(').append(settings.in).append(" -> ").append(settings.out).append(", ");
    s.append(by(settings.kernel));
    if (!settings.window.stride().equals(plain.stride())) {
      s.append(", stride ").append(by(settings.window.stride()));
    }
    if (settings.same) {
      s.append(", same");
    } else if (!settings.window.before().equals(plain.before())) {
      s.append(", padding ").append(by(settings.window.before()));
    }
    if (!settings.window.dilation().equals(plain.dilation())) {
      s.append(", dilation ").append(by(settings.window.dilation()));
    }
    if (settings.groups > 1) {
      s.append(", groups ").append(settings.groups);
    }
    return s.append(bias.isPresent() ? ")" : ", no bias)").toString();
  }
}
