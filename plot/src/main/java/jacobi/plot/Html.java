package jacobi.plot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Pieces of the report's page. Whatever is text is escaped here. */
final class Html {
  /** Rows of a table that people read; more are thinned out. */
  private static final int MOST_ROWS = 200;

  private Html() {}

  static String escape(String text) {
    return Svg.escape(text);
  }

  /** A number as people read it: five digits, an exponent where it is very small or large. */
  static String number(double x) {
    if (x == Math.rint(x) && Math.abs(x) < 1e9) {
      return Long.toString((long) x);
    }
    double size = Math.abs(x);
    if (!Double.isFinite(x)) {
      return Double.toString(x);
    }
    return size < 1e-3 || size >= 1e6
        ? String.format(Locale.ROOT, "%.3e", x)
        : String.format(Locale.ROOT, "%.5g", x).replaceFirst("(\\.\\d*?)0+$", "$1");
  }

  static String section(String id, String title, String body) {
    return "<section id=\"" + id + "\">\n<h2>" + escape(title) + "</h2>\n" + body + "</section>\n";
  }

  /** A table that is shown on demand. */
  static String details(String summary, Table table) {
    int every = Math.max(1, Math.ceilDiv(table.rows().size(), MOST_ROWS));
    String note = every == 1 ? "" : " (each " + every + "th row and the last)";
    return "<details><summary>"
        + escape(summary + note)
        + "</summary><div class=\"scroll\">"
        + table(table, every)
        + "</div></details>\n";
  }

  /** A table with all its rows. */
  static String table(Table table) {
    return table(table, 1);
  }

  private static String table(Table table, int every) {
    StringBuilder html = new StringBuilder("<table class=\"numbers\"><thead>");
    html.append(row("th scope=\"col\"", "th", table.columns())).append("</thead><tbody>");
    List<List<Object>> rows = table.rows();
    for (int i = 0; i < rows.size(); i++) {
      if (i % every == 0 || i == rows.size() - 1) {
        html.append(row("td", "td", rows.get(i)));
      }
    }
    return html.append("</tbody></table>").toString();
  }

  private static String row(String open, String close, List<?> cells) {
    StringBuilder html = new StringBuilder("<tr>");
    for (Object cell : cells) {
      String text = cell instanceof Number n ? number(n.doubleValue()) : cell.toString();
      html.append('<').append(open).append('>').append(escape(text));
      html.append("</").append(close).append('>');
    }
    return html.append("</tr>\n").toString();
  }

  /** A file that comes with this package. */
  static String resource(String name) {
    try (InputStream in = Html.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
