package jacobi.data;

import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A time series, to be seen through windows: an example is [window, columns], its target what
 * follows.
 */
public final class Series {
  private final String name;
  private final int width;
  private final List<String> columns;
  private final float[] numbers;

  private Series(String name, int width, List<String> columns, float[] numbers) {
    this.name = name;
    this.width = width;
    this.columns = List.copyOf(columns);
    this.numbers = numbers;
  }

  /**
   * How windows lie in a series.
   *
   * @param window points that a network sees
   * @param horizon points right after them that it is to predict; 0 for none
   * @param stride points from the start of one window to the start of the next
   * @param targets which columns it is to predict, by index
   */
  public record Windows(int window, int horizon, int stride, List<Integer> targets) {
    public Windows {
      targets = List.copyOf(targets);
      if (window < 1 || horizon < 0 || stride < 1) {
        throw new JacobiException(
            String.format(
                "windows of %d points, %d to predict, stride %d: expected a window and a stride of"
                    + " 1 at least",
                window, horizon, stride));
      }
    }
  }

  /** Numbers [points, columns], row-major. */
  static Series of(String name, int width, List<String> columns, float[] numbers) {
    return new Series(name, width, columns, numbers);
  }

  /** The features of a table's rows, the earliest first. */
  public static Series of(CsvTable table) {
    Dataset rows = table.unlabelled();
    int width = rows.featureCount();
    float[] numbers = new float[Math.multiplyExact(rows.size(), width)];
    for (int i = 0; i < rows.size(); i++) {
      rows.copyFeatures(i, numbers, i * width);
    }
    return new Series(rows.name(), width, rows.featureNames(), numbers);
  }

  public int points() {
    return numbers.length / width;
  }

  public int columnCount() {
    return width;
  }

  /** The names of the columns, empty if they have none. */
  public List<String> columns() {
    return columns;
  }

  /** The windows of the whole series; targets [horizon columns], those of a point side by side. */
  public Dataset windows(Windows how) {
    return windows(how, 0, points(), "the series");
  }

  /**
   * Cuts the series in three pieces, the latest for testing, and each piece into windows: no window
   * or target reaches from one piece into another.
   */
  public Split splitLast(Windows how, double train, double validation, double test) {
    int testPoints = (int) Math.round(points() * test);
    int validationPoints = (int) Math.round(points() * validation);
    int first = points() - testPoints - validationPoints;
    int second = points() - testPoints;
    if (Math.abs(train + validation + test - 1) > 1e-6 || first < 1) {
      throw new JacobiException(
          String.format(
              "%s: fractions %s, %s, %s: expected a sum of 1 and a point to train on",
              name, train, validation, test));
    }
    Dataset learned = windows(how, 0, first, "the training piece");
    return Split.of(
        learned,
        validationPoints == 0
            ? learned.range(0, 0)
            : windows(how, first, second, "the validation piece"),
        testPoints == 0 ? learned.range(0, 0) : windows(how, second, points(), "the test piece"));
  }

  private Dataset windows(Windows how, int from, int to, String piece) {
    int length = how.window() + how.horizon();
    if (to - from < length) {
      throw new JacobiException(
          String.format(
              "%s: %s has %d points, a window and what follows need %d",
              name, piece, to - from, length));
    }
    for (int target : how.targets()) {
      if (target < 0 || target >= width) {
        throw new JacobiException(
            String.format("%s: there is no column %d to predict", name, target));
      }
    }
    int count = (to - from - length) / how.stride() + 1;
    int[] columns = how.targets().stream().mapToInt(Integer::intValue).toArray();
    MemoryDataset features =
        MemoryDataset.of(
            name,
            count,
            Shape.of(how.window(), width),
            List.of(),
            (i, into, offset) ->
                System.arraycopy(
                    numbers,
                    (from + i * how.stride()) * width,
                    into,
                    offset,
                    how.window() * width));
    return features.withTargets(
        new Targets.Values(Shape.of(how.horizon() * columns.length)),
        (i, into, offset) -> {
          int at = offset;
          for (int h = 0; h < how.horizon(); h++) {
            int point = from + i * how.stride() + how.window() + h;
            for (int column : columns) {
              into[at++] = numbers[point * width + column];
            }
          }
        });
  }

  @Override
  public String toString() {
    return name + "[" + points() + " x " + width + "]";
  }

  /** All columns, in order. */
  public List<Integer> allColumns() {
    return IntStream.range(0, width).boxed().toList();
  }

  /** The index of a column, by name or by index. */
  public int column(String nameOrIndex) {
    int index = columns.indexOf(nameOrIndex);
    if (index >= 0) {
      return index;
    }
    if (nameOrIndex.matches("\\d{1,6}") && Integer.parseInt(nameOrIndex) < width) {
      return Integer.parseInt(nameOrIndex);
    }
    throw new JacobiException(
        String.format(
            "%s: there is no column \"%s\" to predict among %s",
            name, nameOrIndex, columns.isEmpty() ? width + " columns" : columns));
  }
}
