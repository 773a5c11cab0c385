package jacobi.bench;

import jacobi.nn.Activation;
import jacobi.nn.Embedding;
import jacobi.nn.Flatten;
import jacobi.nn.Linear;
import jacobi.nn.Module;
import jacobi.nn.Sequential;

/**
 * A feedforward language model (Bengio et al. 2003): the embeddings of the last words side by side,
 * one hidden layer of sigmoids, the next word.
 *
 * @param window words it sees
 * @param size of an embedding
 */
public record WindowLanguageModel(
    String id, int window, int size, int hidden, int vocabulary, int batch, int steps)
    implements Workload {

  /** Most of it is the last layer and Adam. */
  public static final WindowLanguageModel W5 =
      new WindowLanguageModel("W5", 5, 60, 100, 16_384, 128, 20);

  @Override
  public String net() {
    return "feedforward language model, %d words x %d, %d hidden, vocabulary %,d"
        .formatted(window, size, hidden, vocabulary);
  }

  @Override
  public WindowLanguageModel withBatch(int batch) {
    return new WindowLanguageModel(id, window, size, hidden, vocabulary, batch, steps);
  }

  @Override
  public Module jacobi() {
    return Sequential.of(
        Embedding.of(vocabulary, size),
        Flatten.of(),
        Linear.of(window * size, hidden),
        Activation.sigmoid(),
        Linear.of(hidden, vocabulary));
  }

  @Override
  public int[] input() {
    return new int[] {batch, window};
  }

  @Override
  public int classes() {
    return vocabulary;
  }

  @Override
  public Work inference() {
    // Of the embeddings, only the rows asked for are read: they are activations.
    return Work.inference(products(), layers(), activations());
  }

  @Override
  public Work training() {
    return Work.training(3 * products(), layers() + (long) vocabulary * size, activations());
  }

  private long products() {
    return (long) batch * hidden * (window * size + vocabulary);
  }

  private long layers() {
    return (long) hidden * (window * size + 1) + (long) vocabulary * (hidden + 1);
  }

  private long activations() {
    return (long) batch * (window * size + hidden + vocabulary);
  }
}
