package jacobi.cli;

import java.text.MessageFormat;
import java.util.ResourceBundle;

/** Sends log messages to standard error, one line each and nothing but the message. */
public final class PlainLogs extends System.LoggerFinder {
  private static volatile System.Logger.Level threshold = System.Logger.Level.WARNING;

  /** Made by the Java runtime, which finds this class as a service. */
  public PlainLogs() {}

  /** The least level that is shown from now on. */
  static void show(System.Logger.Level least) {
    threshold = least;
  }

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Plain(name);
  }

  private record Plain(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      // Of what other libraries say, only warnings matter here.
      Level least =
          name.startsWith("jacobi") || threshold.compareTo(Level.WARNING) > 0
              ? threshold
              : Level.WARNING;
      return level.compareTo(least) >= 0 && level != Level.OFF;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      if (isLoggable(level)) {
        System.err.println(thrown == null ? message : message + ": " + thrown);
      }
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... arguments) {
      if (isLoggable(level)) {
        boolean plain = arguments == null || arguments.length == 0;
        System.err.println(plain ? format : MessageFormat.format(format, arguments));
      }
    }
  }
}
