package jacobi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.data.Series.Windows;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SeriesTest {

  /** Point t of column c is 10 t + c. */
  private static Series counting(int points, int columns) {
    float[] numbers = new float[points * columns];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = 10 * (i / columns) + i % columns;
    }
    return Series.of("series", columns, List.of(), numbers);
  }

  private static float[] target(Dataset data, int index) {
    float[] y = new float[Math.toIntExact(((Targets.Values) data.targets()).shape().size())];
    data.copyValues(index, y, 0);
    return y;
  }

  @Test
  void windowsAndWhatFollows() {
    Dataset data = counting(10, 2).windows(new Windows(3, 2, 2, List.of(1)));
    assertThat(data.featureShape()).isEqualTo(Shape.of(3, 2));
    assertThat(data.size()).isEqualTo(3);
    assertThat(data.features(1)).containsExactly(20, 21, 30, 31, 40, 41);
    assertThat(target(data, 1)).containsExactly(51, 61);
    assertThat(target(data, 2)).containsExactly(71, 81);
    assertThat(data.batch(0, 1).targets().shape()).isEqualTo(Shape.of(2, 2));
  }

  @Property(tries = 200)
  void noPieceSeesAnother(
      @ForAll @IntRange(min = 1, max = 5) int window,
      @ForAll @IntRange(min = 0, max = 3) int horizon,
      @ForAll @IntRange(min = 1, max = 4) int stride) {
    Series series = counting(60, 1);
    Split split = series.splitLast(new Windows(window, horizon, stride, List.of(0)), .6, .2, .2);
    int[] from = {0, 36, 48, 60};
    List<Dataset> parts = List.of(split.train(), split.validation(), split.test());
    for (int p = 0; p < 3; p++) {
      Dataset part = parts.get(p);
      assertThat(part.size()).isPositive();
      assertThat(part.features(0)[0]).isEqualTo(10 * from[p]);
      for (int i = 0; i < part.size(); i++) {
        float[] x = part.features(i);
        float[] y = target(part, i);
        float last = horizon == 0 ? x[window - 1] : y[horizon - 1];
        assertThat(x[0]).isEqualTo(10f * (from[p] + i * stride));
        assertThat(last).isEqualTo(x[0] + 10 * (window + horizon - 1)).isLessThan(10 * from[p + 1]);
      }
    }
  }

  @Test
  void scalingSeesTheTrainingPieceAlone() {
    Split raw = counting(10, 1).splitLast(new Windows(2, 1, 1, List.of(0)), .5, 0, .5);
    Split scaled = raw.minMax();
    assertThat(scaled.train().features(0)).containsExactly(0, 1 / 3f);
    assertThat(scaled.test().features(2)[1]).isEqualTo(80 / 30f);
  }

  @Test
  void tooShort() {
    Windows windows = new Windows(5, 1, 1, List.of(0));
    assertThatThrownBy(() -> counting(20, 1).splitLast(windows, .8, 0, .2))
        .isInstanceOf(JacobiException.class)
        .hasMessage("series: the test piece has 4 points, a window and what follows need 6");
    assertThatThrownBy(() -> new Windows(0, 1, 1, List.of())).hasMessageContaining("windows of 0");
    assertThatThrownBy(() -> counting(20, 1).column("x")).hasMessageContaining("no column \"x\"");
  }

  // --- sequences in tables ----------------------------------------------------------------------

  private static CsvTable table(String text) throws IOException {
    return Csv.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        "rows.csv",
        CsvFormat.DEFAULT);
  }

  private static final String ROWS =
      "id,x,y,kind\na,1,2,up\nb,3,4,down\na,5,6,up\nb,7,8,down\na,9,10,up\n";

  @Test
  void rowsOfOneIdAreOneSequence() throws IOException {
    Dataset data = table(ROWS).sequences("id", Optional.of("kind"), false, false);
    assertThat(data.size()).isEqualTo(2);
    assertThat(data.features(0)).containsExactly(1, 2, 5, 6, 9, 10);
    assertThat(data.length(1)).isEqualTo(2);
    assertThat(data.classNames()).containsExactly("down", "up");
    assertThat(data.label(0)).isEqualTo(1);
    assertThat(data.featureNames()).containsExactly("x", "y");
    Dataset each = table(ROWS).sequences("id", Optional.of("-1"), true, false);
    int[] labels = new int[3];
    each.copyLabels(0, labels, 0);
    assertThat(labels).containsExactly(1, 1, 1);
    Dataset values =
        table(ROWS.replace("up", "5").replace("down", "7"))
            .sequences("id", Optional.of("kind"), true, true);
    assertThat(values.batch(1).targets().toFloats()).containsExactly(7, 7);
    assertThat(values.batch(1).targets().shape()).isEqualTo(Shape.of(1, 2, 1));
    assertThat(table("id,x\na,1\nb,2\n").sequences("0", Optional.empty(), false, false).features(1))
        .containsExactly(2);
  }

  @Test
  void wrongSequences() throws IOException {
    CsvTable empty = table("id,x,kind\na,1,up\nb,,down\n");
    assertThatThrownBy(() -> empty.sequences("id", Optional.of("kind"), false, false))
        .isInstanceOf(JacobiException.class)
        .hasMessage("rows.csv: line 3: sequence \"b\" has no steps: all its features are empty");
    CsvTable mixed = table("id,x,kind\na,1,up\na,2,down\n");
    assertThatThrownBy(() -> mixed.sequences("id", Optional.of("kind"), false, false))
        .hasMessageContaining(
            "line 3, column 3 (kind): the target is \"down\", but \"up\" in line 2");
    CsvTable nobody = table("id,x,kind\n,1,up\na,2,down\n");
    assertThatThrownBy(() -> nobody.sequences("id", Optional.of("kind"), false, false))
        .hasMessageContaining("line 2, column 1 (id): the id of the sequence is missing");
    CsvTable half = table("id,x,y,kind\na,1,,up\na,2,3,up\n");
    assertThatThrownBy(() -> half.sequences("id", Optional.of("kind"), false, false))
        .hasMessageContaining("line 2, column 3 (y): the cell is empty");
    CsvTable narrow = table("id,kind\na,1\n");
    assertThatThrownBy(() -> narrow.sequences("id", Optional.of("kind"), false, false))
        .hasMessageContaining("no column is left");
  }
}
