package jacobi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command within the test's process, or as a process of its own. */
final class Cli {
  private Cli() {}

  /** What a run left behind. */
  record Result(int code, String out, String err) {
    Result succeeded() {
      assertThat(err).isEmpty();
      assertThat(code).isZero();
      return this;
    }

    /** One line of error that holds some texts, and nothing else. */
    Result failed(int expectedCode, String... parts) {
      assertThat(err).hasLineCount(1).contains(parts).endsWith(System.lineSeparator());
      assertThat(code).isEqualTo(expectedCode);
      assertThat(out).isEmpty();
      return this;
    }
  }

  static Result run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] words = Stream.of(arguments).map(String::valueOf).toArray(String[]::new);
    return new Result(Main.execute(command, words), out.toString(), err.toString());
  }

  static Result runWithInput(String input, Object... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
    try {
      return run(arguments);
    } finally {
      System.setIn(before);
    }
  }

  /** Starts the command as a process. */
  static ProcessBuilder process(Object... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp"));
    words.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    words.add("jacobi.cli.Main");
    Stream.of(arguments).map(String::valueOf).forEach(words::add);
    return new ProcessBuilder(words);
  }

  static Map<String, Object> json(String text) {
    return JsonMapper.shared().readValue(text, new TypeReference<>() {});
  }

  static Map<String, Object> json(Path file) throws IOException {
    return json(Files.readString(file));
  }
}
