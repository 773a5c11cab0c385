package jacobi.bench.gpu;

import jacobi.bench.Workload;
import jacobi.graph.Precision;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** PyTorch in a child process of Python, which runs {@code peer.py}. */
final class PyTorch implements AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final Path script;
  private final Process process;
  private final BufferedReader in;
  private final BufferedWriter out;
  private final String description;

  /**
   * Starts Python and waits until it has loaded PyTorch.
   *
   * @param python the command
   * @param device as PyTorch names it, such as {@code cuda:0}
   */
  PyTorch(String python, String device) {
    try {
      this.script = Files.createTempFile("jacobi", ".py");
      try (InputStream peer = PyTorch.class.getResourceAsStream("peer.py")) {
        Files.copy(peer, script, StandardCopyOption.REPLACE_EXISTING);
      }
      this.process =
          new ProcessBuilder(python, script.toString(), device)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.in = process.inputReader(StandardCharsets.UTF_8);
    this.out = process.outputWriter(StandardCharsets.UTF_8);
    JsonNode hello = ask("hello", Map.of());
    this.description =
        "PyTorch " + hello.path("torch").asString() + " on " + hello.path("device").asString();
  }

  /** Version and device. */
  String description() {
    return description;
  }

  /**
   * A network there, whose racer works until {@link #closeAll}.
   *
   * @param numbers file that {@link NumbersFile} wrote
   * @param mode empty for PyTorch as it is, or a mode of {@code torch.compile}
   */
  Racer open(
      String name,
      Workload workload,
      Path numbers,
      double learningRate,
      Precision precision,
      String mode) {
    ask(
        "open",
        Map.of(
            "name",
            name,
            "workload",
            NumbersFile.describe(workload),
            "numbers",
            numbers.toString(),
            "rate",
            learningRate,
            "precision",
            precision.toString(),
            "compiled",
            !mode.isEmpty(),
            "mode",
            mode));
    return new There(name);
  }

  /** Frees all networks and their memory. */
  void closeAll() {
    ask("close", Map.of());
  }

  private final class There implements Racer {
    private final String name;

    There(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Start start(int steps) {
      JsonNode answer = ask("losses", Map.of("name", name, "steps", steps));
      List<Float> losses = new ArrayList<>();
      answer.required("losses").forEach(l -> losses.add((float) l.asDouble()));
      return new Start(losses, answer.required("bytes").asLong());
    }

    @Override
    public void warmUp(double seconds) {
      ask("warm", Map.of("name", name, "seconds", seconds));
    }

    @Override
    public double turn(int steps) {
      return ask("turn", Map.of("name", name, "steps", steps)).required("millis").asDouble();
    }
  }

  private JsonNode ask(String what, Map<String, Object> details) {
    Map<String, Object> command = new TreeMap<>(details);
    command.put("do", what);
    String line;
    try {
      out.write(MAPPER.writeValueAsString(command));
      out.newLine();
      out.flush();
      line = in.readLine();
    } catch (IOException e) {
      throw new IllegalStateException("Python ended: " + e.getMessage(), e);
    }
    if (line == null) {
      throw new IllegalStateException("Python ended; what it said stands above");
    }
    return parse(line);
  }

  /**
   * One answer.
   *
   * @throws IllegalStateException if it is an error, with PyTorch's message, or no answer at all
   */
  static JsonNode parse(String line) {
    JsonNode answer;
    try {
      answer = MAPPER.readTree(line);
    } catch (JacksonException e) {
      throw new IllegalStateException("Python answers " + line, e);
    }
    if (answer.has("error")) {
      throw new IllegalStateException(answer.get("error").asString());
    }
    return answer;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    try {
      Files.deleteIfExists(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
