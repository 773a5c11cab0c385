package jacobi.bench;

import jacobi.nn.Activation;
import jacobi.nn.Conv2d;
import jacobi.nn.Flatten;
import jacobi.nn.Linear;
import jacobi.nn.MaxPool2d;
import jacobi.nn.Module;
import jacobi.nn.Sequential;
import java.util.ArrayList;
import java.util.List;

/**
 * A network for images: convolutions whose padding keeps the size, each with a ReLU and a maximum
 * over 2x2 behind it; then hidden layers of ReLUs, and the classes.
 *
 * @param side of an image, divisible by 2 for each convolution
 * @param channels of an image
 * @param kernel rows and columns of each filter, odd
 * @param filters of each convolution
 * @param hidden units of each hidden layer
 */
public record Cnn(
    String id,
    int side,
    int channels,
    int kernel,
    List<Integer> filters,
    List<Integer> hidden,
    int classes,
    int batch,
    int steps)
    implements Workload {

  /** Most of it is the second convolution. */
  public static final Cnn W3 = new Cnn("W3", 28, 1, 5, List.of(32, 64), List.of(512), 10, 64, 10);

  /**
   * The network of {@code vgg-imagenet}, at the size of ImageNet's images. Not among {@link
   * Workload#all}: a step takes the processor a minute.
   */
  public static final Cnn E6 =
      new Cnn("E6", 224, 3, 3, List.of(64, 128, 256, 512, 1024), List.of(), 1000, 64, 5);

  /** Copies the lists. */
  public Cnn {
    filters = List.copyOf(filters);
    hidden = List.copyOf(hidden);
  }

  @Override
  public String net() {
    var net = new StringBuilder("CNN %1$dx%1$dx%2$d".formatted(side, channels));
    filters.forEach(f -> net.append(", %1$dx%1$dx%2$d".formatted(kernel, f)));
    hidden.forEach(h -> net.append(", ").append(h));
    return net.append(", ").append(classes).toString();
  }

  @Override
  public Cnn withBatch(int batch) {
    return new Cnn(id, side, channels, kernel, filters, hidden, classes, batch, steps);
  }

  /** Rows and columns of what the dense layers see. */
  public int lastSide() {
    return side >> filters.size();
  }

  /** Where among the parameters the weights of the first dense layer are. */
  public int firstDense() {
    return 2 * filters.size();
  }

  @Override
  public Module jacobi() {
    List<Module> layers = new ArrayList<>();
    int from = channels;
    for (int to : filters) {
      layers.add(Conv2d.of(from, to, kernel).padding(kernel / 2));
      layers.add(Activation.relu());
      layers.add(MaxPool2d.of(2));
      from = to;
    }
    layers.add(Flatten.of());
    from = flat();
    for (int to : hidden) {
      layers.add(Linear.of(from, to));
      layers.add(Activation.relu());
      from = to;
    }
    layers.add(Linear.of(from, classes));
    return Sequential.of(layers);
  }

  @Override
  public int[] input() {
    return new int[] {batch, side, side, channels};
  }

  @Override
  public int vocabulary() {
    return 0;
  }

  @Override
  public Work inference() {
    return count().inference();
  }

  @Override
  public Work training() {
    return count().training();
  }

  private int flat() {
    return lastSide() * lastSide() * filters.getLast();
  }

  private Count count() {
    var count = new Count();
    int from = channels;
    long pixels = (long) side * side;
    for (int to : filters) {
      count.layer(batch * pixels, (long) kernel * kernel * from, to);
      // What the next one sees: a quarter as large.
      pixels /= 4;
      count.activations += batch * pixels * to;
      from = to;
    }
    from = flat();
    for (int to : hidden) {
      count.layer(batch, from, to);
      from = to;
    }
    count.layer(batch, from, classes);
    return count;
  }

  /** Sums over the layers. */
  private static final class Count {
    private long first;
    private long products;
    private long parameters;
    private long activations;

    void layer(long rows, long inputs, long outputs) {
      if (products == 0) {
        first = rows * inputs * outputs;
      }
      products += rows * inputs * outputs;
      parameters += (inputs + 1) * outputs;
      activations += rows * outputs;
    }

    Work inference() {
      return Work.inference(products, parameters, activations);
    }

    Work training() {
      // The gradient of the images is not needed.
      return Work.training(3 * products - first, parameters, activations);
    }
  }
}
