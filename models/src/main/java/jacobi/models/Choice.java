package jacobi.models;

import jacobi.graph.JacobiException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A key of a specification and the values that a {@link Search} may give it. */
public sealed interface Choice {
  /** As in {@link Spec#with}: {@code optimizer.adam}, {@code network[0].linear}. */
  String key();

  /** Values one by one, as in YAML. */
  record Values(String key, List<String> values) implements Choice {
    public Values {
      values = List.copyOf(values);
    }

    @Override
    public List<String> grid(int points) {
      return values;
    }

    @Override
    public String draw(RandomGenerator random) {
      return values.get(random.nextInt(values.size()));
    }
  }

  /**
   * All numbers from low to high.
   *
   * @param whole only whole numbers
   * @param log uniform in the logarithm
   */
  record Range(String key, double low, double high, boolean whole, boolean log) implements Choice {
    @Override
    public List<String> grid(int points) {
      return List.copyOf(
          new LinkedHashSet<>(
              IntStream.range(0, points)
                  .mapToObj(i -> at(points == 1 ? .5 : (double) i / (points - 1)))
                  .toList()));
    }

    @Override
    public String draw(RandomGenerator random) {
      return at(random.nextDouble());
    }

    /** The number at a fraction of the way, with four digits. */
    private String at(double fraction) {
      double x =
          log
              ? Math.exp(Math.log(low) + fraction * (Math.log(high) - Math.log(low)))
              : low + fraction * (high - low);
      if (whole) {
        return Long.toString(Math.round(x));
      }
      BigDecimal rounded = new BigDecimal(Math.clamp(x, low, high)).round(new MathContext(4));
      return Double.toString(rounded.doubleValue());
    }
  }

  /** Values for a grid; of a range so many, evenly, both ends among them. */
  List<String> grid(int points);

  /** One value at random. */
  String draw(RandomGenerator random);

  Pattern RANGE = Pattern.compile("(\\S+?)\\.\\.(\\S+?)(\\s+log)?");

  /**
   * Reads {@code KEY=A,B,C}, {@code KEY=LOW..HIGH} (whole numbers if both are) or {@code
   * KEY=LOW..HIGH log}.
   */
  static Choice parse(String text) {
    int eq = text.indexOf('=');
    String key = eq < 1 ? "" : text.substring(0, eq).strip();
    String values = eq < 1 ? "" : text.substring(eq + 1).strip();
    if (key.isEmpty() || values.isEmpty()) {
      throw new JacobiException(
          "--over "
              + text
              + ": expected KEY=A,B,C or KEY=LOW..HIGH, such as optimizer.adam=0.1,0.01 or"
              + " 'optimizer.adam=1e-4..1e-1 log'");
    }
    Matcher m = RANGE.matcher(values);
    return m.matches()
        ? range(text, key, m.group(1), m.group(2), m.group(3) != null)
        : new Values(key, split(text, values));
  }

  private static Choice range(String text, String key, String from, String to, boolean log) {
    double low = number(text, from);
    double high = number(text, to);
    if (!(low < high) || (log && low <= 0)) {
      throw new JacobiException(
          "--over "
              + text
              + ": a range goes from a smaller to a greater number"
              + (log ? ", above 0 for 'log'" : ""));
    }
    boolean whole = from.matches("-?\\d+") && to.matches("-?\\d+");
    return new Range(key, low, high, whole, log);
  }

  private static double number(String text, String word) {
    try {
      double d = Double.parseDouble(word);
      if (Double.isFinite(d)) {
        return d;
      }
    } catch (NumberFormatException e) {
      throw new JacobiException("--over " + text + ": '" + word + "' is not a number", e);
    }
    throw new JacobiException("--over " + text + ": '" + word + "' is not finite");
  }

  /** Cuts at commas that are not within brackets or quotes. */
  private static List<String> split(String text, String values) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    char quote = 0;
    int start = 0;
    for (int i = 0; i < values.length(); i++) {
      char c = values.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '[' || c == '{') {
        depth++;
      } else if (c == ']' || c == '}') {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(values.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(values.substring(start).strip());
    if (parts.contains("") || parts.stream().distinct().count() < parts.size()) {
      throw new JacobiException("--over " + text + ": a value is empty or comes twice");
    }
    return parts;
  }
}
