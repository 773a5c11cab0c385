package jacobi.models.text;

import jacobi.data.Dataset;
import jacobi.data.Encoding;
import jacobi.data.Targets;
import jacobi.data.text.CharacterTokenizer;
import jacobi.data.text.TokenEncoding;
import jacobi.data.text.Tokenizer;
import jacobi.graph.Shape;
import jacobi.nn.Module;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What data asks of a network that is to model language: examples are ids of tokens, and the class
 * to predict, of each example or of each of its steps, is the token that comes next.
 *
 * @param window how many tokens a network sees; 0 if it reads them one by one
 * @param start the token before a text begins: the one that begins sentences, else the one that
 *     ends them, else a line break, else that of id 0
 * @param end the token that stands at the ends of lines, if there is one
 * @param sentences whether each line is a text of its own
 */
public record LanguageTask(
    Tokenizer tokenizer, int window, int start, OptionalInt end, boolean sentences) {

  /** The task of a data set; empty if it is another than to predict the next token. */
  public static Optional<LanguageTask> of(Dataset examples) {
    return of(
        examples.featureShape(), examples.targets(), examples.encoding(), areSentences(examples));
  }

  /**
   * As {@link #of(Dataset)}.
   *
   * @param example shape of an example
   * @param sentences whether each line is a text of its own
   */
  public static Optional<LanguageTask> of(
      Shape example, Targets targets, Optional<Encoding> encoding, boolean sentences) {
    if (encoding.isPresent()
        && encoding.get() instanceof TokenEncoding tokens
        && targets.one() instanceof Targets.Classes classes
        && classes.names().equals(tokens.tokenizer().tokens())
        && example.rank() == 1) {
      int window = targets instanceof Targets.EachStep ? 0 : example.dim(0);
      Tokenizer t = tokens.tokenizer();
      OptionalInt end = t.id("</s>");
      int start = first(t.id("<s>"), end, t.id("\n")).orElse(0);
      return Optional.of(new LanguageTask(t, window, start, end, sentences));
    }
    return Optional.empty();
  }

  /** Whether each example of language data is a text of its own. */
  static boolean areSentences(Dataset examples) {
    return examples.targets() instanceof Targets.EachStep && !examples.continues();
  }

  private static OptionalInt first(OptionalInt... ids) {
    return Stream.of(ids).filter(OptionalInt::isPresent).findFirst().orElse(OptionalInt.empty());
  }

  /** Whether tokens are characters, of which a text has many. */
  public boolean isOfCharacters() {
    return tokenizer instanceof CharacterTokenizer;
  }

  /** A network that was, or is being, trained on such data. */
  public LanguageModel model(Module net) {
    return window > 0
        ? NetworkLanguageModel.window(net, tokenizer.size(), window, start)
        : NetworkLanguageModel.recurrent(net, tokenizer.size(), start);
  }

  /**
   * Draws text from a model: where each line is a text of its own, until the token that ends it;
   * elsewhere that token is a line break. A token that begins sentences never comes.
   */
  public Generator generator(LanguageModel model) {
    Generator g = Generator.of(model, tokenizer);
    OptionalInt begin = tokenizer.id("<s>");
    g = begin.isPresent() ? g.never(begin.getAsInt()) : g;
    if (end.isEmpty()) {
      return g;
    }
    return sentences ? g.stopToken(end.getAsInt()) : g.lineBreak(end.getAsInt());
  }
}
