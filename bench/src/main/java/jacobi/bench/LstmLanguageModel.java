package jacobi.bench;

import jacobi.nn.Embedding;
import jacobi.nn.Linear;
import jacobi.nn.Lstm;
import jacobi.nn.Module;
import jacobi.nn.Sequential;

/**
 * A recurrent language model: embeddings, layers of LSTM of the same size, and after each word the
 * next one.
 *
 * @param size of embeddings and states
 * @param length steps of a sequence
 */
public record LstmLanguageModel(
    String id, int layers, int size, int vocabulary, int length, int batch, int steps)
    implements Workload {

  /** Most of it is the last layer; the recurrence is many small products. */
  public static final LstmLanguageModel W4 = new LstmLanguageModel("W4", 2, 200, 10_000, 35, 20, 5);

  /**
   * Large: Zaremba et al. 2014. Not among {@link Workload#all}: a step takes the processor seconds.
   */
  public static final LstmLanguageModel LM =
      new LstmLanguageModel("LM", 2, 1500, 10_000, 35, 20, 5);

  @Override
  public String net() {
    return "LSTM language model, %dx%d, vocabulary %,d, %d steps"
        .formatted(layers, size, vocabulary, length);
  }

  @Override
  public LstmLanguageModel withBatch(int batch) {
    return new LstmLanguageModel(id, layers, size, vocabulary, length, batch, steps);
  }

  @Override
  public Module jacobi() {
    return Sequential.of(
        Embedding.of(vocabulary, size),
        Lstm.of(size, size).layers(layers),
        Linear.of(size, vocabulary));
  }

  @Override
  public int[] input() {
    return new int[] {batch, length};
  }

  @Override
  public int[] labels() {
    return input();
  }

  @Override
  public int classes() {
    return vocabulary;
  }

  @Override
  public Work inference() {
    // Of the embeddings, only the rows asked for are read: they are activations.
    return Work.inference(products(), dense(), activations());
  }

  @Override
  public Work training() {
    return Work.training(3 * products(), dense() + (long) vocabulary * size, activations());
  }

  private long products() {
    long cell = layers * 4L * size * 2 * size;
    return (long) batch * length * (cell + (long) size * vocabulary);
  }

  private long dense() {
    return layers * 4L * size * (2 * size + 1) + (long) vocabulary * (size + 1);
  }

  private long activations() {
    // Of each cell four gates, the state and the output.
    return (long) batch * length * (size + layers * 6L * size + vocabulary);
  }
}
