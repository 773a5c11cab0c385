package jacobi.models;

import jacobi.data.Encoding;
import jacobi.data.text.FeatureEncoding;
import jacobi.data.text.TokenEncoding;
import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How texts become the features of a classifier. */
sealed interface TextPlan {

  /** The encoding for the texts of the training part. */
  Encoding fit(Optional<Path> dataDir, List<String> texts) throws IOException;

  /**
   * Reads the keys.
   *
   * @param maxTokens unless the key says otherwise
   */
  static TextPlan of(SpecNode s, int maxTokens) {
    if (s.has("features")) {
      return Lexicon.of(s.child("features"));
    }
    TokenPlan tokens = TokenPlan.of(s, maxTokens);
    boolean padded = s.flag("padded", false);
    if (padded && tokens.maxTokens() == 0) {
      throw s.wrong("padded", "needs maxTokens, to which texts are filled up");
    }
    return new Tokens(tokens, padded);
  }

  /**
   * Ids of tokens.
   *
   * @param padded whether all texts are filled up to the most tokens there may be
   */
  record Tokens(TokenPlan plan, boolean padded) implements TextPlan {
    private static final String PADDING = "<pad>";

    @Override
    public Encoding fit(Optional<Path> dataDir, List<String> texts) throws IOException {
      if (!padded) {
        return plan.fit(dataDir, texts);
      }
      TokenEncoding e = plan.fit(dataDir, texts, PADDING);
      OptionalInt id = e.tokenizer().id(PADDING);
      OptionalInt found = id.isPresent() ? id : e.tokenizer().id("[PAD]");
      if (found.isEmpty()) {
        throw new JacobiException(
            plan.tokens() + ": has neither <pad> nor [PAD] to fill texts up with");
      }
      return new TokenEncoding(e.tokenizer(), e.maxTokens(), found);
    }
  }

  /** Six numbers, by a lexicon in two files. */
  record Lexicon(String positive, String negative, Charset charset) implements TextPlan {
    static Lexicon of(SpecNode s) {
      String name = s.text("charset", "UTF-8");
      Charset charset;
      try {
        charset = Charset.forName(name);
      } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
        throw s.wrong("charset", "'" + name + "' is not known, expected UTF-8 or ISO-8859-1, say");
      }
      Lexicon lexicon = new Lexicon(s.text("positive"), s.text("negative"), charset);
      s.done();
      return lexicon;
    }

    @Override
    public Encoding fit(Optional<Path> dataDir, List<String> texts) throws IOException {
      return FeatureEncoding.read(
          Source.resolve(dataDir, positive), Source.resolve(dataDir, negative), charset);
    }
  }
}
