package jacobi.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DependenciesTest {

  /** The same by a table of everything behind everything. */
  private static final class Table {
    final List<BitSet> behind = new ArrayList<>();

    boolean depends(int user, int on) {
      return behind.get(user).get(on);
    }

    boolean dependsAround(int user, int on) {
      for (int i = 0; i < behind.size(); i++) {
        if (depends(user, i) && depends(i, on)) {
          return true;
        }
      }
      return false;
    }

    void depend(int user, int on) {
      BitSet gained = (BitSet) behind.get(on).clone();
      gained.set(on);
      for (int i = 0; i < behind.size(); i++) {
        if (i == user || depends(i, user)) {
          behind.get(i).or(gained);
        }
      }
    }

    void merge(int from, int into) {
      BitSet both = (BitSet) behind.get(from).clone();
      both.or(behind.get(into));
      both.clear(from);
      both.clear(into);
      for (int i = 0; i < behind.size(); i++) {
        BitSet b = behind.get(i);
        if (i == into || b.get(from) || b.get(into)) {
          b.or(both);
          b.set(into, i != into);
        }
        b.clear(from);
      }
      behind.get(from).clear();
    }
  }

  @Test
  void answersAsATableOfEverythingBehindEverything() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new SplittableRandom(seed);
      var dependencies = new Dependencies();
      var table = new Table();
      for (int step = 0; step < 60; step++) {
        if (random.nextInt(3) == 0 || table.behind.size() < 3) {
          assertThat(dependencies.add()).isEqualTo(table.behind.size());
          table.behind.add(new BitSet());
        }
        int a = random.nextInt(table.behind.size());
        int b = random.nextInt(table.behind.size());
        if (a == b || table.depends(b, a)) {
          continue;
        }
        if (random.nextInt(6) > 0) {
          dependencies.depend(a, b);
          table.depend(a, b);
        } else if (!table.dependsAround(a, b)) {
          dependencies.merge(b, a);
          table.merge(b, a);
        }
        check(dependencies, table);
      }
    }
  }

  private static void check(Dependencies dependencies, Table table) {
    int n = table.behind.size();
    int[] order = dependencies.ordered().toArray();
    int[] place = new int[n];
    for (int i = 0; i < n; i++) {
      place[order[i]] = i;
    }
    for (int user = 0; user < n; user++) {
      for (int on = 0; on < n; on++) {
        boolean expected = table.depends(user, on);
        assertThat(dependencies.depends(user, on)).isEqualTo(expected);
        assertThat(dependencies.dependsAround(user, on)).isEqualTo(table.dependsAround(user, on));
        assertThat(!expected || place[user] > place[on]).isTrue();
      }
    }
  }

  @Test
  void circlesAreRefused() {
    var dependencies = new Dependencies();
    for (int i = 0; i < 3; i++) {
      dependencies.add();
    }
    dependencies.depend(1, 0);
    dependencies.depend(2, 1);
    assertThatThrownBy(() -> dependencies.depend(0, 2)).isInstanceOf(IllegalStateException.class);
  }
}
