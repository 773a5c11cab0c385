package jacobi.cli;

import jacobi.models.Spec;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** Lists what can be trained by name. */
@Command(
    name = "examples",
    description = "Lists the specifications that come with Jacobi; 'jacobi train NAME' trains one.")
final class ExamplesCommand implements Callable<Integer> {
  @picocli.CommandLine.Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = command.commandLine().getOut();
    for (String name : Spec.embedded()) {
      out.println(String.format(Locale.ROOT, "%-18s %s", name, Spec.find(name).about()));
    }
    return 0;
  }
}
