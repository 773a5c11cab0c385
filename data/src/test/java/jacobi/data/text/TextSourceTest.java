package jacobi.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSourceTest {
  private static final TextColumns NAMED = new TextColumns("text", "label");

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static List<String> pairs(TextSource source) throws IOException {
    return source.readAll().stream().map(e -> e.label() + "|" + e.text()).toList();
  }

  private static void assertRefused(TextSource source, String message) {
    assertThatThrownBy(source::readAll)
        .isInstanceOf(JacobiException.class)
        .hasMessage(source.name() + message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void lines() throws IOException {
    Path file = file("a.txt", "\ufefffirst\r\n\nשלום עולם\n👩‍🚀 last");
    assertThat(pairs(TextSource.lines(file)))
        .containsExactly("|first", "|", "|שלום עולם", "|👩‍🚀 last");
    assertThat(TextSource.lines(file).readAll().get(3).place()).isEqualTo(file + ": line 4");
    assertThat(TextSource.lines(file("empty.txt", "")).readAll()).isEmpty();
  }

  @Test
  void gzippedLines() throws IOException {
    Path file = folder.resolve("a.txt.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("a\nb\n".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(TextSource.lines(file).readAll()).hasSize(200_000);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 20));
    assertRefused(TextSource.lines(file), ": the gzip file is truncated");
  }

  @Test
  void linesOfAMegabyte() throws IOException {
    String text = "wörd ".repeat(200_000);
    Path tsv = file("long.tsv", text + "\ta b\n" + text + "\tc\n");
    assertThat(TextSource.tsv(tsv, TextColumns.FIRST_AND_LAST).readAll())
        .extracting(TextExample::text)
        .containsExactly(text, text);
    Path csv = file("long.csv", "\"" + text + "\",x\n");
    assertThat(TextSource.csv(csv, TextColumns.FIRST_AND_LAST).readAll().getFirst().text())
        .isEqualTo(text);
    Path json = file("long.jsonl", "{\"text\": \"" + text + "\", \"label\": 1}\n");
    assertThat(TextSource.jsonLines(json, NAMED).readAll().getFirst().text()).isEqualTo(text);
  }

  @Test
  void invalidUtf8IsNamedByFileLineAndByte() throws IOException {
    byte[] bytes = "gut\nschön\tx\n".getBytes(StandardCharsets.ISO_8859_1);
    String message =
        ": line 2: byte 5 of the line (0xf6) is not UTF-8, expected a text file in UTF-8";
    assertRefused(TextSource.lines(file("l.txt", bytes)), message.replace("byte 5", "byte 4"));
    byte[] csv = "gut,x\n\"schön\",x\n".getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(TextSource.csv(file("l.csv", csv), TextColumns.FIRST_AND_LAST), message);
    byte[] cut = {'a', '\n', 'b', (byte) 0xe2, (byte) 0x82};
    assertRefused(
        TextSource.lines(file("c.txt", cut)),
        ": line 2: byte 2 of the line (0xe2) is not UTF-8, expected a text file in UTF-8");
    assertThat(pairs(TextSource.lines(file("r.txt", "a \ufffd b")))).containsExactly("|a \ufffd b");
  }

  @Test
  void tabs() throws IOException {
    Path sst = file("sst.tsv", "a \"bad\" film\t0\n\n\t1\ngood , it is\tvery good\n");
    assertThat(pairs(TextSource.tsv(sst, TextColumns.FIRST_AND_LAST)))
        .containsExactly("0|a \"bad\" film", "1|", "very good|good , it is");
    Path named = file("n.tsv", "id\tlabel\ttext\n7\tx y\thello\n");
    assertThat(pairs(TextSource.tsv(named, NAMED))).containsExactly("x y|hello");
    assertThat(pairs(TextSource.tsv(named, new TextColumns("text", "")))).containsExactly("|hello");
  }

  @Test
  void badRowsOfTables() throws IOException {
    assertRefused(
        TextSource.tsv(file("w.tsv", "a\t1\nb\n"), TextColumns.FIRST_AND_LAST),
        ": line 2: expected 2 columns separated by tabs, found 1");
    assertRefused(
        TextSource.tsv(file("m.tsv", "a\t1\nb\t \n"), TextColumns.FIRST_AND_LAST),
        ": line 2: the label is missing");
    assertRefused(
        TextSource.tsv(file("t.tsv", "txt\tlabel\nb\t1\n"), NAMED),
        ": no column \"text\" for the text; did you mean \"txt\"?");
    assertRefused(
        TextSource.csv(file("i.csv", "a,b\n"), new TextColumns("2", "-1")),
        ": line 1: text is column 2, but there are 2 columns");
    assertRefused(
        TextSource.csv(file("w.csv", "a,1\nb,2,3\n"), TextColumns.FIRST_AND_LAST),
        ": line 2: expected 2 columns, found 3");
  }

  @Test
  void commas() throws IOException {
    Path file = file("q.csv", "label,text\nnot bad,\"a, \"\"b\"\"\nc\"\nx,\n");
    assertThat(pairs(TextSource.csv(file, NAMED))).containsExactly("not bad|a, \"b\"\nc", "x|");
    assertThat(TextSource.csv(file, NAMED).readAll().get(1).place()).isEqualTo(file + ": line 4");
  }

  @Test
  void jsonLines() throws IOException {
    Path file =
        file(
            "a.jsonl",
            """
            {"text": "a\\nb", "label": "not bad", "more": [1, {"x": null}]}

            {"label": 3, "text": ""}
            {"label": true, "text": "\\u05d0"}
            """);
    assertThat(pairs(TextSource.jsonLines(file, NAMED)))
        .containsExactly("not bad|a\nb", "3|", "true|א");
    assertRefused(
        TextSource.jsonLines(file("n.jsonl", "{\"texts\": \"a\"}\n"), NAMED),
        ": line 1: no field \"text\"; did you mean \"texts\"?");
    assertRefused(
        TextSource.jsonLines(file("t.jsonl", "{\"text\": 5, \"label\": 1}\n"), NAMED),
        ": line 1: \"text\" is 5, expected text");
    assertRefused(
        TextSource.jsonLines(file("l.jsonl", "{\"text\": \"\", \"label\": null}\n"), NAMED),
        ": line 1: \"label\" is null, expected a label");
    assertRefused(
        TextSource.jsonLines(file("x.jsonl", "[1]\n"), NAMED),
        ": line 1: expected a JSON object, found \"[1]\"");
    assertThatThrownBy(() -> TextSource.jsonLines(file("b.jsonl", "{\"a\": \n"), NAMED).readAll())
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("b.jsonl: line 1: not JSON: ");
  }

  @Test
  void folders() throws IOException {
    Files.createDirectories(folder.resolve("data/very good/deep"));
    Files.createDirectories(folder.resolve("data/bad"));
    Files.writeString(folder.resolve("data/very good/deep/1.txt"), "a\nb\n");
    Files.writeString(folder.resolve("data/bad/2.txt"), "");
    Files.writeString(folder.resolve("data/bad/.hidden"), "no");
    TextSource source = TextSource.folder(folder.resolve("data"));
    assertThat(pairs(source)).containsExactly("bad|", "very good|a\nb");
    Files.writeString(folder.resolve("data/stray.txt"), "");
    assertThatThrownBy(source::readAll)
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("stray.txt: is not in a folder named after its label");
    assertThatThrownBy(TextSource.folder(folder.resolve("none"))::readAll)
        .isInstanceOf(NoSuchFileException.class);
  }
}
