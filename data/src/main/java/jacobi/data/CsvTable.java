package jacobi.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import jacobi.data.CsvFormat.FirstLine;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A CSV file found to be a table: its columns are known, its cells not yet looked at. Naming the
 * target column makes a {@link Dataset} of it; all other columns are features and must be finite
 * numbers. Columns are named by their header, or by index from 0; -1 is the last.
 */
public final class CsvTable {
  private final CsvRows rows;
  private final CsvHeader header;
  private final int rowCount;
  private final int[] features;
  private final CsvLabels labels;

  private CsvTable(CsvRows rows, CsvHeader header, int rowCount, int[] features, CsvLabels labels) {
    this.rows = rows;
    this.header = header;
    this.rowCount = rowCount;
    this.features = features;
    this.labels = labels;
  }

  static CsvTable parse(String name, byte[] bytes, CsvFormat format) {
    CsvRows rows = new CsvRows(name, bytes, format.separator());
    CsvHeader header = CsvHeader.read(rows, format.firstLine());
    int[] count = {0};
    rows.forEach(
        (line, cells) -> {
          if (line >= header.firstDataLine()) {
            checkWidth(name, header, line, cells);
            count[0]++;
          }
          return true;
        });
    header.checkRowCount(name, count[0]);
    CsvLabels labels =
        header.firstLine() == FirstLine.COUNTS
            ? new CsvLabels.Indices(header.classNames())
            : new CsvLabels.Found();
    return new CsvTable(
        rows, header, count[0], IntStream.range(0, header.width()).toArray(), labels);
  }

  private static void checkWidth(String name, CsvHeader header, long line, CsvRecord cells) {
    if (cells.getFieldCount() != header.width()) {
      throw new JacobiException(
          String.format(
              "%s: line %d has %d columns, expected %d as in line %d",
              name, line, cells.getFieldCount(), header.width(), header.widthLine()));
    }
  }

  /** The column names, empty if the file has none. */
  public List<String> columnNames() {
    return header.names();
  }

  public int columnCount() {
    return header.width();
  }

  public int rowCount() {
    return rowCount;
  }

  /** Says which classes there are, in label order; any other is then an error. */
  public CsvTable classes(List<String> names) {
    return new CsvTable(rows, header, rowCount, features, new CsvLabels.Names(names));
  }

  /** Says that labels are the integers 0 to count-1; any other is then an error. */
  public CsvTable classes(int count) {
    List<String> names = Targets.Classes.numbered(count).names();
    return new CsvTable(rows, header, rowCount, features, new CsvLabels.Indices(names));
  }

  /** Takes these columns, in this order, as features. */
  public CsvTable features(List<String> names) {
    int[] chosen = names.stream().mapToInt(this::column).toArray();
    return new CsvTable(rows, header, rowCount, chosen, labels);
  }

  /** Leaves columns out of the features. */
  public CsvTable drop(String... names) {
    return without(Arrays.stream(names).mapToInt(this::column).toArray());
  }

  /** Leaves columns out of the features. */
  public CsvTable drop(int... columns) {
    return without(Arrays.stream(columns).map(this::column).toArray());
  }

  /** The last column holds the class of each row. */
  public Dataset target() {
    return target(-1);
  }

  /**
   * This column holds the class of each row. Without {@link #classes} the classes are the different
   * cells of the column, sorted: as numbers if all are integers, else as text.
   */
  public Dataset target(String column) {
    return labelled(column(column));
  }

  /** Like {@link #target(String)}, by index. */
  public Dataset target(int column) {
    return labelled(column(column));
  }

  /** These columns hold numbers to be predicted: targets of shape [number of columns]. */
  public Dataset values(String... columns) {
    return valued(Arrays.stream(columns).mapToInt(this::column).toArray());
  }

  /** Like {@link #values(String...)}, by index. */
  public Dataset values(int... columns) {
    return valued(Arrays.stream(columns).map(this::column).toArray());
  }

  /** All columns are features; there is no target: rows to predict. */
  public Dataset unlabelled() {
    return examples(features, (_, _) -> true);
  }

  /**
   * Sequences of rows: those that share an id, in the order of the file, are the steps of one. All
   * other columns are features, unless {@link #features} chose some.
   *
   * @param id name or index of the column of ids
   * @param target name or index of the target column; empty for none
   * @param each whether each step has a target; else a sequence has one, the same in all its rows
   * @param values whether targets are numbers instead of classes
   */
  public Dataset sequences(String id, Optional<String> target, boolean each, boolean values) {
    int idColumn = find(id);
    int[] targets = target.map(t -> new int[] {find(t)}).orElse(new int[0]);
    int[] left = without(idColumn).without(targets).features;
    if (left.length == 0) {
      throw new JacobiException(rows.name() + ": no column is left for the features");
    }
    return CsvSequences.read(this, new CsvSequences.Columns(idColumn, left, targets, each, values));
  }

