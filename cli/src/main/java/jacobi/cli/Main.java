package jacobi.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code jacobi} command. */
@Command(
    name = "jacobi",
    version = "jacobi 0.1.0",
    mixinStandardHelpOptions = true,
    description = "Trains, evaluates and inspects neural networks.")
public final class Main {
  private Main() {}

  /** Runs the command and exits with its code: 0 for success, 2 for bad input. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
