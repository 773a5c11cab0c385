package jacobi.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import jacobi.data.CsvFormat.FirstLine;
import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the first line of a CSV file says.
 *
 * @param firstLine what it holds; never {@code DETECT}
 * @param names column names, or empty
 * @param classNames class names, or empty
 * @param width number of columns
 * @param widthLine the line that sets it, for messages
 * @param firstDataLine where the data start
 * @param statedRows number of rows the file says it has, or -1
 */
record CsvHeader(
    FirstLine firstLine,
    List<String> names,
    List<String> classNames,
    int width,
    long widthLine,
    long firstDataLine,
    int statedRows) {

  static CsvHeader read(CsvRows rows, FirstLine said) {
    List<CsvRecord> first = new ArrayList<>();
    rows.forEach(
        (_, cells) -> {
          first.add(cells);
          return first.size() < 2;
        });
    if (first.isEmpty()) {
      throw new JacobiException(rows.name() + ": the file is empty");
    }
    CsvRecord top = first.get(0);
    return switch (said == FirstLine.DETECT ? detect(first) : said) {
      case DATA, DETECT -> data(top);
      case NAMES -> names(rows.name(), top);
      case COUNTS -> counts(rows.name(), top);
    };
  }

  private static FirstLine detect(List<CsvRecord> first) {
    boolean namesOnly = numberCount(first.get(0)) == 0;
    boolean dataFollow = first.size() == 1 || numberCount(first.get(1)) > 0;
    return namesOnly && dataFollow ? FirstLine.NAMES : FirstLine.DATA;
  }

  private static long numberCount(CsvRecord cells) {
    return cells.getFields().stream().filter(c -> CsvNumbers.isNumber(c.strip())).count();
  }

  private static CsvHeader data(CsvRecord top) {
    long line = top.getStartingLineNumber();
    return new CsvHeader(FirstLine.DATA, List.of(), List.of(), top.getFieldCount(), line, line, -1);
  }

  private static CsvHeader names(String file, CsvRecord top) {
    List<String> names = top.getFields().stream().map(String::strip).toList();
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Integer earlier = seen.putIfAbsent(names.get(i), i);
      if (earlier != null) {
        throw new JacobiException(
            String.format(
                "%s: line %d: columns %d and %d are both named \"%s\"",
                file,
                top.getStartingLineNumber(),
                earlier + 1,
                i + 1,
                CsvNumbers.shorten(names.get(i))));
      }
    }
    long line = top.getStartingLineNumber();
    return new CsvHeader(FirstLine.NAMES, names, List.of(), names.size(), line, line + 1, -1);
  }

  private static CsvHeader counts(String file, CsvRecord top) {
    long line = top.getStartingLineNumber();
    List<String> cells = top.getFields().stream().map(String::strip).toList();
    if (cells.size() < 3 || !isCount(cells.get(0)) || !isCount(cells.get(1))) {
      throw new JacobiException(
          String.format(
              "%s: line %d: expected the number of rows, the number of features and the class"
                  + " names, as in \"150,4,setosa,versicolor,virginica\"",
              file, line));
    }
    return new CsvHeader(
        FirstLine.COUNTS,
        List.of(),
        cells.subList(2, cells.size()),
        Integer.parseInt(cells.get(1)) + 1,
        line,
        line + 1,
        Integer.parseInt(cells.get(0)));
  }

  private static boolean isCount(String cell) {
    return cell.matches("[0-9]{1,9}");
  }

  void checkRowCount(String file, int count) {
    if (count == 0) {
      throw new JacobiException(file + ": no row of data follows the first line");
    }
    if (statedRows >= 0 && statedRows != count) {
      throw new JacobiException(
          String.format(
              "%s: line %d says %d rows, the file has %d", file, widthLine, statedRows, count));
    }
  }

  /** A column as messages name it, counted from 1. */
  String describe(int column) {
    return names.isEmpty()
        ? "column " + (column + 1)
        : String.format("column %d (%s)", column + 1, CsvNumbers.shorten(names.get(column)));
  }
}
