package jacobi.data;

import java.util.Collection;
import java.util.Locale;

/** The known name a user probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The name with the least edit distance (Levenshtein), ignoring case; names must not be empty.
   */
  public static String to(String wanted, Collection<String> names) {
    String best = names.iterator().next();
    int least = Integer.MAX_VALUE;
    for (String name : names) {
      int d = distance(wanted.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (d < least) {
        least = d;
        best = name;
      }
    }
    return best;
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
