package jacobi.data;

import jacobi.data.CsvFormat.FirstLine;
import jacobi.graph.Shape;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Small data sets that need no file: two classics, and truth tables. */
public final class Embedded {
  private Embedded() {}

  /**
   * Handwritten digits, the test part of the UCI set "Optical Recognition of Handwritten Digits"
   * (Alpaydin and Kaynak, 1998; CC BY 4.0): 1,797 images of 8x8 pixels, 0 to 16, as rows of shape
   * [64]; ten classes.
   */
  public static Dataset digits() {
    return table("digits", "digits.csv.gz", FirstLine.DATA).classes(10).target();
  }

  /**
   * Fisher's irises (1936): 150 flowers, four lengths in cm, three species. CC BY 4.0, from the UCI
   * repository.
   */
  public static Dataset iris() {
    CsvTable table = table("iris", "iris.csv", FirstLine.COUNTS);
    MemoryDataset data = (MemoryDataset) table.target();
    return data.withFeatureNames(
        List.of("sepal length", "sepal width", "petal length", "petal width"));
  }

  /** Both inputs are 1: 4 rows of shape [2], two classes. */
  public static Dataset and() {
    return truthTable("and", 2, bits -> bits == 3);
  }

  /** At least one input is 1: 4 rows of shape [2], two classes. */
  public static Dataset or() {
    return truthTable("or", 2, bits -> bits != 0);
  }

  /** An odd number of the two inputs are 1: 4 rows of shape [2], two classes. */
  public static Dataset xor() {
    return xor(2);
  }

  /** An odd number of the inputs are 1: 2^inputs rows, two classes. */
  public static Dataset xor(int inputs) {
    return truthTable("xor", inputs, bits -> Integer.bitCount(bits) % 2 == 1);
  }

  /** Two neighbouring inputs are 1: 16 rows of shape [4], two classes. */
  public static Dataset consecutiveOnes() {
    return truthTable("consecutive-ones", 4, bits -> (bits & bits >> 1) != 0);
  }

  private interface Rule {
    boolean holds(int bits);
  }

  /** Every combination of 0s and 1s in counting order, the first input the most significant. */
  private static Dataset truthTable(String name, int inputs, Rule rule) {
    int[] labels = new int[1 << inputs];
    for (int bits = 0; bits < labels.length; bits++) {
      labels[bits] = rule.holds(bits) ? 1 : 0;
    }
    return MemoryDataset.of(
            name,
            labels.length,
            Shape.of(inputs),
            List.of(),
            (row, into, offset) -> {
              for (int i = 0; i < inputs; i++) {
                into[offset + i] = row >> (inputs - 1 - i) & 1;
              }
            })
        .withLabels(labels, Targets.Classes.numbered(2));
  }

  private static CsvTable table(String name, String resource, FirstLine firstLine) {
    try (InputStream in = Embedded.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException("resource " + resource + " is missing from the jar");
      }
      return Csv.read(in, name, CsvFormat.DEFAULT.withFirstLine(firstLine));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