  /** A column by its name, or by its index where none has that name. */
  private int find(String nameOrIndex) {
    boolean index = nameOrIndex.matches("-?\\d{1,9}") && !header.names().contains(nameOrIndex);
    return index ? column(Integer.parseInt(nameOrIndex)) : column(nameOrIndex);
  }

  String name() {
    return rows.name();
  }

  CsvLabels.Labelled labels(int column, List<String> cells, List<Long> lines) {
    return labels.label(rows.name(), header.describe(column), cells, lines);
  }

  /** The names of columns, empty if the file has none. */
  List<String> names(int[] columns) {
    return header.names().isEmpty()
        ? List.of()
        : Arrays.stream(columns).mapToObj(header.names()::get).toList();
  }

  private Dataset labelled(int target) {
    String where = header.describe(target);
    List<String> cells = new ArrayList<>(rowCount);
    List<Long> lines = new ArrayList<>(rowCount);
    // A column of few different texts: equal cells share one string.
    Map<String, String> texts = new HashMap<>();
    MemoryDataset data =
        examples(
            without(target).features,
            (line, record) -> {
              cells.add(texts.computeIfAbsent(record.getField(target).strip(), text -> text));
              return lines.add(line);
            });
    CsvLabels.Labelled found = labels.label(rows.name(), where, cells, lines);
    return data.withLabels(found.labels(), found.classes());
  }

  private Dataset valued(int[] columns) {
    float[][] values = new float[rowCount][];
    float[] flat = numbers(columns, (_, _) -> true);
    for (int i = 0; i < rowCount; i++) {
      values[i] = Arrays.copyOfRange(flat, i * columns.length, (i + 1) * columns.length);
    }
    return examples(without(columns).features, (_, _) -> true).withValues(values);
  }

  private MemoryDataset examples(int[] columns, CsvRows.Visitor also) {
    if (columns.length == 0) {
      throw new JacobiException(rows.name() + ": no column is left for the features");
    }
    float[] flat = numbers(columns, also);
    int width = columns.length;
    return MemoryDataset.of(
        rows.name(),
        rowCount,
        Shape.of(width),
        names(columns),
        (i, into, offset) -> System.arraycopy(flat, i * width, into, offset, width));
  }

  private float[] numbers(int[] columns, CsvRows.Visitor also) {
    long count = (long) rowCount * columns.length;
    if (count > Integer.MAX_VALUE - 8) {
      throw new JacobiException(
          String.format(
              "%s: %d rows of %d columns are too many for one array",
              rows.name(), rowCount, columns.length));
    }
    float[] flat = new float[(int) count];
    int[] next = {0};
    forEachRow(
        (line, record) -> {
          for (int column : columns) {
            flat[next[0]++] = number(line, column, record.getField(column));
          }
          return also.row(line, record);
        });
    return flat;
  }

  float number(long line, int column, String cell) {
    String text = cell.strip();
    if (!CsvNumbers.isNumber(text)) {
      throw cellError(line, column, text.isEmpty() ? "the cell is empty" : reason(text));
    }
    float number = Float.parseFloat(text);
    if (!Float.isFinite(number)) {
      throw cellError(line, column, text + " is too large for a float32");
    }
    return number;
  }

  private static String reason(String text) {
    return CsvNumbers.isNotFinite(text)
        ? "\"" + text + "\" is not a finite number"
        : "\"" + CsvNumbers.shorten(text) + "\" is not a number";
  }

  JacobiException cellError(long line, int column, String problem) {
    return new JacobiException(
        String.format("%s: line %d, %s: %s", rows.name(), line, header.describe(column), problem));
  }

  void forEachRow(CsvRows.Visitor visitor) {
    rows.forEach((line, record) -> line < header.firstDataLine() || visitor.row(line, record));
  }

  private CsvTable without(int... columns) {
    int[] left =
        Arrays.stream(features)
            .filter(f -> Arrays.stream(columns).noneMatch(c -> c == f))
            .toArray();
    return new CsvTable(rows, header, rowCount, left, labels);
  }

  private int column(String name) {
    int index = header.names().indexOf(name);
    if (index >= 0) {
      return index;
    }
    if (header.names().isEmpty()) {
      throw new JacobiException(
          String.format(
              "%s: there is no column \"%s\": the file has no line of column names;"
                  + " use an index, 0 to %d",
              rows.name(), name, header.width() - 1));
    }
    throw new JacobiException(
        String.format(
            "%s: there is no column \"%s\"; did you mean \"%s\"?",
            rows.name(), name, Nearest.to(name, header.names())));
  }

  private int column(int index) {
    int column = index < 0 ? index + header.width() : index;
    if (column < 0 || column >= header.width()) {
      throw new JacobiException(
          String.format(
              "%s: there is no column %d: the file has %d columns, 0 to %d",
              rows.name(), index, header.width(), header.width() - 1));
    }
    return column;
  }
}
