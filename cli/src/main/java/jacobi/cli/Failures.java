package jacobi.cli;

import jacobi.graph.JacobiException;
import jacobi.train.NotFiniteException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on standard error and an exit code. */
final class Failures
    implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
  static final int TRAINING = 1;
  static final int INPUT = 2;
  static final int INTERNAL = 70;
  static final int INTERRUPTED = 130;

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    String hint =
        e instanceof UnmatchedArgumentException u && !u.getSuggestions().isEmpty()
            ? ", did you mean " + u.getSuggestions().getFirst() + "?"
            : "";
    return report(e.getCommandLine(), e, INPUT, e.getMessage() + hint);
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return switch (e) {
      case NotFiniteException _ -> report(command, e, TRAINING, e.getMessage());
      case JacobiException _ -> report(command, e, INPUT, e.getMessage());
      case IOException io -> report(command, e, INPUT, message(io));
      case UncheckedIOException u -> report(command, e, INPUT, message(u.getCause()));
      case InvalidPathException p ->
          report(command, e, INPUT, p.getInput() + ": is not a path: " + p.getReason());
      default -> internal(command, e);
    };
  }

  /** Reports something that should not have happened. */
  static int internal(CommandLine command, Throwable e) {
    String hint = debugging() ? "" : " (JACOBI_DEBUG=1 shows where)";
    return report(command, e, INTERNAL, "internal error: " + e + hint);
  }

  /** What happened to which file. */
  static String message(IOException e) {
    return switch (e) {
      case FileSystemException f when f.getFile() != null && f.getReason() != null ->
          f.getFile() + ": " + f.getReason();
      case NoSuchFileException f -> f.getFile() + ": no such file";
      case AccessDeniedException f -> f.getFile() + ": permission denied";
      case FileSystemException f when f.getFile() != null ->
          f.getFile() + ": " + f.getClass().getSimpleName();
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }

  private static boolean debugging() {
    return "1".equals(System.getenv("JACOBI_DEBUG"));
  }

  private static int report(CommandLine command, Throwable e, int code, String message) {
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + oneLine(message));
    if (debugging()) {
      e.printStackTrace(err);
    }
    err.flush();
    return code;
  }

  private static String oneLine(String message) {
    List<String> lines =
        String.valueOf(message).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    return String.join(" ", lines).replaceAll("\\p{Cntrl}", " ");
  }
}
