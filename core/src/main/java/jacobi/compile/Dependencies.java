package jacobi.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which of a growing number of things depend on which, kept in an order in which each comes after
 * those it depends on (Pearce and Kelly 2006, "A dynamic topological sort algorithm for directed
 * acyclic graphs"). What a question or a change costs depends on how far apart the two lie in that
 * order, not on how many there are: a table of everything behind everything would grow with the
 * square of the graph.
 */
final class Dependencies {
  private final List<Set<Integer>> before = new ArrayList<>();
  private final List<Set<Integer>> after = new ArrayList<>();
  private int[] place = new int[64];

  /** By number, the last search that came by. */
  private int[] seen = new int[64];

  private int search;

  /** Adds one that depends on nothing, behind all others; gives its number, counted from 0. */
  int add() {
    int id = before.size();
    before.add(new LinkedHashSet<>());
    after.add(new LinkedHashSet<>());
    if (id == place.length) {
      place = Arrays.copyOf(place, 2 * id);
      seen = Arrays.copyOf(seen, 2 * id);
    }
    place[id] = id;
    return id;
  }

  int size() {
    return before.size();
  }

  /** Those that this one depends on directly. */
  Set<Integer> before(int id) {
    return before.get(id);
  }

  /** Those that depend on this one directly. */
  Set<Integer> after(int id) {
    return after.get(id);
  }

  /** All of them, each after those it depends on. */
  IntStream ordered() {
    int[] at = new int[size()];
    for (int id = 0; id < at.length; id++) {
      at[place[id]] = id;
    }
    return Arrays.stream(at);
  }

  /** Whether the first depends on the second, directly or not. */
  boolean depends(int user, int on) {
    return reaches(before.get(user), on);
  }

  /** Whether the first depends on the second by way of a third. */
  boolean dependsAround(int user, int on) {
    return reaches(before.get(user).stream().filter(b -> b != on).toList(), on);
  }

  private boolean reaches(Iterable<Integer> from, int target) {
    search++;
    // The one closest to the target first: a path is usually found at once.
    PriorityQueue<Integer> next = new PriorityQueue<>(Comparator.comparingInt(i -> place[i]));
    visit(from, target, next);
    while (!next.isEmpty()) {
      int at = next.remove();
      if (at == target) {
        return true;
      }
      visit(before.get(at), target, next);
    }
    return false;
  }

  private void visit(Iterable<Integer> ids, int target, PriorityQueue<Integer> next) {
    for (int id : ids) {
      if (place[id] >= place[target] && seen[id] != search) {
        seen[id] = search;
        next.add(id);
      }
    }
  }

  /** Makes the first depend on the second, which must not depend on the first. */
  void depend(int user, int on) {
    if (user == on || !before.get(user).add(on)) {
      return;
    }
    after.get(on).add(user);
    if (place[on] > place[user]) {
      List<Integer> moved = within(on, before, place[user], place[on]);
      List<Integer> later = within(user, after, place[user], place[on]);
      if (later.contains(on)) {
        throw new IllegalStateException("two tasks depend on each other");
      }
      moved.sort(Comparator.comparingInt(i -> place[i]));
      later.sort(Comparator.comparingInt(i -> place[i]));
      moved.addAll(later);
      int[] places = moved.stream().mapToInt(i -> place[i]).sorted().toArray();
      for (int i = 0; i < places.length; i++) {
        place[moved.get(i)] = places[i];
      }
    }
  }

  /** Those reached from one along {@code edges} without leaving a range of places. */
  private List<Integer> within(int from, List<Set<Integer>> edges, int first, int last) {
    search++;
    seen[from] = search;
    List<Integer> found = new ArrayList<>(List.of(from));
    for (int i = 0; i < found.size(); i++) {
      for (int id : edges.get(found.get(i))) {
        if (place[id] >= first && place[id] <= last && seen[id] != search) {
          seen[id] = search;
          found.add(id);
        }
      }
    }
    return found;
  }

  /**
   * Makes the two one, whose number is the second's; neither may depend on the other by way of a
   * third. The first is left without any dependency.
   */
  void merge(int from, int into) {
    Set<Integer> users = after.set(from, new LinkedHashSet<>());
    Set<Integer> on = before.set(from, new LinkedHashSet<>());
    users.forEach(u -> before.get(u).remove(from));
    on.forEach(o -> after.get(o).remove(from));
    on.forEach(o -> depend(into, o));
    users.forEach(u -> depend(u, into));
  }
}
