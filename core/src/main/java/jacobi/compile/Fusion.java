package jacobi.compile;

import jacobi.graph.Graph;
import jacobi.graph.Ints;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which nodes share a kernel. Nodes are visited operands first; each joins the group of an
 * operand it reads point for point, if its iteration fits that group's domain and no group would
 * come to depend on itself; groups that meet in a node are merged. What a reduction gives is
 * constant along its reduced axes and may be used in the same group by anything that varies over
 * the whole domain, so that a softmax with its loss and its gradient is one group.
 */
final class Fusion {
  /** A row longer than this is not read again in the same kernel: it would have left the cache. */
  private static final int LONGEST_ROW = 1 << 16;

  private final Classes classes;
  private final int maxMembers;
  private final List<Group> groups = new ArrayList<>();

  /** Of groups, by their numbers. */
  private final Dependencies dependencies = new Dependencies();

  private final Map<Node, Group> groupOf = new IdentityHashMap<>();

  private Fusion(Classes classes, int maxMembers) {
    this.classes = classes;
    this.maxMembers = maxMembers;
  }

  /** Groups in an order in which each comes after those it depends on. */
  static List<Group> fuse(Graph graph, Classes classes, int maxMembers) {
    Fusion f = new Fusion(classes, maxMembers);
    for (Node n : graph.nodes()) {
      switch (classes.kind(n)) {
        case LEAF, VIEW, GENERATOR, INLINE -> {}
        case OPAQUE -> f.opaque(n);
        case FUSED -> f.fuse(n);
      }
    }
    return f.ordered();
  }

  private void opaque(Node n) {
    List<Node> folded = classes.foldedInto(n);
    if (classes.isFolded(n) && folded.isEmpty()) {
      return;
    }
    Group g = open(true);
    List<Node> members = folded.isEmpty() ? List.of(n) : folded;
    for (Node m : members) {
      g.members.add(m);
      groupOf.put(m, g);
      for (Node in : m.inputs()) {
        dependOn(g, in);
      }
    }
  }

  private Group open(boolean opaque) {
    Group g = new Group(dependencies.add(), opaque);
    groups.add(g);
    return g;
  }

  /**
   * An operand of a node, followed through views to its base; {@code axes} is empty where it is not
   * read point for point.
   */
  private record Operand(Node base, Optional<int[]> axes) {}

  private Operand follow(Node operand) {
    Optional<int[]> axes = Optional.of(Ints.range(operand.shape().rank()).toArray());
    Node at = operand;
    // A copied view reads its operand through itself.
    while (classes.kind(at) == Classes.Kind.VIEW
        || (at == operand && classes.isCopy(at) && Nodes.isView(at))) {
      Node view = at;
      axes = axes.flatMap(a -> Chain.through(view, a));
      at = at.input(0);
    }
    return new Operand(at, axes);
  }

  private List<Operand> operands(Node n) {
    if (classes.isCopy(n)) {
      return Nodes.isView(n) ? List.of(follow(n)) : List.of();
    }
    return n.inputs().stream().map(in -> classes.isCopy(in) ? identity(in) : follow(in)).toList();
  }

  private static Operand identity(Node n) {
    return new Operand(n, Optional.of(Ints.range(n.shape().rank()).toArray()));
  }

  private void fuse(Node n) {
    List<Operand> operands = operands(n);
    Set<Group> candidates = new LinkedHashSet<>();
    for (Operand o : operands) {
      Group g = groupOf.get(o.base());
      if (g != null && !g.opaque && o.axes().isPresent()) {
        candidates.add(g);
      }
    }
    List<Group> order = new ArrayList<>(candidates);
    order.sort((a, b) -> Integer.compare(b.domain.length, a.domain.length));
    for (Group g : order) {
      Optional<int[]> place = placement(n, operands, g);
      if (place.isPresent() && joinable(operands, g)) {
        List<Group> free =
            order.stream().filter(o -> o != g && !dependencies.depends(g.id, o.id)).toList();
        join(n, operands, g, place.get());
        Set<Group> behind = new HashSet<>();
        for (Group other : free) {
          // What a group merged just now reads, it reads from memory, perhaps at other points.
          if (!behind.contains(other)) {
            List<Group> above =
                free.stream().filter(o -> dependencies.depends(other.id, o.id)).toList();
            merge(other, g, n, operands);
            if (other.members.isEmpty()) {
              behind.addAll(above);
            }
          }
        }
        return;
      }
    }
    Group g = open(false);
    Shape s = iteration(n);
    g.domain = Chain.squeezed(s);
    g.reduced = new boolean[g.domain.length];
    int[] place = new int[s.rank()];
    int d = 0;
    for (int i = 0; i < place.length; i++) {
      place[i] = s.dim(i) == 1 ? -1 : d++;
    }
    join(n, operands, g, place);
  }

