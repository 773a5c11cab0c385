package jacobi.plot;

import java.util.Base64;
import java.util.Locale;

/**
 * Writes SVG. Colours are attributes, so that a page's style sheet can choose others by the classes
 * of the elements. Text is monospaced, which says how wide it is without asking any font.
 */
final class Svg {
  static final String NAMESPACE = "http://www.w3.org/2000/svg";

  /** Width of a character, in parts of the font's size. */
  private static final double CHARACTER = 0.61;

  private final StringBuilder body = new StringBuilder();

  /** Text made safe within XML and HTML, attributes included. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> {
                  boolean control = c < 32 && c != '\n' && c != '\t' && c != '\r';
                  boolean odd =
                      control || (c >= 0xD800 && c < 0xE000) || c == 0xFFFE || c == 0xFFFF;
                  safe.appendCodePoint(odd ? 0xFFFD : c);
                }
              }
            });
    return safe.toString();
  }

  static double textWidth(String text, double size) {
    return text.codePointCount(0, text.length()) * size * CHARACTER;
  }

  /** A coordinate, short. */
  static String number(double x) {
    double rounded = Math.round(x * 100) / 100.0;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }

  Svg rect(String type, double x, double y, double w, double h, String attributes) {
    body.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" %s/>%n",
            type,
            number(x),
            number(y),
            number(w),
            number(h),
            attributes));
    return this;
  }

  Svg circle(String type, double x, double y, double r, String attributes, String tooltip) {
    body.append(
        String.format(
            Locale.ROOT,
            "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\" %s><title>%s</title></circle>%n",
            type,
            number(x),
            number(y),
            number(r),
            attributes,
            escape(tooltip)));
    return this;
  }

  Svg path(String type, String d, String attributes) {
    body.append("<path class=\"" + type + "\" d=\"" + d + "\" " + attributes + "/>\n");
    return this;
  }

  Svg line(String type, double x1, double y1, double x2, double y2, String attributes) {
    String d = "M" + number(x1) + "," + number(y1) + "L" + number(x2) + "," + number(y2);
    return path(type, d, "fill=\"none\" " + attributes);
  }

  /**
   * A line of text.
   *
   * @param anchor start, middle or end
   */
  Svg text(String type, double x, double y, double size, String anchor, String text) {
    return text(type, x, y, size, anchor, text, "fill=\"#1b1f24\"");
  }

  Svg text(
      String type, double x, double y, double size, String anchor, String text, String attributes) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%s\" y=\"%s\" font-family=\"monospace\" font-size=\"%s\""
                + " text-anchor=\"%s\" %s>%s</text>%n",
            type,
            number(x),
            number(y),
            number(size),
            anchor,
            attributes,
            escape(text)));
    return this;
  }

  Svg image(double x, double y, double w, double h, byte[] png) {
    body.append(
        String.format(
            Locale.ROOT,
            "<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" preserveAspectRatio=\"none\""
                + " style=\"image-rendering:pixelated\" href=\"data:image/png;base64,%s\"/>%n",
            number(x),
            number(y),
            number(w),
            number(h),
            Base64.getEncoder().encodeToString(png)));
    return this;
  }

  /** The whole picture, on white. */
  String document(String title, double width, double height) {
    return inline(
        title,
        width,
        height,
        "<rect class=\"paper\" width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
  }

  /** The whole picture without a background, to put into a page. */
  String inline(String title, double width, double height) {
    return inline(title, width, height, "");
  }

  private String inline(String title, double width, double height, String background) {
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"%s\" role=\"img\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\">%n"
            + "<title>%s</title>%n%s%s</svg>%n",
        NAMESPACE,
        number(width),
        number(height),
        number(width),
        number(height),
        escape(title),
        background,
        body);
  }
}
