package jacobi.cli;

import jacobi.models.SavedModel;
import jacobi.models.text.Generator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Writes text with a trained language model. */
@Command(
    name = "generate",
    description =
        "Writes text with a trained language model, token by token as it comes; or says which"
            + " tokens are likely next.")
final class GenerateCommand implements Callable<Integer> {
  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private ModelOption model;

  @Option(
      names = "--prompt",
      paramLabel = "P",
      defaultValue = "",
      description = "What the text begins with; default, nothing.")
  private String prompt;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many tokens (words, characters) to write at most; default 200.")
  private int tokens;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Below 1, likely tokens become likelier; default 1.")
  private Optional<Double> temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Draws from the K most likely tokens only.")
  private Optional<Integer> topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description = "Draws from the fewest most likely tokens that have this probability together.")
  private Optional<Double> topP;

  @Option(names = "--greedy", description = "Always takes the most likely token.")
  private boolean greedy;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Another seed gives another text; default 0.")
  private long seed;

  @Option(
      names = "--stop",
      paramLabel = "TEXT",
      description = "Ends where this comes up; it is not written.")
  private Optional<String> stop;

  @Option(
      names = "--unknown",
      description = "Draws the token for unknown words, too; otherwise it never comes.")
  private boolean unknown;

  @Option(
      names = "--next",
      paramLabel = "N",
      description = "Writes no text but the N most likely tokens after the prompt.")
  private Optional<Integer> next;

  @Mixin private ComputeOptions compute;

  @Override
  public Integer call() throws IOException {
    if (greedy && (temperature.isPresent() || topK.isPresent() || topP.isPresent())) {
      throw new ParameterException(
          command.commandLine(),
          "--greedy takes the most likely token: it goes with none of --temperature, --top-k and"
              + " --top-p");
    }
    SavedModel m = model.load();
    compute.apply();
    PrintWriter out = command.commandLine().getOut();
    Generator generator = settings(m.generator());
    if (next.isPresent()) {
      for (Generator.Next n : generator.next(prompt, next.get())) {
        out.println(String.format(Locale.ROOT, "%.6f  %s", n.probability(), shown(n.text())));
      }
    } else {
      generator.check(prompt, tokens);
      out.print(prompt);
      write(generator, out);
    }
    out.flush();
    return 0;
  }

  /** Thrown out of a generation whose text nobody reads any more, as in {@code | head}. */
  private static final class Closed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void write(Generator generator, PrintWriter out) {
    try {
      generator.generate(
          prompt,
          tokens,
          piece -> {
            out.print(piece);
            // Flushes, too.
            if (out.checkError()) {
              throw new Closed();
            }
          });
      out.println();
    } catch (Closed e) {
      // There is nothing left to do, and nobody to be told.
      return;
    }
  }

  private Generator settings(Generator g) {
    Generator all = greedy ? g.greedy() : g;
    all = temperature.isPresent() ? all.temperature(temperature.get()) : all;
    all = topK.isPresent() ? all.topK(topK.get()) : all;
    all = topP.isPresent() ? all.topP(topP.get()) : all;
    all = stop.isPresent() ? all.stop(stop.get()) : all;
    all = unknown ? all.allowUnknown() : all;
    return all.seed(seed);
  }

  /** A token on one line: in quotes, with escapes, where it would not be seen. */
  private static String shown(String token) {
    if (!token.isBlank() && token.chars().noneMatch(Character::isISOControl)) {
      return token;
    }
    StringBuilder text = new StringBuilder("\"");
    token
        .chars()
        .forEach(
            c ->
                text.append(
                    switch (c) {
                      case '\n' -> "\\n";
                      case '\r' -> "\\r";
                      case '\t' -> "\\t";
                      default ->
                          Character.isISOControl(c)
                              ? String.format("\\u%04x", c)
                              : Character.toString(c);
                    }));
    return text.append('"').toString();
  }
}
