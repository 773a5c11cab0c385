package jacobi.data.text;

import jacobi.data.Nearest;
import jacobi.graph.JacobiException;
import java.util.List;

/**
 * Which columns of a table (or fields of JSON lines) hold text and label.
 *
 * <p>A column is given by its name, or by its index: 0 for the first, -1 for the last. If one of
 * the two is a name, the first line of a table holds names; if both are indices, it is an example.
 *
 * @param text name or index
 * @param label name or index; empty if there are no labels
 * @param hasHeader whether the first line of a table holds names
 */
public record TextColumns(String text, String label, boolean hasHeader) {
  /** The first column is the text, the last its label; no header. */
  public static final TextColumns FIRST_AND_LAST = new TextColumns("0", "-1");

  public TextColumns {
    if (text.isEmpty()) {
      throw new JacobiException("text: expected the name or index of a column, found nothing");
    }
  }

  /** With a header if one of the two is a name. */
  public TextColumns(String text, String label) {
    this(text, label, !isIndex(text) || !(label.isEmpty() || isIndex(label)));
  }

  /** The same table, read for its texts alone. */
  public TextColumns withoutLabel() {
    return new TextColumns(text, "", hasHeader);
  }

  boolean hasLabel() {
    return !label.isEmpty();
  }

  private static boolean isIndex(String column) {
    return column.matches("-?\\d{1,9}");
  }

  /**
   * The position of the text in a table whose first line has these cells.
   *
   * @throws JacobiException naming the file, if there is none
   */
  int textPosition(String file, List<String> cells) {
    return position(file, "text", text, cells);
  }

  /** The position of the label, or of the text if there are no labels. */
  int labelPosition(String file, List<String> cells) {
    return hasLabel() ? position(file, "label", label, cells) : textPosition(file, cells);
  }

  private int position(String file, String key, String column, List<String> cells) {
    boolean named = hasHeader && cells.contains(column);
    if (isIndex(column) && !named) {
      int index = Integer.parseInt(column);
      int position = index < 0 ? index + cells.size() : index;
      if (position < 0 || position >= cells.size()) {
        throw new JacobiException(
            String.format(
                "%s: line 1: %s is column %s, but there are %d columns",
                file, key, column, cells.size()));
      }
      return position;
    }
    int position = cells.indexOf(column);
    if (position < 0) {
      throw new JacobiException(
          String.format(
              "%s: no column \"%s\" for the %s; did you mean \"%s\"?",
              file, column, key, Shown.token(Nearest.to(column, cells))));
    }
    return position;
  }
}
