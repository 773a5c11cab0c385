package examples;

import static jacobi.nn.loss.Losses.binaryCrossEntropy;
import static jacobi.nn.loss.Losses.crossEntropy;

import jacobi.data.Split;
import jacobi.data.text.SkipGramPairs;
import jacobi.data.text.TextColumns;
import jacobi.data.text.TextSource;
import jacobi.data.text.Texts;
import jacobi.data.text.TokenEncoding;
import jacobi.data.text.VocabularyCounter;
import jacobi.data.text.WordRule;
import jacobi.data.text.WordTokenizer;
import jacobi.data.text.WordVectors;
import jacobi.models.text.SkipGram;
import jacobi.nn.Branches;
import jacobi.nn.Embedding;
import jacobi.nn.GlobalPool;
import jacobi.nn.Linear;
import jacobi.nn.Sequential;
import jacobi.nn.optim.Adagrad;
import jacobi.nn.optim.Adam;
import jacobi.train.Scores;
import jacobi.train.TokenVectors;
import jacobi.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Texts: a classifier, and vectors of their words. */
public final class Reviews {
  private Reviews() {}

  private static TokenEncoding encoding(List<String> texts) {
    var counter = new VocabularyCounter();
    texts.forEach(text -> counter.addAll(WordTokenizer.words(text, WordRule.WORDS, true)));
    return new TokenEncoding(new WordTokenizer(counter.vocabulary(), WordRule.WORDS, true), 200);
  }

  /** Learns the classes of a CSV file with the columns "review" and "stars"; the test's scores. */
  public static Scores classify(Path file) throws IOException {
    // text.md
    var texts = Texts.read(TextSource.csv(file, new TextColumns("review", "stars")));
    var data = Texts.encode(texts.split(.6, .2, .2, 1), train -> encoding(Texts.of(train)));
    int words = encoding(Texts.of(data.train())).tokenizer().size();
    var net =
        Sequential.of(
            Embedding.of(words, 16),
            Branches.of(GlobalPool.mean(), GlobalPool.max()),
            Linear.of(32, texts.classNames().size()));
    var fit = Trainer.of(net, crossEntropy(), Adam.of(.01)).batchSize(8).buckets(2).fit(data);
    System.out.println(fit.evaluate(data.test()));
    // end
    return fit.evaluate(data.test());
  }

  /** Learns vectors of the words of texts. */
  public static WordVectors vectors(List<String> texts) {
    // text.md
    var words = encoding(texts);
    var pairs = SkipGramPairs.of("reviews", texts, words, new SkipGramPairs.Settings(5, 5, 0, 1));
    var net = SkipGram.of(words.tokenizer().size(), 100);
    Trainer.of(net, binaryCrossEntropy(), Adagrad.of(.1))
        .fit(Split.of(pairs, pairs.range(0, 0), pairs.range(0, 0)));
    var vectors = TokenVectors.of(net, Optional.of(words)).orElseThrow();
    System.out.println(vectors.nearest("film", 3));
    // end
    return vectors;
  }
}
