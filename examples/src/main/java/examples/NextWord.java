package examples;

import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.data.text.VocabularyCounter;
import jacobi.data.text.WordRule;
import jacobi.data.text.WordTokenizer;
import jacobi.models.text.Generator;
import jacobi.models.text.KneserNey;
import jacobi.models.text.LanguageModel;
import jacobi.models.text.Mixture;
import jacobi.models.text.NetworkLanguageModel;
import jacobi.models.text.NgramCounts;
import jacobi.nn.Embedding;
import jacobi.nn.Linear;
import jacobi.nn.Rnn;
import jacobi.nn.Sequential;
import jacobi.nn.loss.Losses;
import jacobi.nn.optim.Adam;
import jacobi.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Language models: n-grams and a recurrent network, mixed; the next word, and generated text. */
public final class NextWord {
  private NextWord() {}

  /** Returns what three models write after "the cat". */
  public static List<String> run(Path folder) throws IOException {
    String text = "the cat sees the dog . the dog sees the cat . the cat runs . the dog runs .";
    var counter = new VocabularyCounter();
    counter.addAll(WordRule.WHITE_SPACE.split(text));
    var words = new WordTokenizer(counter.vocabulary(), WordRule.WHITE_SPACE, false);
    int[] ids = words.encode(text);

    KneserNey trigrams = KneserNey.of(NgramCounts.of(3, words.size()).add(ids));
    trigrams.save(folder.resolve("trigrams"));
    trigrams = KneserNey.load(folder.resolve("trigrams"));

    // A network learns from windows of three words which comes next.
    float[][] windows = new float[ids.length - 3][3];
    int[] next = new int[windows.length];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = new float[] {ids[i], ids[i + 1], ids[i + 2]};
      next[i] = ids[i + 3];
    }
    Dataset data = Dataset.of(windows, next, words.vocabulary().tokens());
    var net =
        Sequential.of(
            Embedding.of(words.size(), 8), Rnn.of(8, 16).last(), Linear.of(16, words.size()));
    Trainer.of(net, Losses.crossEntropy(), Adam.of(1e-2))
        .epochs(30)
        .fit(Split.of(data, data.range(0, 0), data.range(0, 0)));
    LanguageModel network =
        NetworkLanguageModel.window(net, words.size(), 3, words.vocabulary().id("."));
    LanguageModel both = new Mixture(network, trigrams, .5);

    for (Generator.Next n : Generator.of(both, words).next("the cat", 3)) {
      System.out.printf("%.3f %s%n", n.probability(), n.text());
    }
    return List.of(
        Generator.of(trigrams, words).greedy().stop(".").generate("the cat", 10),
        Generator.of(network, words).temperature(.8).seed(7).generate("the cat", 10),
        Generator.of(both, words).topK(3).topP(.9).generate("the cat", 10));
  }
}
