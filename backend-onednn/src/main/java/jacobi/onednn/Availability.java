package jacobi.onednn;

/** Whether oneDNN can be used in this JVM. */
sealed interface Availability {

  /** A line for the log: the version in use, or why there is none. */
  String description();

  /**
   * oneDNN is loaded.
   *
   * @param library the functions to call
   */
  record Available(OneDnnLibrary library) implements Availability {
    @Override
    public String description() {
      return "oneDNN " + library.version();
    }
  }

  /**
   * oneDNN cannot be used here.
   *
   * @param reason one line saying what is missing
   */
  record Unavailable(String reason) implements Availability {
    @Override
    public String description() {
      return reason;
    }
  }
}
