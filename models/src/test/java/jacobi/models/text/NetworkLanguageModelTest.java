package jacobi.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.Tensor;
import jacobi.graph.JacobiException;
import jacobi.graph.ShapeException;
import jacobi.nn.Activation;
import jacobi.nn.Dropout;
import jacobi.nn.Embedding;
import jacobi.nn.Flatten;
import jacobi.nn.Gru;
import jacobi.nn.Linear;
import jacobi.nn.Lstm;
import jacobi.nn.Module;
import jacobi.nn.Rnn;
import jacobi.nn.Sequential;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkLanguageModelTest {
  private static final int V = 11;
  private static final int[] TEXT = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 10, 0};

  private static Module init(Module... layers) {
    Module net = Sequential.of(layers);
    net.init(4);
    return net;
  }

  /** What a network puts out for these ids, as probabilities of the last token. */
  private static double[] probabilities(Module net, int... ids) {
    float[] x = new float[ids.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = ids[i];
    }
    double[] y = net.apply(Tensor.of(x, 1, x.length)).softmax(-1).toDoubles();
    return Arrays.copyOfRange(y, y.length - V, y.length);
  }

  @Test
  void recurrentNetworksReadOneTokenAtATimeAsTheyReadAllAtOnce() {
    List<Module> nets =
        List.of(
            init(Embedding.of(V, 6), Lstm.of(6, 9).layers(2), Dropout.of(.5), Linear.of(9, V)),
            init(Embedding.of(V, 6), Gru.of(6, 9), Rnn.of(9, 7), Linear.of(7, V)));
    for (Module net : nets) {
      LanguageModel model = NetworkLanguageModel.recurrent(net, V, 2);
      LanguageModel.Cursor cursor = model.cursor();
      for (int round = 0; round < 2; round++) {
        double[] p = new double[V];
        for (int n = 0; n <= TEXT.length; n++) {
          int[] all = new int[n + 1];
          all[0] = 2;
          System.arraycopy(TEXT, 0, all, 1, n);
          cursor.distribution(p);
          assertThat(p).containsExactly(probabilities(net, all), within(1e-6));
          assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
          assertThat(cursor.probability(5)).isEqualTo(p[5]);
          if (n < TEXT.length) {
            cursor.push(TEXT[n]);
          }
        }
        cursor.restart();
      }
    }
  }

  @Test
  void cursorsDoNotDisturbEachOther() {
    Module net = init(Embedding.of(V, 4), Rnn.of(4, 5), Linear.of(5, V));
    LanguageModel model = NetworkLanguageModel.recurrent(net, V, 0);
    LanguageModel.Cursor one = model.cursor();
    one.push(3);
    LanguageModel.Cursor other = model.cursor();
    other.push(7);
    one.push(4);
    double[] p = new double[V];
    one.distribution(p);
    assertThat(p).containsExactly(probabilities(net, 0, 3, 4), within(1e-6));
    other.distribution(p);
    assertThat(p).containsExactly(probabilities(net, 0, 7), within(1e-6));
  }

  private static Module window(int n) {
    return init(
        Embedding.of(V, 4), Flatten.of(), Linear.of(4 * n, 8), Activation.tanh(), Linear.of(8, V));
  }

  @Test
  void windowNetworksSeeTheLastTokens() {
    Module net = window(3);
    LanguageModel.Cursor cursor = NetworkLanguageModel.window(net, V, 3, 1).cursor();
    double[] p = new double[V];
    cursor.distribution(p);
    assertThat(p).containsExactly(probabilities(net, 1, 1, 1), within(1e-6));
    cursor.push(7);
    cursor.distribution(p);
    assertThat(p).containsExactly(probabilities(net, 1, 1, 7), within(1e-6));
    for (int token : TEXT) {
      cursor.push(token);
    }
    cursor.distribution(p);
    assertThat(p).containsExactly(probabilities(net, 7, 10, 0), within(1e-6));
    assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
    cursor.restart();
    assertThat(cursor.probability(4)).isCloseTo(probabilities(net, 1, 1, 1)[4], within(1e-6));
  }

  @Test
  void probabilitiesFollowParametersThatChange() {
    Module net = window(2);
    LanguageModel model = NetworkLanguageModel.window(net, V, 2, 0);
    LanguageModel.Cursor cursor = model.cursor();
    double before = cursor.probability(3);
    net.init(77);
    cursor.restart();
    assertThat(cursor.probability(3)).isNotEqualTo(before);
    assertThat(cursor.probability(3)).isCloseTo(probabilities(net, 0, 0)[3], within(1e-6));
  }

  @Test
  void mixtureWithNgramsSumsToOneInEveryContext() {
    Mixture mixture =
        new Mixture(
            NetworkLanguageModel.window(window(2), V, 2, 0),
            KneserNey.of(NgramCounts.of(3, V).add(TEXT)),
            .6);
    for (int n = 0; n < TEXT.length; n++) {
      double[] p = mixture.distributionAfter(Arrays.copyOf(TEXT, n));
      assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
    }
    assertThat(mixture.perplexityOf(TEXT)).isGreaterThan(1).isLessThan(V);
  }

  @Test
  void refusesNetworksThatAreNoLanguageModels() {
    assertThatThrownBy(() -> NetworkLanguageModel.window(window(3), 12, 3, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining(
            "a window language model of 12 tokens maps [1, 3] to [1, 12], this network to [1, 11]");
    assertThatThrownBy(() -> NetworkLanguageModel.window(window(3), V, 3, 11))
        .isInstanceOf(JacobiException.class)
        .hasMessage("there is no token 11, expected 0 to 10");
    LanguageModel.Cursor cursor = NetworkLanguageModel.window(window(3), V, 3, 0).cursor();
    assertThatThrownBy(() -> cursor.push(-1))
        .isInstanceOf(JacobiException.class)
        .hasMessage("there is no token -1, expected 0 to 10");
  }
}
