package jacobi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.data.CsvFormat.FirstLine;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  private static final String FLOWERS =
      """
      length,width,species
      5.1,3.5,setosa
      7.0,3.2,versicolor
      -1e-2,+.5,setosa
      """;

  private static CsvTable read(String text) {
    return read(text, CsvFormat.DEFAULT);
  }

  private static CsvTable read(String text, CsvFormat format) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return Csv.read(new ByteArrayInputStream(bytes), "f.csv", format);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(String message, Runnable reading) {
    assertThatThrownBy(reading::run)
        .isInstanceOf(JacobiException.class)
        .hasMessage(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void readsFeaturesAndTextLabels() {
    Dataset data = read(FLOWERS).target("species");
    assertThat(data.size()).isEqualTo(3);
    assertThat(data.featureShape()).isEqualTo(Shape.of(2));
    assertThat(data.featureNames()).containsExactly("length", "width");
    assertThat(data.classNames()).containsExactly("setosa", "versicolor");
    assertThat(data.features(0)).containsExactly(5.1f, 3.5f);
    assertThat(data.features(2)).containsExactly(-.01f, .5f);
    assertThat(List.of(data.label(0), data.label(1), data.label(2))).containsExactly(0, 1, 0);
  }

  @Test
  void findsTargetByIndexFromEitherEnd() {
    assertThat(read(FLOWERS).target(2).label(1)).isEqualTo(1);
    assertThat(read(FLOWERS).target(-1).label(1)).isEqualTo(1);
    assertThat(read("b,1,2\na,3,4\n").target(-3).features(1)).containsExactly(3, 4);
  }

  @Test
  void firstLineIsDataWhereItHoldsANumber() {
    Dataset data = read("5.1,3.5,setosa\n7,3,versicolor\n").target();
    assertThat(data.size()).isEqualTo(2);
    assertThat(data.featureNames()).isEmpty();
  }

  @Test
  void firstLineCanBeSaid() {
    CsvFormat names = CsvFormat.DEFAULT.withFirstLine(FirstLine.NAMES);
    Dataset data = read("2020,2021\n1,2\n3,4\n", names).values("2021");
    assertThat(data.size()).isEqualTo(2);
    float[] value = new float[1];
    data.copyValues(1, value, 0);
    assertThat(value).containsExactly(4);
    CsvFormat noNames = CsvFormat.DEFAULT.withFirstLine(FirstLine.DATA);
    assertThat(read("a,b\n1,2\n", noNames).rowCount()).isEqualTo(2);
  }

  @Test
  void integerLabelsAreSortedAsNumbers() {
    Dataset data = read("x,y\n1,10\n1,9\n1,-1\n1,9.0\n").target("y");
    assertThat(data.classNames()).containsExactly("-1", "9", "10");
    assertThat(data.label(3)).isEqualTo(1);
  }

  @Test
  void readsQuotesByteOrderMarkCrLfAndSemicolons() {
    String text = "\uFEFF\"a;1\";label\r\n1;\"x\"\"\ny\"\r\n\r\n2;z\r\n";
    Dataset data = read(text, CsvFormat.DEFAULT.withSeparator(';')).target("label");
    assertThat(data.featureNames()).containsExactly("a;1");
    assertThat(data.classNames()).containsExactly("x\"\ny", "z");
  }

  @Test
  void readsCountsLine() {
    CsvFormat counts = CsvFormat.DEFAULT.withFirstLine(FirstLine.COUNTS);
    Dataset data = read("3,2,no,yes\n1,2,0\n3,4,1\n5,6,1\n", counts).target();
    assertThat(data.classNames()).containsExactly("no", "yes");
    assertThat(data.label(2)).isEqualTo(1);
    assertRefused(
        "f.csv: line 1 says 3 rows, the file has 1", () -> read("3,2,no,yes\n1,2,0\n", counts));
    assertRefused(
        "f.csv: line 2 has 4 columns, expected 3 as in line 1",
        () -> read("1,2,no,yes\n1,2,3,0\n", counts));
    assertRefused(
        "f.csv: line 1: expected the number of rows, the number of features and the class names,"
            + " as in \"150,4,setosa,versicolor,virginica\"",
        () -> read("a,b,c\n1,2,0\n", counts));
    assertRefused(
        "f.csv: line 2, column 3: label 2 is out of range, expected an integer from 0 to 1",
        () -> read("1,2,no,yes\n1,2,2\n", counts).target());
  }

  @Test
  void readsFilesZippedOrNotAndTabsByName(@TempDir Path folder) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(FLOWERS.getBytes(StandardCharsets.UTF_8));
    }
    Path gz = Files.write(folder.resolve("f.csv.gz"), zipped.toByteArray());
    assertThat(Csv.read(gz).target().size()).isEqualTo(3);
    Path tsv = Files.writeString(folder.resolve("f.tsv"), FLOWERS.replace(',', '\t'));
    assertThat(Csv.read(tsv).target().size()).isEqualTo(3);
    byte[] cut = Arrays.copyOf(zipped.toByteArray(), zipped.size() - 12);
    Path truncated = Files.write(folder.resolve("cut.csv.gz"), cut);
    assertThatThrownBy(() -> Csv.read(truncated))
        .isInstanceOf(JacobiException.class)
        .hasMessage(truncated + ": the gzip file is truncated");
    Path absent = folder.resolve("absent.csv");
    assertThatThrownBy(() -> Csv.read(absent))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(absent.toString());
  }

  @Test
  void regressionTargets() {
    Dataset data = read("a,b,c\n1,2,3\n4,5,6\n").values("c", "a");
    assertThat(data.targets()).isEqualTo(new Targets.Values(Shape.of(2)));
    float[] values = new float[2];
    data.copyValues(1, values, 0);
    assertThat(values).containsExactly(6, 4);
    assertThat(data.features(1)).containsExactly(5);
  }

  @Test
  void columnsCanBeDroppedChosenAndLeftUnlabelled() {
    CsvTable table = read("id,a,b\n7,1,2\n8,3,4\n");
    assertThat(table.drop("id").unlabelled().features(1)).containsExactly(3, 4);
    assertThat(table.drop(0).unlabelled().features(1)).containsExactly(3, 4);
    assertThat(table.features(List.of("b", "a")).unlabelled().features(1)).containsExactly(4, 3);
    assertThat(table.unlabelled().targets()).isEqualTo(Targets.none());
    assertRefused(
        "f.csv: no column is left for the features", () -> table.drop("id", "a", "b").unlabelled());
  }

  @Test
  void raggedRowIsNamed() {
    assertRefused(
        "f.csv: line 3 has 2 columns, expected 3 as in line 1", () -> read("a,b,c\n1,2,3\n1,2\n"));
    assertRefused(
        "f.csv: line 2 has 4 columns, expected 3 as in line 1", () -> read("1,2,3\n1,2,3,4\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "abc, '\"abc\" is not a number'",
    "'', the cell is empty",
    "NaN, '\"NaN\" is not a finite number'",
    "-inf, '\"-inf\" is not a finite number'",
    "1e39, 1e39 is too large for a float32",
    "1f, '\"1f\" is not a number'",
    "0x1p3, '\"0x1p3\" is not a number'",
    "1.2.3, '\"1.2.3\" is not a number'",
    "'1,5', '\"1,5\" is not a number'",
    "1e, '\"1e\" is not a number'",
    ".,  '\".\" is not a number'",
  })
  void badCellIsNamed(String cell, String problem) {
    assertRefused(
        "f.csv: line 4, column 2 (width): " + problem,
        () -> read("length,width,species\n1,2,a\n3,4,b\n5,\"" + cell + "\",a\n").target("species"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n"})
  void emptyFile(String text) {
    assertRefused("f.csv: the file is empty", () -> read(text));
  }

  @Test
  void onlyAHeader() {
    assertRefused("f.csv: no row of data follows the first line", () -> read("a,b\n"));
  }

  @Test
  void missingTargetColumnSuggestsTheNearest() {
    assertRefused(
        "f.csv: there is no column \"Specie\"; did you mean \"species\"?",
        () -> read(FLOWERS).target("Specie"));
    assertRefused(
        "f.csv: there is no column 3: the file has 3 columns, 0 to 2",
        () -> read(FLOWERS).target(3));
    assertRefused(
        "f.csv: there is no column \"y\": the file has no line of column names; use an index, 0 to"
            + " 1",
        () -> read("1,2\n").target("y"));
  }

  @Test
  void duplicateColumnNames() {
    assertRefused(
        "f.csv: line 1: columns 1 and 3 are both named \"a\"", () -> read("a,b,a\n1,2,3\n"));
  }

  @Test
  void badLabels() {
    assertRefused(
        "f.csv: line 2, column 3 (species): unknown class \"setosa\"; did you mean \"setossa\"?",
        () -> read(FLOWERS).classes(List.of("setossa", "versicolor")).target("species"));
    assertRefused(
        "f.csv: line 3, column 2 (y): label 10 is out of range, expected an integer from 0 to 9",
        () -> read("x,y\n1,9\n1,10\n").classes(10).target("y"));
    assertRefused(
        "f.csv: line 3, column 2 (y): the class is missing",
        () -> read("x,y\n1,a\n1,\n").target("y"));
    assertRefused(
        "f.csv: line 3, column 2 (y): the number 2.5 is no class label: expected integers or names"
            + " (values(...) reads numbers to predict)",
        () -> read("x,y\n1,1\n1,2.5\n").target("y"));
  }

  @Test
  void classWithoutRowInTraining() {
    CsvTable table = read(FLOWERS).classes(List.of("setosa", "versicolor", "virginica"));
    assertRefused(
        "f.csv: class \"virginica\" has no row in the training part (3 rows)",
        () -> table.target("species").asTraining());
  }
}
