package jacobi.models.text;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.Variable;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import jacobi.graph.ShapeException;
import jacobi.nn.Module;
import jacobi.nn.Phase;
import jacobi.nn.States;
import java.util.Arrays;
import java.util.List;

/**
 * A network as a language model: its outputs are the logits (or log probabilities) of the tokens.
 *
 * <ul>
 *   <li>A <i>window</i> network reads the ids of the last n tokens, [batch, n], and puts out
 *       [batch, vocabulary]: it is applied to all n for each token (Bengio et al. 2003).
 *   <li>A <i>recurrent</i> network reads ids [batch, steps] and puts out [batch, steps,
 *       vocabulary]: for each token it is applied to that one alone, and its state is carried on
 *       ({@link States}).
 * </ul>
 *
 * <p>At the beginning of a text a window network sees one given token in place of those that are
 * not there, and a recurrent one has read that token. Parameters are read afresh at each token, so
 * a network may go on learning.
 */
public final class NetworkLanguageModel implements LanguageModel {
  private final Module net;
  private final int vocabularySize;
  private final int window;
  private final int start;

  private NetworkLanguageModel(Module net, int vocabularySize, int window, int start) {
    this.net = net;
    this.vocabularySize = vocabularySize;
    this.window = window;
    this.start = start;
    checked(start);
    Shape in = window > 0 ? Shape.of(1, window) : Shape.of(1, 1);
    Shape out = net.outputShape(in);
    Shape wanted = window > 0 ? Shape.of(1, vocabularySize) : Shape.of(1, 1, vocabularySize);
    if (!out.equals(wanted)) {
      throw new ShapeException(
          String.format(
              "a %s language model of %d tokens maps %s to %s, this network to %s",
              window > 0 ? "window" : "recurrent", vocabularySize, in, wanted, out));
    }
  }

  /**
   * A network that sees the last tokens.
   *
   * @param window how many
   * @param start the token before a text begins
   * @throws ShapeException if it does not map [1, window] to [1, vocabularySize]
   */
  public static NetworkLanguageModel window(Module net, int vocabularySize, int window, int start) {
    if (window < 1) {
      throw new JacobiException("a window of " + window + " tokens, expected at least 1");
    }
    return new NetworkLanguageModel(net, vocabularySize, window, start);
  }

  /**
   * A network that reads one token after the other.
   *
   * @param start the token before a text begins
   * @throws ShapeException if it does not map [1, 1] to [1, 1, vocabularySize]
   */
  public static NetworkLanguageModel recurrent(Module net, int vocabularySize, int start) {
    return new NetworkLanguageModel(net, vocabularySize, 0, start);
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }

  @Override
  public Cursor cursor() {
    return window > 0 ? new Window() : new Carried();
  }

  private int checked(int token) {
    if (token < 0 || token >= vocabularySize) {
      throw new JacobiException(
          String.format("there is no token %d, expected 0 to %d", token, vocabularySize - 1));
    }
    return token;
  }

  /** What both kinds do with the network's output. */
  private abstract class NetworkCursor implements Cursor {
    private final float[] ids;
    private final Variable input;
    private final Compiled step;
    private float[] probabilities = new float[0];

    NetworkCursor(int inputs) {
      ids = new float[inputs];
      input = Variable.of("tokens", Jacobi.zeros(1, inputs));
      step = Jacobi.compiledAll(_ -> List.of(probabilities(input.value())));
    }

    private Tensor probabilities(Tensor x) {
      return Phase.inference(() -> apply(x)).reshape(vocabularySize).softmax(-1);
    }

    abstract Tensor apply(Tensor x);

    final float[] ids() {
      return ids;
    }

    /** Applies the network to the ids. */
    final void compute() {
      input.write(ids);
      probabilities = step.callAll().getFirst().toFloats();
    }

    /** Probabilities of what comes next. */
    abstract float[] present();

    final float[] last() {
      return probabilities;
    }

    @Override
    public void distribution(double[] into) {
      float[] p = present();
      double sum = 0;
      for (int i = 0; i < p.length; i++) {
        sum += p[i];
      }
      // Single precision leaves the sum a few millionths off 1.
      for (int i = 0; i < p.length; i++) {
        into[i] = p[i] / sum;
      }
    }

    @Override
    public double probability(int token) {
      checked(token);
      float[] p = present();
      double sum = 0;
      for (float each : p) {
        sum += each;
      }
      return p[token] / sum;
    }
  }

  /** Applied to all tokens of the window, when it is asked for. */
  private final class Window extends NetworkCursor {
    private boolean current;

    Window() {
      super(window);
      restart();
    }

    @Override
    Tensor apply(Tensor x) {
      return net.apply(x);
    }

    @Override
    public void restart() {
      Arrays.fill(ids(), start);
      current = false;
    }

    @Override
    public void push(int token) {
      System.arraycopy(ids(), 1, ids(), 0, window - 1);
      ids()[window - 1] = checked(token);
      current = false;
    }

    @Override
    float[] present() {
      if (!current) {
        compute();
        current = true;
      }
      return last();
    }
  }

  /** Applied to each token as it comes. */
  private final class Carried extends NetworkCursor {
    private final States states = States.of(1);

    Carried() {
      super(1);
      push(start);
    }

    @Override
    Tensor apply(Tensor x) {
      return States.with(states, () -> net.apply(x));
    }

    @Override
    public void restart() {
      states.restart();
      push(start);
    }

    @Override
    public void push(int token) {
      ids()[0] = checked(token);
      compute();
    }

    @Override
    float[] present() {
      return last();
    }
  }
}
