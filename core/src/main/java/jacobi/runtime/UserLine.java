package jacobi.runtime;

/** The line outside the library that is running, for reports. */
final class UserLine {
  private UserLine() {}

  static String find() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(
                        f ->
                            !f.getClassName().startsWith("jacobi.")
                                && !f.getClassName().startsWith("java."))
                    .findFirst()
                    .map(f -> " (from " + f.getFileName() + ":" + f.getLineNumber() + ")")
                    .orElse(""));
  }
}
