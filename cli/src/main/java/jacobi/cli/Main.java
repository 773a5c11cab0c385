package jacobi.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code jacobi} command. */
@Command(
    name = "jacobi",
    version = "jacobi 0.1.0",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    description = "Trains, evaluates and inspects neural networks.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "  0:success",
      "  1:training failed: the loss or a gradient is not a finite number",
      "  2:bad input: a command line, file, key or value that is wrong",
      " 70:an internal error",
      "130:interrupted, such as by Ctrl-C"
    },
    subcommands = {
      TrainCommand.class,
      TuneCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      NeighboursCommand.class,
      VectorsCommand.class,
      GenerateCommand.class,
      InspectCommand.class,
      PlotCommand.class,
      ExamplesCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    System.exit(execute(commandLine(), args));
  }

  static int execute(CommandLine command, String... args) {
    try {
      return command.execute(args);
    } catch (Error e) {
      return Failures.internal(command, e);
    }
  }

  static CommandLine commandLine() {
    Failures failures = new Failures();
    return new CommandLine(new Main())
        .setOut(new PrintWriter(System.out, true, System.out.charset()))
        .setErr(new PrintWriter(System.err, true, System.err.charset()))
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "which command? 'jacobi --help' lists them");
  }
}
