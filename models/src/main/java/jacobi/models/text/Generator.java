package jacobi.models.text;

import jacobi.data.text.Tokenizer;
import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Draws text from a language model. Settings are given one by one and return a generator:
 *
 * <pre>{@code
 * String text = Generator.of(model, tokenizer).temperature(.8).topK(40).seed(7).generate("ROMEO:", 200);
 * }</pre>
 *
 * <p>Each token is drawn from the model's probabilities: first those of tokens that must not come
 * become 0, then temperature, then top-k, then top-p ({@link Sampling}). The same seed gives the
 * same text. A generator is a value, and may be used by several threads at once.
 */
public final class Generator {
  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final Sampling sampling;
  private final long seed;
  private final int[] forbidden;
  private final Optional<String> stop;
  private final OptionalInt stopToken;
  private final OptionalInt lineBreak;

  private Generator(
      LanguageModel model,
      Tokenizer tokenizer,
      Sampling sampling,
      long seed,
      int[] forbidden,
      Optional<String> stop,
      OptionalInt stopToken,
      OptionalInt lineBreak) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.sampling = sampling;
    this.seed = seed;
    this.forbidden = forbidden;
    this.stop = stop;
    this.stopToken = stopToken;
    this.lineBreak = lineBreak;
  }

  /**
   * One that draws from all of the model's probabilities, with seed 0. The unknown token of words
   * and characters is never drawn unless {@link #allowUnknown} is asked for.
   *
   * @throws JacobiException if the tokeniser's tokens are not as many as the model's
   */
  public static Generator of(LanguageModel model, Tokenizer tokenizer) {
    if (model.vocabularySize() != tokenizer.size()) {
      throw new JacobiException(
          String.format(
              "the model knows %d tokens, the tokeniser %d: expected those it was trained with",
              model.vocabularySize(), tokenizer.size()));
    }
    return new Generator(
        model,
        tokenizer,
        Sampling.ALL,
        0,
        Prompts.unknown(tokenizer).stream().toArray(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  private Generator with(Sampling changed) {
    return new Generator(model, tokenizer, changed, seed, forbidden, stop, stopToken, lineBreak);
  }

  /** Always takes the most likely token. */
  public Generator greedy() {
    return with(Sampling.GREEDY);
  }

  /**
   * Draws by p^(1/t): below 1 likely tokens become likelier; default 1.
   *
   * @param t above 0
   */
  public Generator temperature(double t) {
    return with(sampling.temperature(t));
  }

  /** Draws from the k most likely tokens only; 0, the default, from all. */
  public Generator topK(int k) {
    return with(sampling.topK(k));
  }

  /**
   * Draws from the fewest most likely tokens that together have at least this probability (nucleus
   * sampling, Holtzman et al. 2020); 1, the default, from all.
   */
  public Generator topP(double p) {
    return with(sampling.topP(p));
  }

  /** Another seed gives another text; default 0. */
  public Generator seed(long value) {
    return new Generator(model, tokenizer, sampling, value, forbidden, stop, stopToken, lineBreak);
  }

  /** Also ends where this comes up in what is generated; it is not put out. */
  public Generator stop(String text) {
    if (text.isEmpty()) {
      throw new JacobiException("the text to stop at is empty");
    }
    return new Generator(
        model, tokenizer, sampling, seed, forbidden, Optional.of(text), stopToken, lineBreak);
  }

  /** Also ends where this token comes up, the one that ends sentences say; it is not put out. */
  public Generator stopToken(int token) {
    tokenizer.token(token);
    return new Generator(
        model, tokenizer, sampling, seed, forbidden, stop, OptionalInt.of(token), lineBreak);
  }

  /** Writes this token, which stands at the ends of lines, as a line break. */
  public Generator lineBreak(int token) {
    tokenizer.token(token);
    return new Generator(
        model, tokenizer, sampling, seed, forbidden, stop, stopToken, OptionalInt.of(token));
  }

  /** Never draws these tokens. */
  public Generator never(int... tokens) {
    Arrays.stream(tokens).forEach(tokenizer::token);
    int[] all = Arrays.copyOf(forbidden, forbidden.length + tokens.length);
    System.arraycopy(tokens, 0, all, forbidden.length, tokens.length);
    return new Generator(model, tokenizer, sampling, seed, all, stop, stopToken, lineBreak);
  }

  /** Draws the unknown token, too. */
  public Generator allowUnknown() {
    OptionalInt unknown = Prompts.unknown(tokenizer);
    int[] rest =
        Arrays.stream(forbidden)
            .filter(t -> unknown.isEmpty() || t != unknown.getAsInt())
            .toArray();
    return new Generator(model, tokenizer, sampling, seed, rest, stop, stopToken, lineBreak);
  }

  /**
   * Finds out whether {@link #generate(String, int)} would refuse these, before anything is
   * written.
   *
   * @throws JacobiException if so
   */
  public void check(String prompt, int tokens) {
    checked(prompt, tokens);
  }

  /** The ids of the prompt. */
  private int[] checked(String prompt, int tokens) {
    if (tokens < 0) {
      throw new JacobiException("cannot generate " + tokens + " tokens, expected 0 or more");
    }
    return Prompts.encode(tokenizer, prompt);
  }

  /** The text that goes on from a prompt, without it. */
  public String generate(String prompt, int tokens) {
    StringBuilder text = new StringBuilder();
    generate(prompt, tokens, text::append);
    return text.toString();
  }

  /**
   * As {@link #generate(String, int)}, handing the text on piece by piece as it comes.
   *
   * @param prompt what the text begins with; may be empty. Unknown words become the unknown token
   * @param tokens how many to draw at most
   * @param out receives the text, in pieces that are not empty
   * @throws JacobiException if the prompt has a character that a model of characters does not know
   */
  public void generate(String prompt, int tokens, Consumer<String> out) {
    int[] begun = checked(prompt, tokens);
    LanguageModel.Cursor cursor = model.cursor();
    for (int id : begun) {
      cursor.push(id);
    }
    TextPieces pieces = new TextPieces(tokenizer, begun, stop, lineBreak, out);
    SplittableRandom random = new SplittableRandom(seed);
    double[] p = new double[model.vocabularySize()];
    for (int i = 0; i < tokens; i++) {
      allowed(cursor, p);
      int id = sampling.draw(p, random);
      if (stopToken.isPresent() && stopToken.getAsInt() == id) {
        break;
      }
      if (!pieces.add(id)) {
        return;
      }
      if (i + 1 < tokens) {
        cursor.push(id);
      }
    }
    pieces.end();
  }

  private void allowed(LanguageModel.Cursor cursor, double[] p) {
    cursor.distribution(p);
    for (int id : forbidden) {
      p[id] = 0;
    }
  }

  /**
   * A token that may come next.
   *
   * @param text as the tokeniser writes it
   * @param probability the model's, whatever the generator's settings
   */
  public record Next(int id, String text, double probability) {}

  /**
   * The most likely tokens after a prompt, the likeliest first, the unknown one among them.
   *
   * @param count how many at most
   */
  public List<Next> next(String prompt, int count) {
    if (count < 0) {
      throw new JacobiException("cannot list " + count + " tokens, expected 0 or more");
    }
    double[] p = model.distributionAfter(Prompts.encode(tokenizer, prompt));
    List<Next> table = new ArrayList<>();
    for (int id : Sampling.mostLikely(p, count)) {
      table.add(new Next(id, tokenizer.token(id), p[id]));
    }
    return table;
  }
}
