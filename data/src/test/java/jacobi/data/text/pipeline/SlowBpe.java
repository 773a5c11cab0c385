package jacobi.data.text.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Byte-pair encoding of ASCII words that counts all pairs again before each merge. */
final class SlowBpe {
  private SlowBpe() {}

  static List<String> merges(List<String> words, int count) {
    List<List<String>> all = new ArrayList<>();
    for (String word : words) {
      all.add(new ArrayList<>(word.chars().mapToObj(Character::toString).toList()));
    }
    Map<String, Integer> ids = new HashMap<>();
    for (int b = 0; b < 128; b++) {
      ids.put(Character.toString(b), b);
    }
    List<String> merges = new ArrayList<>();
    int next = 256;
    while (next < 256 + count) {
      Map<List<String>, Integer> counts = new HashMap<>();
      for (List<String> word : all) {
        for (int i = 0; i + 1 < word.size(); i++) {
          counts.merge(List.of(word.get(i), word.get(i + 1)), 1, Integer::sum);
        }
      }
      var best =
          counts.entrySet().stream()
              .filter(e -> e.getValue() >= 2)
              .min(
                  Comparator.<Map.Entry<List<String>, Integer>>comparingInt(e -> -e.getValue())
                      .thenComparingInt(e -> ids.get(e.getKey().get(0)))
                      .thenComparingInt(e -> ids.get(e.getKey().get(1))));
      if (best.isEmpty()) {
        return merges;
      }
      String left = best.get().getKey().get(0);
      String right = best.get().getKey().get(1);
      String merge = left + " " + right;
      if (!merges.contains(merge)) {
        merges.add(merge);
      }
      if (ids.putIfAbsent(left + right, next) == null) {
        next++;
      }
      for (List<String> word : all) {
        for (int i = 0; i + 1 < word.size(); i++) {
          if (word.get(i).equals(left) && word.get(i + 1).equals(right)) {
            word.set(i, left + right);
            word.remove(i + 1);
          }
        }
      }
    }
    return merges;
  }
}
