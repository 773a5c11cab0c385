package jacobi.bench;

import jacobi.nn.Activation;
import jacobi.nn.Linear;
import jacobi.nn.Module;
import jacobi.nn.Sequential;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A multilayer perceptron with ReLU between its layers.
 *
 * @param sizes units of each layer, the input first
 */
public record Mlp(String id, int[] sizes, int batch, int steps) implements Workload {

  /** Small enough that overheads dominate. */
  public static final Mlp W1 = new Mlp("W1", new int[] {784, 128, 10}, 64, 300);

  /** Large enough that matrix products dominate. */
  public static final Mlp W2 = new Mlp("W2", new int[] {784, 1024, 1024, 10}, 128, 20);

  @Override
  public String net() {
    return Arrays.stream(sizes)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("-", "MLP ", ""));
  }

  @Override
  public Mlp withBatch(int batch) {
    return new Mlp(id, sizes, batch, steps);
  }

  @Override
  public Module jacobi() {
    List<Module> layers = new ArrayList<>();
    for (int i = 0; i + 1 < sizes.length; i++) {
      if (i > 0) {
        layers.add(Activation.relu());
      }
      layers.add(Linear.of(sizes[i], sizes[i + 1]));
    }
    return Sequential.of(layers);
  }

  @Override
  public int[] input() {
    return new int[] {batch, sizes[0]};
  }

  @Override
  public int vocabulary() {
    return 0;
  }

  @Override
  public int classes() {
    return sizes[sizes.length - 1];
  }

  @Override
  public Work inference() {
    return Work.inference(products(), parameters(), activations());
  }

  @Override
  public Work training() {
    // The gradient of the input itself is not needed.
    long multiplyAdds = 3 * products() - (long) batch * sizes[0] * sizes[1];
    return Work.training(multiplyAdds, parameters(), activations());
  }

  private long products() {
    long sum = 0;
    for (int i = 0; i + 1 < sizes.length; i++) {
      sum += (long) batch * sizes[i] * sizes[i + 1];
    }
    return sum;
  }

  private long parameters() {
    return products() / batch + Arrays.stream(sizes).skip(1).sum();
  }

  private long activations() {
    return (long) batch * Arrays.stream(sizes).skip(1).sum();
  }
}
