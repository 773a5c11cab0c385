package jacobi.data.text.pipeline;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to look for: characters as they are, or a regular expression. */
public sealed interface TextPattern {

  Pattern compiled();

  default String replaceAll(String text, String content) {
    return compiled().matcher(text).replaceAll(Matcher.quoteReplacement(content));
  }

  /** These characters. */
  record Literal(String characters, Pattern compiled) implements TextPattern {
    public Literal(String characters) {
      this(characters, Pattern.compile(characters, Pattern.LITERAL));
    }

    @Override
    public String replaceAll(String text, String content) {
      return text.replace(characters, content);
    }
  }

  /** A regular expression whose classes ({@code \s}, {@code \w}, …) are Unicode's. */
  record Regex(String expression, Pattern compiled) implements TextPattern {
    /**
     * @throws java.util.regex.PatternSyntaxException if it is not one
     */
    public Regex(String expression) {
      this(expression, Pattern.compile(expression, Pattern.UNICODE_CHARACTER_CLASS));
    }
  }
}
