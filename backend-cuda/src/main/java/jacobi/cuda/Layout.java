package jacobi.cuda;

import jacobi.backend.AddressSpace.Region;
import jacobi.backend.AddressSpace.Use;
import java.util.Arrays;
import java.util.List;

/**
 * Where the regions of a plan lie in one run: some where they always do, the others elsewhere from
 * run to run. Of the latter those at the same address are one place: an output that takes an
 * input's.
 */
final class Layout {
  private final List<Region> regions;
  private final boolean[] moves;
  private final long[] bases;

  /** For each region that moves the first that moves and lies at the same address; else -1. */
  private final int[] places;

  /**
   * The layout of a run.
   *
   * @param moves which regions lie elsewhere in other runs
   */
  Layout(List<Region> regions, boolean[] moves, long[] bases) {
    this.regions = regions;
    this.moves = moves.clone();
    this.bases = bases.clone();
    this.places = new int[bases.length];
    for (int i = 0; i < bases.length; i++) {
      places[i] = moves[i] ? firstAt(bases[i]) : -1;
    }
  }

  private int firstAt(long base) {
    int i = 0;
    while (!moves[i] || bases[i] != base) {
      i++;
    }
    return i;
  }

  /**
   * Whether regions that move can be put elsewhere: none shares memory with another place, unless
   * both are only read.
   */
  boolean isSeparate() {
    for (int i = 0; i < bases.length; i++) {
      for (int j = 0; moves[i] && j < bases.length; j++) {
        boolean samePlace = moves[j] && places[i] == places[j];
        if (!samePlace && overlap(i, j) && (isWritten(i) || isWritten(j))) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean overlap(int i, int j) {
    return bases[i] < bases[j] + regions.get(j).bytes()
        && bases[j] < bases[i] + regions.get(i).bytes();
  }

  private boolean isWritten(int region) {
    return switch (regions.get(region).use()) {
      case OUTPUT, WORK -> true;
      case INPUT, PREPARED -> false;
    };
  }

  /** Whether all that does not move lies where it does in another layout, and what moves alike. */
  boolean isLike(Layout other) {
    for (int i = 0; i < bases.length; i++) {
      if (!moves[i] && regions.get(i).bytes() > 0 && bases[i] != other.bases[i]) {
        return false;
      }
    }
    return Arrays.equals(places, other.places);
  }

  int size() {
    return bases.length;
  }

  long base(int region) {
    return bases[region];
  }

  long[] bases() {
    return bases.clone();
  }

  /** The region that stands for a region's place; -1 for one that does not move. */
  int place(int region) {
    return places[region];
  }

  long bytes(int region) {
    return regions.get(region).bytes();
  }

  /** Whether a region's content before the run matters. */
  boolean isRead(int region) {
    Use use = regions.get(region).use();
    return use == Use.INPUT || use == Use.PREPARED;
  }

  /** Whether a region's content after the run matters. */
  boolean isResult(int region) {
    return regions.get(region).use() == Use.OUTPUT;
  }
}
