package jacobi.data.text.pipeline;

/**
 * A token that is found in the text itself, before the model sees it.
 *
 * @param singleWord whether it counts only where no word character touches it
 * @param stripLeft whether white space before it belongs to it
 * @param stripRight whether white space after it belongs to it
 * @param normalized whether it is looked for after normalising, itself normalised
 * @param special whether decoding leaves it out
 */
public record AddedToken(
    int id,
    String content,
    boolean singleWord,
    boolean stripLeft,
    boolean stripRight,
    boolean normalized,
    boolean special) {

  /** A special token such as {@code [CLS]}, found as it is. */
  public static AddedToken special(int id, String content) {
    return new AddedToken(id, content, false, false, false, false, true);
  }
}
