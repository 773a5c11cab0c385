package jacobi.plot;

import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The numbers of a picture.
 *
 * @param columns their names
 * @param rows a value for each column: text or numbers
 */
public record Table(List<String> columns, List<List<Object>> rows) {
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new JacobiException(
            "[table] a row has " + row.size() + " values for columns " + columns);
      }
    }
  }

  /** Comma-separated, with the columns' names first. */
  public String csv() {
    StringBuilder text = new StringBuilder(line(columns));
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<?> cells) {
    return cells.stream().map(Table::cell).collect(Collectors.joining(",", "", "\n"));
  }

  private static String cell(Object value) {
    String text = String.valueOf(value);
    boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /** As a tree for JSON, which knows no number that is not finite: such values become text. */
  public Map<String, Object> toMap() {
    List<Object> objects = new ArrayList<>();
    for (List<Object> row : rows) {
      Map<String, Object> object = new LinkedHashMap<>();
      for (int i = 0; i < row.size(); i++) {
        Object value = row.get(i);
        boolean finite = !(value instanceof Number n) || Double.isFinite(n.doubleValue());
        object.put(columns.get(i), finite ? value : value.toString());
      }
      objects.add(object);
    }
    return Map.of("rows", objects);
  }
}
