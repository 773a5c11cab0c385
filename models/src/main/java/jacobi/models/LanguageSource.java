package jacobi.models;

import jacobi.data.Dataset;
import jacobi.data.Encoding;
import jacobi.data.Split;
import jacobi.data.Targets;
import jacobi.data.text.RunningText;
import jacobi.data.text.TextColumns;
import jacobi.data.text.TextSource;
import jacobi.data.text.TokenEncoding;
import jacobi.graph.JacobiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One long text whose next token is to be predicted.
 *
 * @param format of the file; a text is what its examples say one after the other
 * @param column which column or field holds the text, where the format has some
 * @param lineEnd whether the end of an example is a token
 * @param ngrams orders of the n-gram models to compare with
 * @param encoding the tokens, fitted; empty before
 */
record LanguageSource(
    String path,
    String format,
    String column,
    TokenPlan tokens,
    View view,
    boolean lineEnd,
    List<Integer> ngrams,
    Optional<TokenEncoding> encoding)
    implements Source {
  private static final List<String> FORMATS = List.of("lines", "tsv", "csv", "jsonl", "folder");

  /** The token at the end of a line, and before the first. */
  private static final String END = "</s>";

  /** How the text becomes examples. */
  sealed interface View {
    /** Each token with so many before it. */
    record Window(int tokens) implements View {}

    /** Segments that go on one from another. */
    record Steps(int tokens) implements View {}

    /** Line by line. */
    record Sentences() implements View {}
  }

  static LanguageSource of(SpecNode s) {
    String format = s.oneOf("format", "lines", FORMATS);
    String column = s.text("text", format.equals("jsonl") ? "text" : "0");
    View view = view(s);
    TokenPlan tokens = TokenPlan.of(s, 0);
    boolean sentences = view instanceof View.Sentences;
    if (!sentences && tokens.maxTokens() > 0) {
      throw s.wrong("maxTokens", "is for sentences: true, running text is not cut off");
    }
    boolean lineEnd = s.flag("lineEnd", sentences);
    if (sentences && !lineEnd) {
      throw s.wrong("lineEnd", "is false, but sentences begin and end with it");
    }
    if (!sentences && lineEnd && !tokens.tokens().equals("words")) {
      throw s.wrong("lineEnd", "is for tokens: words, in others line breaks are characters");
    }
    return new LanguageSource(
        s.text("path"), format, column, tokens, view, lineEnd, ngrams(s), Optional.empty());
  }

  private static View view(SpecNode s) {
    boolean sentences = s.flag("sentences", false);
    if ((s.has("window") ? 1 : 0) + (s.has("steps") ? 1 : 0) + (sentences ? 1 : 0) != 1) {
      throw s.wrong(
          "source", "is language, which needs one of window: n, steps: n and sentences: true");
    }
    if (sentences) {
      return new View.Sentences();
    }
    return s.has("window")
        ? new View.Window(s.integer("window", 1))
        : new View.Steps(s.integer("steps", 1));
  }

  private static List<Integer> ngrams(SpecNode s) {
    return s.has("ngrams") ? Arrays.stream(s.shape("ngrams")).boxed().toList() : List.of();
  }

  @Override
  public boolean isSentences() {
    return view instanceof View.Sentences;
  }

  @Override
  public boolean inOrderOfTime() {
    return true;
  }

  @Override
  public boolean cutsByCounts() {
    return true;
  }

  @Override
  public Source fitted(Encoding fitted) {
    return fitted instanceof TokenEncoding t
        ? new LanguageSource(path, format, column, tokens, view, lineEnd, ngrams, Optional.of(t))
        : this;
  }

  @Override
  public Split parts(Optional<Path> dataDir, SplitPlan plan, long seed) throws IOException {
    TextSource source = source(Source.resolve(dataDir, path));
    TrainingTexts training = new TrainingTexts(source, tokens, lineEnd);
    TokenEncoding fitted = encoding.isPresent() ? encoding.get() : training.fit(dataDir, plan);
    RunningText text = read(source, fitted);
    SplitPlan.Borders at = plan.borders(text.name(), text.size());
    Split parts =
        Split.of(
            part(text, 0, at.train()),
            part(text, at.train(), at.validation()),
            part(text, at.validation(), at.test()));
    if (parts.train().size() == 0) {
      throw tooShort(text, at.train());
    }
    return parts;
  }

  private JacobiException tooShort(RunningText text, int tokens) {
    return new JacobiException(
        text.name()
            + ": has "
            + tokens
            + " tokens to train on, too few for "
            + switch (view) {
              case View.Window w -> "a window of " + w.tokens();
              case View.Steps s -> s.tokens() + " steps";
              case View.Sentences _ -> "a sentence";
            });
  }

  private Dataset part(RunningText text, int from, int to) {
    return switch (view) {
      case View.Window w -> text.windows(from, to, w.tokens());
      case View.Steps s ->
          from == 0 && to <= s.tokens()
              ? text.segments(0, 0, s.tokens())
              : text.segments(from, to, s.tokens());
      case View.Sentences _ ->
          text.sentences(
              from == 0 ? 0 : text.endOfLine(from), text.endOfLine(to), tokens.maxTokens());
    };
  }

  private TextSource source(Path file) {
    return TextFormats.source(format, file, new TextColumns(column, ""));
  }

  private RunningText read(TextSource source, TokenEncoding fitted) throws IOException {
    OptionalInt end = lineEnd ? fitted.tokenizer().id(END) : OptionalInt.empty();
    if (lineEnd && end.isEmpty()) {
      throw new JacobiException(tokens.tokens() + ": has no token " + END + " for ends of lines");
    }
    return RunningText.read(source, fitted, tokens.lineBreak(lineEnd), end);
  }

  /** Another text, whole, in the model's tokens. */
  @Override
  public Dataset labelled(Path file, Targets known) throws IOException {
    if (encoding.isEmpty()) {
      throw new JacobiException(file + ": there are no tokens yet to read it with");
    }
    RunningText text = read(source(file), encoding.get());
    Dataset all = part(text, 0, text.size());
    if (all.size() == 0) {
      throw tooShort(text, text.size());
    }
    return all;
  }

  @Override
  public Dataset rows(Path file) {
    throw noRows();
  }

  @Override
  public Dataset rows(InputStream in, String name) {
    throw noRows();
  }

  private static JacobiException noRows() {
    return new JacobiException(
        "a language model has no rows to predict: jacobi generate goes on from a text, jacobi"
            + " evaluate --data FILE measures one");
  }

  /** The token at the ends of lines, for a vocabulary that has to hold it. */
  static String end() {
    return END;
  }
}
