package jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {
  @Command(name = "fail")
  private record Fail(Throwable with) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      switch (with) {
        case Exception e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalArgumentException(with);
      }
    }
  }

  private static void failing(Throwable with, int code, String line) {
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine().addSubcommand("fail", new Fail(with));
    command.setErr(new PrintWriter(err, true));
    assertThat(Main.execute(command, "fail")).isEqualTo(code);
    assertThat(err.toString().lines()).containsExactly(line);
  }

  @Test
  void inputErrorsAreOneLine() {
    failing(new JacobiException("x.csv:\n line 2"), 2, "jacobi fail: x.csv: line 2");
    failing(new AccessDeniedException("x.csv"), 2, "jacobi fail: x.csv: permission denied");
    failing(new UncheckedIOException(new IOException("gone")), 2, "jacobi fail: gone");
  }

  @Test
  void internalErrorsSayHowToFindOut() {
    failing(
        new IllegalStateException("oops"),
        70,
        "jacobi fail: internal error: java.lang.IllegalStateException: oops"
            + " (JACOBI_DEBUG=1 shows where)");
    failing(
        new OutOfMemoryError("Java heap space"),
        70,
        "jacobi: internal error: java.lang.OutOfMemoryError: Java heap space"
            + " (JACOBI_DEBUG=1 shows where)");
  }
}
