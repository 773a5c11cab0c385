import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/**
 * Checks that every Java source is formatted by google-java-format ({@code check}), or formats it
 * ({@code apply}).
 *
 * <p>It is run as a source file by the JDK that the project is written for, because the formatter
 * parses with the compiler of the JVM it runs in and Maven may run in an older one.
 */
final class Format {
  private Format() {}

  public static void main(String[] args) throws IOException {
    boolean apply = args[0].equals("apply");
    var unformatted = new ConcurrentSkipListSet<Path>();
    var unreadable = new ConcurrentSkipListSet<String>();
    sources().parallelStream()
        .forEach(
            file -> {
              try {
                String source = Files.readString(file);
                String formatted = new Formatter().formatSourceAndFixImports(source);
                if (formatted.equals(source)) return;
                unformatted.add(file);
                if (apply) Files.writeString(file, formatted);
              } catch (FormatterException | IOException e) {
                unreadable.add(file + ": " + e.getMessage());
              }
            });
    unreadable.forEach(System.err::println);
    for (Path file : unformatted) {
      System.err.println(file + (apply ? ": formatted" : ": not formatted"));
    }
    boolean wrong = !apply && !unformatted.isEmpty();
    if (wrong) System.err.println("To format: mvn -q -N -Pformat validate");
    if (wrong || !unreadable.isEmpty()) System.exit(1);
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(""))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> Stream.of("target", ".git").noneMatch(part -> holds(file, part)))
          .toList();
    }
  }

  private static boolean holds(Path file, String part) {
    for (Path name : file) if (name.toString().equals(part)) return true;
    return false;
  }
}
