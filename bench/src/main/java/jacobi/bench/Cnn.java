package jacobi.bench;

import jacobi.nn.Activation;
import jacobi.nn.Conv2d;
import jacobi.nn.Flatten;
import jacobi.nn.Linear;
import jacobi.nn.MaxPool2d;
import jacobi.nn.Module;
import jacobi.nn.Sequential;

/**
 * A network for images of one channel: twice a convolution of 5x5 with padding 2, ReLU and a
 * maximum over 2x2; then a hidden layer of ReLUs and 10 classes.
 *
 * @param side of an image, divisible by 4
 * @param filters of the first convolution; the second has twice as many
 */
public record Cnn(String id, int side, int filters, int hidden, int batch, int steps)
    implements Workload {
  private static final int KERNEL = 5;
  private static final int CLASSES = 10;

  /** Most of it is the second convolution. */
  public static final Cnn W3 = new Cnn("W3", 28, 32, 512, 64, 10);

  @Override
  public String net() {
    return "CNN %1$dx%1$dx1, 5x5x%2$d, 5x5x%3$d, %4$d, 10"
        .formatted(side, filters, 2 * filters, hidden);
  }

  @Override
  public Cnn withBatch(int batch) {
    return new Cnn(id, side, filters, hidden, batch, steps);
  }

  /** Rows and columns of what the dense layers see. */
  public int lastSide() {
    return side / 4;
  }

  @Override
  public Module jacobi() {
    return Sequential.of(
        Conv2d.of(1, filters, KERNEL).padding(KERNEL / 2),
        Activation.relu(),
        MaxPool2d.of(2),
        Conv2d.of(filters, 2 * filters, KERNEL).padding(KERNEL / 2),
        Activation.relu(),
        MaxPool2d.of(2),
        Flatten.of(),
        Linear.of(flat(), hidden),
        Activation.relu(),
        Linear.of(hidden, CLASSES));
  }

  @Override
  public int[] input() {
    return new int[] {batch, side, side, 1};
  }

  @Override
  public int vocabulary() {
    return 0;
  }

  @Override
  public int classes() {
    return CLASSES;
  }

  @Override
  public Work inference() {
    return Work.inference(products(), parameters(), activations());
  }

  @Override
  public Work training() {
    // The gradient of the images is not needed.
    return Work.training(3 * products() - first(), parameters(), activations());
  }

  private int flat() {
    return lastSide() * lastSide() * 2 * filters;
  }

  private long first() {
    return (long) batch * side * side * filters * KERNEL * KERNEL;
  }

  private long products() {
    long second = (long) batch * (side / 2) * (side / 2) * 2 * filters * KERNEL * KERNEL * filters;
    return first() + second + (long) batch * hidden * (flat() + CLASSES);
  }

  private long parameters() {
    long first = (long) filters * (KERNEL * KERNEL + 1);
    long second = 2L * filters * (KERNEL * KERNEL * filters + 1);
    return first + second + (long) hidden * (flat() + 1) + (long) CLASSES * (hidden + 1);
  }

  private long activations() {
    long pixels = (long) side * side;
    // Each convolution's result and its pooled one, a quarter as large.
    long images = pixels * filters + pixels / 4 * filters;
    images += pixels / 4 * 2 * filters + pixels / 16 * 2 * filters;
    return batch * (images + hidden + CLASSES);
  }
}
