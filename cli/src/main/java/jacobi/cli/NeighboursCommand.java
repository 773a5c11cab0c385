package jacobi.cli;

import jacobi.data.text.Neighbour;
import jacobi.graph.JacobiException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Which words have vectors near a word's. */
@Command(
    name = "neighbours",
    description = "Prints the words whose vectors are nearest to a word's, by the cosine.")
final class NeighboursCommand implements Callable<Integer> {
  private enum Format {
    TEXT,
    JSON
  }

  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private VectorsOption source;

  @Parameters(index = "1", paramLabel = "WORD", description = "The word to start from.")
  private String word;

  @Option(
      names = "--plus",
      paramLabel = "W",
      description = "Adds the vector of another word; may be given several times.")
  private List<String> plus = List.of();

  @Option(
      names = "--minus",
      paramLabel = "W",
      description =
          "Takes the vector of another word away: king --minus man --plus woman asks what is to"
              + " woman as king is to man.")
  private List<String> minus = List.of();

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many words; default 10.")
  private int count;

  @Option(
      names = "--format",
      paramLabel = "F",
      defaultValue = "text",
      description = "text (default), a line a word, or json.")
  private Format format;

  @Override
  public Integer call() throws IOException {
    if (count < 1) {
      throw new JacobiException("--count is " + count + ", expected a number from 1");
    }
    VectorsOption.Named named = source.load();
    List<String> sum = new ArrayList<>(List.of(named.known(word)));
    plus.forEach(w -> sum.add(named.known(w)));
    List<String> less = minus.stream().map(named::known).toList();
    List<Neighbour> found = named.vectors().nearest(sum, less, count);
    PrintWriter out = command.commandLine().getOut();
    switch (format) {
      case TEXT ->
          TextTable.of(
                  List.of("word", "cosine"),
                  found.stream()
                      .map(n -> List.of(n.word(), String.format(Locale.ROOT, "%.4f", n.cosine())))
                      .toList())
              .forEach(out::println);
      case JSON ->
          out.println(
              found.stream()
                  .map(n -> JsonMapper.shared().writeValueAsString(json(n)))
                  .collect(Collectors.joining(",\n", "[", "]")));
    }
    out.flush();
    return 0;
  }

  private static Map<String, Object> json(Neighbour n) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("word", n.word());
    map.put("cosine", n.cosine());
    return map;
  }
}
