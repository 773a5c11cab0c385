package jacobi.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows in columns of equal width, numbers at the right; columns without any text are left out. */
final class TextTable {
  private static final String NUMBER = "-?[0-9.]+([eE][-+]?[0-9]+)?";

  private TextTable() {}

  static List<String> of(List<String> names, List<List<String>> rows) {
    List<StringBuilder> lines = new ArrayList<>();
    IntStream.rangeClosed(0, rows.size()).forEach(_ -> lines.add(new StringBuilder()));
    for (int c = 0; c < names.size(); c++) {
      int column = c;
      List<String> cells = rows.stream().map(row -> shortened(row.get(column))).toList();
      if (cells.stream().allMatch(String::isEmpty)) {
        continue;
      }
      int width =
          Math.max(names.get(c).length(), cells.stream().mapToInt(String::length).max().orElse(0));
      boolean right = cells.stream().allMatch(cell -> cell.isEmpty() || cell.matches(NUMBER));
      append(lines.getFirst(), names.get(c), width, right);
      for (int r = 0; r < cells.size(); r++) {
        append(lines.get(r + 1), cells.get(r), width, right);
      }
    }
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }

  /** Long fractions with four digits, as everywhere. */
  private static String shortened(String cell) {
    return cell.matches(NUMBER) && cell.length() > 10
        ? Text.number(Double.parseDouble(cell))
        : cell;
  }

  private static void append(StringBuilder line, String cell, int width, boolean right) {
    String blanks = " ".repeat(width - cell.length());
    line.append(line.isEmpty() ? "" : "  ").append(right ? blanks + cell : cell + blanks);
  }
}
