package jacobi.data.text.pipeline;

/** What becomes of the characters at which a text is cut. */
public enum SplitBehavior {
  /** They go. */
  REMOVED("Removed"),
  /** Each match is a piece of its own. */
  ISOLATED("Isolated"),
  /** A match ends the piece before it. */
  MERGED_WITH_PREVIOUS("MergedWithPrevious"),
  /** A match starts the piece after it. */
  MERGED_WITH_NEXT("MergedWithNext"),
  /** Matches that touch are one piece. */
  CONTIGUOUS("Contiguous");

  private final String id;

  SplitBehavior(String id) {
    this.id = id;
  }

  /** The name in files. */
  String id() {
    return id;
  }
}
