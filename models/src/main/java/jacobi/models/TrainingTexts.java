package jacobi.models;

import jacobi.data.text.TextExample;
import jacobi.data.text.TextReader;
import jacobi.data.text.TextSource;
import jacobi.data.text.TokenEncoding;
import jacobi.data.text.WordTokenizer;
import jacobi.graph.JacobiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The beginning of a text, up to where its training part ends, read again and again: what a
 * vocabulary is counted on. Words and characters are units of that length; for pairs of bytes,
 * which are there only once they are learned, characters are.
 *
 * @param lineEnd whether the end of an example is a token
 */
record TrainingTexts(TextSource source, TokenPlan tokens, boolean lineEnd) {

  /** The encoding for the training part alone. */
  TokenEncoding fit(Optional<Path> dataDir, SplitPlan plan) throws IOException {
    boolean bytePairs = tokens.tokens().equals("bpe");
    if (bytePairs && plan.byCounts()) {
      throw new JacobiException(
          source.name()
              + ": data.split cuts by numbers of tokens, but which these are (tokens: bpe) is"
              + " learned on the training part; cut by fractions");
    }
    String[] special = lineEnd ? new String[] {LanguageSource.end()} : new String[0];
    try {
      long units = plan.byCounts() ? Math.round(plan.train()) : Math.round(plan.train() * count());
      return tokens.fit(dataDir, () -> new Beginning(source, units), special);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private long count() throws IOException {
    if (tokens.tokens().endsWith(".json")) {
      return 0;
    }
    long units = lineEnd ? 1 : 0;
    try (TextReader reader = source.open()) {
      for (Optional<TextExample> e = reader.next(); e.isPresent(); e = reader.next()) {
        units += units(e.get().text());
      }
    }
    return units;
  }

  private boolean isWords() {
    return tokens.tokens().equals("words");
  }

  private String whole(String text) {
    return text + tokens.lineBreak(lineEnd);
  }

  private long units(String text) {
    String all = whole(text);
    long units =
        isWords()
            ? WordTokenizer.words(all, tokens.rule(), tokens.lowerCase()).size()
            : all.codePointCount(0, all.length());
    return lineEnd ? units + 1 : units;
  }

  /** The text up to so many units; its white space may become blanks. */
  private String cut(String text, long units) {
    String all = whole(text);
    int most = (int) Math.min(Integer.MAX_VALUE, units);
    if (!isWords()) {
      return all.codePointCount(0, all.length()) <= most
          ? all
          : all.substring(0, all.offsetByCodePoints(0, most));
    }
    List<String> words = WordTokenizer.words(all, tokens.rule(), tokens.lowerCase());
    return words.size() <= most ? all : String.join(" ", words.subList(0, most));
  }

  /** Texts until so many units are read. */
  private final class Beginning implements Iterator<String> {
    private final TextReader reader;
    private long left;
    private Optional<String> next = Optional.empty();

    Beginning(TextSource source, long units) {
      this.left = lineEnd ? units - 1 : units;
      try {
        this.reader = source.open();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      advance();
    }

    private void advance() {
      try {
        Optional<TextExample> e = left > 0 ? reader.next() : Optional.empty();
        next = e.map(example -> cut(example.text(), left));
        e.ifPresent(example -> left -= units(example.text()));
        if (next.isEmpty()) {
          reader.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean hasNext() {
      return next.isPresent();
    }

    @Override
    public String next() {
      String text = next.orElseThrow(NoSuchElementException::new);
      advance();
      return text;
    }
  }
}