  /** The shape a node loops over. */
  private static Shape iteration(Node n) {
    return n.op() instanceof Op.Reduce ? n.input(0).shape() : n.shape();
  }

  private static boolean[] reducedBy(Node n, int[] place, int rank) {
    boolean[] r = new boolean[rank];
    if (n.op() instanceof Op.Reduce reduce) {
      for (int axis : reduce.axes().toArray()) {
        r[place[axis]] = true;
      }
    }
    return r;
  }

  /**
   * Where each axis of the node's iteration lies in the group's domain, if the node fits the group.
   */
  private Optional<int[]> placement(Node n, List<Operand> operands, Group g) {
    Shape s = iteration(n);
    int[] place = new int[s.rank()];
    Arrays.fill(place, -1);
    boolean[] used = new boolean[g.domain.length];
    boolean readsRow = false;
    boolean readsFull = false;
    for (Operand o : operands) {
      if (groupOf.get(o.base()) != g) {
        continue;
      }
      if (o.axes().isEmpty()) {
        return Optional.empty();
      }
      readsRow |= !isFull(o.base(), g);
      readsFull |= isFull(o.base(), g);
      int[] at = g.place.get(o.base());
      for (int i = 0; i < at.length; i++) {
        int axis = o.axes().get()[i];
        if (axis < 0 || o.base().shape().dim(i) == 1) {
          continue;
        }
        if (place[axis] == -1 && !used[at[i]]) {
          place[axis] = at[i];
          used[at[i]] = true;
        } else if (place[axis] != at[i]) {
          return Optional.empty();
        }
      }
    }
    // A gradient would join the pooling it belongs to, which is far behind, and be kept until used.
    boolean tooLate = g.windows() && !readsFull && isUsed(g);
    if (tooLate || !placeTheRest(s, place, used, g)) {
      return Optional.empty();
    }
    return fits(n, place, used, readsRow, g) ? Optional.of(place) : Optional.empty();
  }

  /** Whether another group depends on this one already. */
  private boolean isUsed(Group g) {
    return !dependencies.after(g.id).isEmpty();
  }

  private static boolean placeTheRest(Shape s, int[] place, boolean[] used, Group g) {
    for (int i = 0; i < place.length; i++) {
      if (s.dim(i) == 1 || place[i] >= 0) {
        continue;
      }
      int d = 0;
      while (d < used.length && (used[d] || g.domain[d] != s.dim(i))) {
        d++;
      }
      if (d == used.length) {
        return false;
      }
      place[i] = d;
      used[d] = true;
    }
    return true;
  }

  private boolean fits(Node n, int[] place, boolean[] used, boolean readsRow, Group g) {
    boolean full = true;
    boolean row = g.reduces();
    for (int d = 0; d < used.length; d++) {
      full &= used[d];
      row &= used[d] != g.reduced[d];
    }
    if (n.op() instanceof Op.Reduce) {
      boolean[] r = reducedBy(n, place, g.domain.length);
      return full
          && (!g.reduces() || Arrays.equals(r, g.reduced))
          && !(readsRow && tooFarBack(g))
          && g.members.size() < most(g.domain, r);
    }
    if (row) {
      return !g.columns();
    }
    return full && !(readsRow && tooFarBack(g));
  }

  private static boolean tooFarBack(Group g) {
    return g.columns() || g.rowExtent() > LONGEST_ROW;
  }

  /** Whether a member's value varies over the whole domain. */
  private static boolean isFull(Node member, Group g) {
    int axes = 0;
    for (int i = 0; i < member.shape().rank(); i++) {
      axes += member.shape().dim(i) == 1 ? 0 : 1;
    }
    return axes == g.domain.length;
  }

  private boolean joinable(List<Operand> operands, Group g) {
    if (g.members.size() >= most(g.domain, g.reduced)) {
      return false;
    }
    for (Operand o : operands) {
      Group p = groupOf.get(o.base());
      if (p != null && p != g && dependencies.depends(p.id, g.id)) {
        return false;
      }
    }
    return true;
  }

  /** Most members of a group: what is written out for each point of a window counts as often. */
  private int most(int[] domain, boolean[] reduced) {
    int points = 1;
    for (int d = 0; d < domain.length; d++) {
      points *= Group.isWindow(domain, reduced) && reduced[d] ? domain[d] : 1;
    }
    return points == 1 ? maxMembers : Math.max(1, 2 * maxMembers / points);
  }

