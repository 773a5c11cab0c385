package jacobi.data;

import jacobi.graph.JacobiException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** How the cells of a target column become class labels. */
sealed interface CsvLabels {

  /** Labels of all rows, and what they index. */
  record Labelled(int[] labels, Targets.Classes classes) {
    @Override
    public boolean equals(Object o) {
      return o instanceof Labelled other
          && Arrays.equals(labels, other.labels)
          && classes.equals(other.classes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(labels);
    }
  }

  /**
   * The labels of all rows.
   *
   * @param file for messages, as {@code where}, the column, and {@code lines}, one a cell
   * @param cells stripped
   */
  Labelled label(String file, String where, List<String> cells, List<Long> lines);

  private static JacobiException error(String file, String where, long line, String problem) {
    return new JacobiException(String.format("%s: line %d, %s: %s", file, line, where, problem));
  }

  private static Labelled byName(
      String file, String where, List<String> cells, List<Long> lines, List<String> names) {
    Targets.Classes classes = new Targets.Classes(names);
    Map<String, Integer> index = new HashMap<>();
    for (String name : names) {
      index.put(name, index.size());
    }
    int[] labels = new int[cells.size()];
    for (int i = 0; i < labels.length; i++) {
      Integer label = index.get(cells.get(i));
      if (label == null) {
        throw error(
            file,
            where,
            lines.get(i),
            cells.get(i).isEmpty()
                ? "the class is missing"
                : String.format(
                    "unknown class \"%s\"; did you mean \"%s\"?",
                    CsvNumbers.shorten(cells.get(i)), Nearest.to(cells.get(i), names)));
      }
      labels[i] = label;
    }
    return new Labelled(labels, classes);
  }

  /** Cells are names from a given list. */
  record Names(List<String> names) implements CsvLabels {
    @Override
    public Labelled label(String file, String where, List<String> cells, List<Long> lines) {
      return byName(file, where, cells, lines, names);
    }
  }

  /** Cells are integers, 0 to the number of classes less 1. */
  record Indices(List<String> names) implements CsvLabels {
    @Override
    public Labelled label(String file, String where, List<String> cells, List<Long> lines) {
      int[] labels = new int[cells.size()];
      for (int i = 0; i < labels.length; i++) {
        String cell = cells.get(i);
        if (cell.isEmpty()) {
          throw error(file, where, lines.get(i), "the class is missing");
        }
        if (!CsvNumbers.isNumber(cell)) {
          throw error(
              file,
              where,
              lines.get(i),
              String.format(
                  "\"%s\" is not a label, an integer from 0 to %d",
                  CsvNumbers.shorten(cell), names.size() - 1));
        }
        double label = Double.parseDouble(cell);
        if (label < 0 || label >= names.size() || label != Math.rint(label)) {
          throw error(
              file,
              where,
              lines.get(i),
              String.format(
                  "label %s is out of range, expected an integer from 0 to %d",
                  CsvNumbers.shorten(cell), names.size() - 1));
        }
        labels[i] = (int) label;
      }
      return new Labelled(labels, new Targets.Classes(names));
    }
  }

  /** The classes are whatever the cells hold. */
  record Found() implements CsvLabels {
    private static final double EXACT = 1L << 53;

    @Override
    public Labelled label(String file, String where, List<String> cells, List<Long> lines) {
      boolean numbers = cells.stream().allMatch(CsvNumbers::isNumber);
      if (!numbers) {
        TreeSet<String> names = new TreeSet<>(cells);
        names.remove("");
        return names.isEmpty()
            ? byName(file, where, cells, lines, List.of("?"))
            : byName(file, where, cells, lines, List.copyOf(names));
      }
      for (int i = 0; i < cells.size(); i++) {
        double label = Double.parseDouble(cells.get(i));
        if (label != Math.rint(label) || Math.abs(label) > EXACT) {
          throw error(
              file,
              where,
              lines.get(i),
              "the number "
                  + CsvNumbers.shorten(cells.get(i))
                  + " is no class label: expected integers or names (values(...) reads numbers to"
                  + " predict)");
        }
      }
      List<String> canonical = cells.stream().map(Found::integer).toList();
      TreeSet<String> names = new TreeSet<>(Comparator.comparingLong(Long::parseLong));
      names.addAll(canonical);
      return byName(file, where, canonical, lines, List.copyOf(names));
    }

    private static String integer(String cell) {
      return Long.toString((long) Double.parseDouble(cell));
    }
  }
}
