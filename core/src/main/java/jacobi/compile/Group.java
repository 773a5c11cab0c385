package jacobi.compile;

import jacobi.graph.Node;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Nodes that become one task. A fused group has a domain (extents, none of them 1) and places every
 * member in it: for each axis of the member's iteration shape, the domain axis it runs along, or
 * -1. A group of one opaque node has no domain.
 */
final class Group {
  /** Most elements of a window whose points are written out one by one. */
  private static final int LARGEST_WINDOW = 9;

  final int id;
  final boolean opaque;
  int[] domain;
  boolean[] reduced;
  final List<Node> members = new ArrayList<>();
  final Map<Node, int[]> place = new IdentityHashMap<>();

  Group(int id, boolean opaque) {
    this.id = id;
    this.opaque = opaque;
  }

  boolean reduces() {
    for (boolean r : reduced) {
      if (r) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reduces many elements along other axes than the last: results are accumulated in memory, and
   * nothing in the group may use them.
   */
  boolean columns() {
    return reduces() && !reduced[reduced.length - 1] && !windows();
  }

  /**
   * Reduces few elements along other axes than the last, as pooling does: all are written out one
   * by one, and the loops run over what is kept.
   */
  boolean windows() {
    return isWindow(domain, reduced);
  }

  /**
   * Whether the reduced axes are those of a small window, each point with its channels in a row.
   */
  static boolean isWindow(int[] domain, boolean[] reduced) {
    return reduced.length > 0
        && !reduced[reduced.length - 1]
        && rowExtent(domain, reduced) > 1
        && rowExtent(domain, reduced) <= LARGEST_WINDOW;
  }

  /** Elements combined into one by a reduction. */
  long rowExtent() {
    return rowExtent(domain, reduced);
  }

  private static long rowExtent(int[] domain, boolean[] reduced) {
    long n = 1;
    for (int i = 0; i < domain.length; i++) {
      n *= reduced[i] ? domain[i] : 1;
    }
    return n;
  }

  /** The node whose value a group of folded nodes (a product with what follows it) ends in. */
  Node last() {
    return members.getLast();
  }
}
