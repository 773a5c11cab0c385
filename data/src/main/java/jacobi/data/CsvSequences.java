package jacobi.data;

import jacobi.data.SequenceDataset.Answers;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sequences in a table: the rows that share an id, in the order of the file, are the steps of one.
 * A row without features names a sequence without adding a step to it.
 */
final class CsvSequences {
  /** What was found of a sequence. */
  private static final class Found {
    private final long line;
    private final List<float[]> steps = new ArrayList<>();
    private final List<String> targets = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();

    Found(long line) {
      this.line = line;
    }
  }

  /** Which columns hold what. */
  record Columns(int id, int[] features, int[] target, boolean each, boolean values) {
    @Override
    public boolean equals(Object o) {
      return this == o;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  private final CsvTable table;
  private final Columns columns;
  private final Map<String, Found> found = new LinkedHashMap<>();

  private CsvSequences(CsvTable table, Columns columns) {
    this.table = table;
    this.columns = columns;
  }

  static Dataset read(CsvTable table, Columns columns) {
    CsvSequences reading = new CsvSequences(table, columns);
    reading.collect();
    return reading.dataset();
  }

  private void collect() {
    table.forEachRow(
        (line, record) -> {
          String id = record.getField(columns.id()).strip();
          if (id.isEmpty()) {
            throw table.cellError(line, columns.id(), "the id of the sequence is missing");
          }
          Found sequence = found.computeIfAbsent(id, _ -> new Found(line));
          boolean empty =
              Arrays.stream(columns.features()).allMatch(c -> record.getField(c).isBlank());
          if (!empty) {
            float[] step = new float[columns.features().length];
            for (int j = 0; j < step.length; j++) {
              int column = columns.features()[j];
              step[j] = table.number(line, column, record.getField(column));
            }
            sequence.steps.add(step);
            if (columns.target().length == 1) {
              target(sequence, line, record.getField(columns.target()[0]).strip());
            }
          }
          return true;
        });
    found.forEach(
        (id, sequence) -> {
          if (sequence.steps.isEmpty()) {
            throw new JacobiException(
                String.format(
                    "%s: line %d: sequence \"%s\" has no steps: all its features are empty",
                    table.name(), sequence.line, CsvNumbers.shorten(id)));
          }
        });
  }

  private void target(Found sequence, long line, String cell) {
    if (columns.each() || sequence.targets.isEmpty()) {
      sequence.targets.add(cell);
      sequence.lines.add(line);
      return;
    }
    if (!cell.equals(sequence.targets.getFirst())) {
      throw table.cellError(
          line,
          columns.target()[0],
          String.format(
              "the target is \"%s\", but \"%s\" in line %d of the same sequence (each: true gives"
                  + " every step its own)",
              CsvNumbers.shorten(cell),
              CsvNumbers.shorten(sequence.targets.getFirst()),
              sequence.lines.getFirst()));
    }
  }

  private Dataset dataset() {
    List<Found> all = List.copyOf(found.values());
    int[] starts = new int[all.size() + 1];
    int width = columns.features().length;
    for (int i = 0; i < all.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], all.get(i).steps.size());
    }
    float[] steps = new float[Math.multiplyExact(starts[all.size()], width)];
    int to = 0;
    for (Found sequence : all) {
      for (float[] step : sequence.steps) {
        System.arraycopy(step, 0, steps, to, width);
        to += width;
      }
    }
    return SequenceDataset.of(
        table.name(), starts, true, width, table.names(columns.features()), steps, answers(all));
  }

  private Answers answers(List<Found> all) {
    if (columns.target().length == 0) {
      return Answers.NONE;
    }
    List<String> cells = all.stream().flatMap(f -> f.targets.stream()).toList();
    List<Long> lines = all.stream().flatMap(f -> f.lines.stream()).toList();
    int column = columns.target()[0];
    Answers answers;
    if (columns.values()) {
      float[] values = new float[cells.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = table.number(lines.get(i), column, cells.get(i));
      }
      answers = new Answers(new Targets.Values(Shape.of(1)), new int[0], values);
    } else {
      CsvLabels.Labelled labelled = table.labels(column, cells, lines);
      answers = new Answers(labelled.classes(), labelled.labels(), new float[0]);
    }
    return columns.each() ? Sequences.eachStep(answers) : answers;
  }
}