  private void join(Node n, List<Operand> operands, Group g, int[] place) {
    g.members.add(n);
    // A reduced axis has extent 1 in the result, and nothing runs along it.
    g.place.put(n, place);
    groupOf.put(n, g);
    boolean[] r = reducedBy(n, place, g.domain.length);
    for (int d = 0; d < r.length; d++) {
      g.reduced[d] |= r[d];
    }
    for (Operand o : operands) {
      dependOn(g, o.base());
    }
  }

  /**
   * Makes a node's users depend on the group of the value behind it, through views and inlined
   * nodes.
   */
  private void dependOn(Group g, Node operand) {
    Node at = operand;
    while (classes.kind(at) == Classes.Kind.VIEW) {
      at = at.input(0);
    }
    Group p = groupOf.get(at);
    if (p != null) {
      dependencies.depend(g.id, p.id);
    }
  }

  /**
   * Merges {@code from} into {@code into}, which both feed {@code n} (already in {@code into}),
   * where that is possible.
   */
  private void merge(Group from, Group into, Node n, List<Operand> operands) {
    if (dependencies.depends(from.id, into.id)
        || (from.reduces() && from.rowExtent() > LONGEST_ROW)
        || dependencies.dependsAround(into.id, from.id)) {
      return;
    }
    Optional<int[]> axes = axisMap(from, into, n, operands);
    if (axes.isEmpty()) {
      return;
    }
    int[] to = axes.get();
    boolean[] mapped = new boolean[into.domain.length];
    for (int d = 0; d < to.length; d++) {
      mapped[to[d]] |= from.reduced[d];
    }
    boolean[] both = into.reduced.clone();
    for (int d = 0; d < both.length; d++) {
      both[d] |= mapped[d];
    }
    if (into.members.size() + from.members.size() > most(into.domain, both)) {
      return;
    }
    boolean sameDomain = to.length == into.domain.length;
    if (!sameDomain) {
      // Members of the smaller group become row values: its domain must be what the larger one
      // keeps.
      if (from.reduces() || !into.reduces() || into.columns()) {
        return;
      }
      for (int d : to) {
        if (into.reduced[d]) {
          return;
        }
      }
      if (kept(into) != to.length) {
        return;
      }
    } else if (from.reduces() && into.reduces() && !Arrays.equals(mapped, into.reduced)) {
      return;
    } else if (from.reduces()
        && (from.columns()
            || into.columns()
            || !(mapped[mapped.length - 1] || Group.isWindow(into.domain, mapped)))) {
      // Merging must not turn rows into columns, whose results nothing in the group may use.
      return;
    }
    into.reduced = both;
    for (Node m : from.members) {
      into.members.add(m);
      int[] p = from.place.get(m).clone();
      for (int i = 0; i < p.length; i++) {
        p[i] = p[i] < 0 ? -1 : to[p[i]];
      }
      into.place.put(m, p);
      groupOf.put(m, into);
    }
    from.members.clear();
    dependencies.merge(from.id, into.id);
  }

  private static int kept(Group g) {
    int n = 0;
    for (boolean r : g.reduced) {
      n += r ? 0 : 1;
    }
    return n;
  }

  /**
   * For each domain axis of {@code from}, the axis of {@code into} it meets in the node's
   * iteration.
   */
  private Optional<int[]> axisMap(Group from, Group into, Node n, List<Operand> operands) {
    int[] place = into.place.get(n);
    int[] to = new int[from.domain.length];
    Arrays.fill(to, -1);
    for (Operand o : operands) {
      if (groupOf.get(o.base()) != from) {
        continue;
      }
      if (o.axes().isEmpty()) {
        return Optional.empty();
      }
      int[] at = from.place.get(o.base());
      for (int i = 0; i < at.length; i++) {
        int axis = o.axes().get()[i];
        if (axis < 0 || o.base().shape().dim(i) == 1) {
          continue;
        }
        if (to[at[i]] == -1) {
          to[at[i]] = place[axis];
        } else if (to[at[i]] != place[axis]) {
          return Optional.empty();
        }
      }
    }
    boolean[] used = new boolean[into.domain.length];
    for (int d = 0; d < to.length; d++) {
      if (to[d] >= 0) {
        used[to[d]] = true;
      }
    }
    for (int d = 0; d < to.length; d++) {
      if (to[d] < 0) {
        int k = 0;
        while (k < used.length
            && (used[k] || into.domain[k] != from.domain[d] || !from.reduced[d])) {
          k++;
        }
        if (k == used.length) {
          return Optional.empty();
        }
        to[d] = k;
        used[k] = true;
      } else if (into.domain[to[d]] != from.domain[d]) {
        return Optional.empty();
      }
    }
    return Optional.of(to);
  }

  private List<Group> ordered() {
    return dependencies.ordered().mapToObj(groups::get).filter(g -> !g.members.isEmpty()).toList();
  }
}
