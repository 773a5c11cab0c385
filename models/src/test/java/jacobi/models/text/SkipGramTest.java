package jacobi.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.Tensor;
import jacobi.data.Split;
import jacobi.data.text.Neighbour;
import jacobi.data.text.SkipGramPairs;
import jacobi.data.text.WordVectors;
import jacobi.graph.ShapeException;
import jacobi.nn.loss.Losses;
import jacobi.nn.optim.Adagrad;
import jacobi.train.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SkipGramTest {
  @Test
  void aLogitIsTheProductOfBothVectors() {
    SkipGram net = SkipGram.of(3, 2);
    net.init(0);
    assertThat(net.apply(Tensor.of(new float[] {0, 1, 2}, 1, 3)).toFloats()).containsExactly(0, 0);
    net.vectors().weight().assign(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
    net.parameters().get("out.weight").assign(Tensor.of(new float[] {7, 8, 9, 10, 11, 12}, 3, 2));
    float[] logits = net.apply(Tensor.of(new float[] {0, 1, 2, 2, 0, 0}, 2, 3)).toFloats();
    assertThat(logits).containsExactly(29, 35, 83, 83);
  }

  @Test
  void vectorsStartSmallAndByTheSeed() {
    SkipGram net = SkipGram.of(20, 10);
    net.init(4);
    for (float x : net.vectors().weight().value().toFloats()) {
      assertThat(x).isCloseTo(0, within(0.05f));
    }
  }

  /** Words 0 to 4 stand with each other, and so do 5 to 9. */
  private static SkipGramPairs twoTopics() {
    SplittableRandom random = new SplittableRandom(1);
    int[][] texts = new int[300][];
    Arrays.setAll(texts, i -> random.ints(10, i % 2 * 5, i % 2 * 5 + 5).toArray());
    return SkipGramPairs.of("topics", texts, 10, new SkipGramPairs.Settings(3, 4, 0, 1));
  }

  private static float[] train() {
    SkipGramPairs pairs = twoTopics();
    SkipGram net = SkipGram.of(10, 8);
    Trainer.of(net, Losses.binaryCrossEntropy(), Adagrad.of(0.2))
        .epochs(3)
        .batchSize(64)
        .seed(1)
        .fit(Split.of(pairs, pairs.range(0, 0), pairs.range(0, 0)));
    return net.vectors().weight().value().toFloats();
  }

  @Test
  void wordsOfOneTopicComeNear() {
    List<String> words = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    WordVectors vectors = new WordVectors(words, 8, train());
    for (int w = 0; w < 10; w++) {
      int topic = w / 5;
      assertThat(vectors.nearest(words.get(w), 4))
          .extracting(Neighbour::word)
          .allSatisfy(near -> assertThat(Integer.parseInt(near) / 5).isEqualTo(topic));
    }
  }

  @Test
  void trainsToTheSameBitsAgain() {
    assertThat(train()).containsExactly(train());
  }

  @Test
  void refusesWordsWithoutOthers() {
    assertThatThrownBy(() -> SkipGram.of(3, 2).apply(Tensor.of(new float[] {0, 1}, 2, 1)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[batch, 1 + others]");
  }
}
