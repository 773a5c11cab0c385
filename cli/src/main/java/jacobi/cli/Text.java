package jacobi.cli;

import jacobi.train.Scores;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Numbers and settings for people to read. */
final class Text {
  private Text() {}

  /** Four digits, or an exponent where they would say nothing. */
  static String number(double x) {
    boolean tiny = x != 0 && Math.abs(x) < 1e-3;
    return String.format(Locale.ROOT, tiny || Math.abs(x) >= 1e6 ? "%.2e" : "%.4f", x);
  }

  /** Such as {@code loss 0.1234, accuracy 0.9812}. */
  static String means(Scores s) {
    return named(s.means());
  }

  /** Such as {@code loss 0.1234, accuracy 0.9812, precision 0.9801, recall 0.9723, f1 0.9761}. */
  static String scores(Scores s) {
    return named(s.toMap());
  }

  private static String named(Map<String, Double> values) {
    return values.entrySet().stream()
        .map(e -> e.getKey() + " " + number(e.getValue()))
        .collect(Collectors.joining(", "));
  }

  static String seconds(double s) {
    return String.format(Locale.ROOT, s < 10 ? "%.2f s" : "%.1f s", s);
  }

  static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  static String count(long n, String what) {
    return count(n) + " " + what + (n == 1 ? "" : "s");
  }

  /** A value of a specification on one line, such as {@code adam: 0.05}. */
  static String setting(Object value) {
    return switch (value) {
      case Map<?, ?> m ->
          m.entrySet().stream()
              .map(e -> e.getKey() + ": " + inner(e.getValue()))
              .collect(Collectors.joining(", "));
      case List<?> l -> l.stream().map(Text::inner).collect(Collectors.joining(", ", "[", "]"));
      default -> String.valueOf(value);
    };
  }

  private static String inner(Object value) {
    return value instanceof Map<?, ?> ? "{" + setting(value) + "}" : setting(value);
  }
}
