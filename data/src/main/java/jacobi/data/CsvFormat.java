package jacobi.data;

/**
 * How a CSV file is written.
 *
 * @param separator between cells
 * @param firstLine what the first line holds
 */
public record CsvFormat(char separator, FirstLine firstLine) {

  /** What the first line of a CSV file holds. */
  public enum FirstLine {
    /** Column names if none of its cells is a number and the second line has one; else data. */
    DETECT,
    /** Column names. */
    NAMES,
    /** The first row of data; columns are then known by index alone. */
    DATA,
    /**
     * Number of rows, number of features, then the class names: {@code
     * 150,4,setosa,versicolor,virginica}, as scikit-learn ships its data sets. The last column is
     * the class, as an index into these names.
     */
    COUNTS
  }

  /** Commas, and the first line detected. */
  public static final CsvFormat DEFAULT = new CsvFormat(',', FirstLine.DETECT);

  public CsvFormat withSeparator(char newSeparator) {
    return new CsvFormat(newSeparator, firstLine);
  }

  public CsvFormat withFirstLine(FirstLine newFirstLine) {
    return new CsvFormat(separator, newFirstLine);
  }
}
