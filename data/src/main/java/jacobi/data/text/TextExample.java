package jacobi.data.text;

/**
 * A text and its label.
 *
 * @param text may be empty
 * @param label as the file writes it, blanks inside included; empty where the source has none
 * @param place where it stands, for messages: {@code train.tsv: line 3}
 */
public record TextExample(String text, String label, String place) {}
