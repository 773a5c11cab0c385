package jacobi.compile;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.View;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Turns a fused group into a loop nest. */
final class NestBuilder {
  private final Group group;
  private final Classes classes;
  private final List<View> views = new ArrayList<>();
  private final List<Node> operands = new ArrayList<>();
  private final List<Inst> body = new ArrayList<>();

  /** Positions of a member's values: one, or one for each point of the window. */
  private final Map<Node, int[]> memberValues = new IdentityHashMap<>();

  private final Map<List<Object>, Integer> shared = new HashMap<>();

  /** Whether the reduced axes are no loops: their points are written out one by one. */
  private final boolean windows;

  private final List<int[]> points;

  /** Which of the points is being written, an index into {@link #points}. */
  private int point;

  private NestBuilder(Group group, Classes classes) {
    this.group = group;
    this.classes = classes;
    this.windows = group.windows();
    this.points = windows ? points(group) : List.of(new int[group.domain.length]);
  }

  /** Indices of the domain's axes for each point of the window, 0 along those that are kept. */
  private static List<int[]> points(Group group) {
    List<int[]> all = List.of(new int[group.domain.length]);
    for (int d = 0; d < group.domain.length; d++) {
      if (!group.reduced[d]) {
        continue;
      }
      List<int[]> next = new ArrayList<>();
      for (int[] p : all) {
        for (int i = 0; i < group.domain[d]; i++) {
          int[] q = p.clone();
          q[d] = i;
          next.add(q);
        }
      }
      all = next;
    }
    return all;
  }

  /** A loop nest and the node whose buffer each of its operands is. */
  record Built(LoopNest nest, List<Node> operands) {}

  static Built build(
      Group group, Classes classes, Map<Node, Integer> position, Predicate<Node> stored) {
    NestBuilder b = new NestBuilder(group, classes);
    List<Node> members = new ArrayList<>(group.members);
    members.sort((x, y) -> Integer.compare(position.get(x), position.get(y)));
    for (Node m : members) {
      b.member(m);
    }
    for (Node m : members) {
      if (stored.test(m)) {
        for (b.point = 0; b.point < b.times(m); b.point++) {
          b.store(m);
        }
        b.point = 0;
      }
    }
    return new Built(b.finish(), b.operands);
  }

  private void member(Node m) {
    int[] place = group.place.get(m);
    if (windows && m.op() instanceof Op.Reduce r) {
      memberValues.put(m, new int[] {window(r, m, place)});
      return;
    }
    int[] values = new int[times(m)];
    for (point = 0; point < values.length; point++) {
      values[point] = emit(m, place);
    }
    point = 0;
    memberValues.put(m, values);
  }

  /** How often a member is written out: for each point of a window, or once. */
  private int times(Node m) {
    int[] place = group.place.get(m);
    for (int i = 0; i < place.length; i++) {
      if (m.shape().dim(i) != 1 && group.reduced[place[i]]) {
        return points.size();
      }
    }
    return 1;
  }

  /** All elements of a window put together, in order. */
  private int window(Op.Reduce r, Node m, int[] place) {
    int total = operand(m.input(0), place);
    for (point = 1; point < points.size(); point++) {
      int next = operand(m.input(0), place);
      total = add(new Inst.Binary(r.kind().combining(), total, next, m.dtype()));
    }
    point = 0;
    return total;
  }

  /** The value of a member at the current point. */
  private int value(Node m) {
    int[] values = memberValues.get(m);
    return values[values.length == 1 ? 0 : point];
  }

  /**
   * Emits a node's own operation with its iteration placed in the domain; returns the value's
   * position.
   */
  private int emit(Node n, int[] place) {
    if (classes.isCopy(n)) {
      return Nodes.isView(n) ? throughView(n, place) : generator(n, place);
    }
    int[] in = new int[n.inputs().size()];
    for (int i = 0; i < in.length; i++) {
      in[i] = operand(n.input(i), place);
    }
    return switch (n.op()) {
      case Op.Unary u -> add(new Inst.Unary(u.kind(), in[0], n.dtype()));
      case Op.Binary b -> add(new Inst.Binary(b.kind(), in[0], in[1], n.dtype()));
      case Op.Compare c -> add(new Inst.Compare(c.kind(), in[0], in[1]));
      case Op.Select _ -> add(new Inst.Select(in[0], in[1], in[2], n.dtype()));
      case Op.Cast c -> add(new Inst.Cast(in[0], c.dtype()));
      case Op.Reduce r -> add(new Inst.Reduce(r.kind(), in[0], n.dtype()));
      default -> throw new IllegalStateException(n + " does not fuse");
    };
  }

  /** The value of an operand at the current point, given the domain axis of each of its axes. */
  private int operand(Node n, int[] place) {
    if (memberValues.containsKey(n) && aligned(n, place)) {
      return value(n);
    }
    return switch (classes.kind(n)) {
      case VIEW -> throughView(n, place);
      case GENERATOR -> generator(n, place);
      case INLINE -> emit(n, place);
      case LEAF, FUSED, OPAQUE -> load(n, View.contiguous(n.dtype(), n.shape()), n, place);
    };
  }

  private boolean aligned(Node member, int[] place) {
    int[] own = group.place.get(member);
    for (int i = 0; i < own.length; i++) {
      if (member.shape().dim(i) != 1 && own[i] != place[i]) {
        return false;
      }
    }
    return true;
  }

  private int throughView(Node view, int[] place) {
    Node base = view.input(0);
    while (classes.kind(base) == Classes.Kind.VIEW) {
      base = base.input(0);
    }
    if (base.op() instanceof Op.Constant && classes.kind(base) == Classes.Kind.GENERATOR) {
      return generator(base, new int[0]);
    }
    java.util.Optional<int[]> through = Chain.through(view, place);
    boolean inMemory =
        classes.kind(base) != Classes.Kind.GENERATOR
            && classes.kind(base) != Classes.Kind.INLINE
            && !memberValues.containsKey(base);
    if (through.isPresent() && !inMemory) {
      return operand(view.input(0), through.get());
    }
    Classes.Access in = classes.access(view.input(0));
    View v = Chain.apply(view, in.view()).orElseThrow();
    return load(in.base(), v, view, place);
  }

  private int generator(Node n, int[] place) {
    return switch (n.op()) {
      case Op.Constant c -> add(new Inst.Const(c));
      case Op.Iota i ->
          n.shape().dim(i.axis()) == 1 || place[i.axis()] < 0
              ? add(new Inst.Const(Op.Constant.of(n.dtype(), 0L)))
              : windows && group.reduced[place[i.axis()]]
                  ? add(
                      new Inst.Const(
                          Op.Constant.of(n.dtype(), (long) points.get(point)[place[i.axis()]])))
                  : add(new Inst.Index(place[i.axis()], n.dtype()));
      default -> throw new IllegalStateException(n + " is not a generator");
    };
  }

  private int load(Node base, View view, Node shaped, int[] place) {
    return add(
        new Inst.Load(operandIndex(base, overDomain(view, shaped.shape(), place)), base.dtype()));
  }

  private void store(Node m) {
    Shape s = m.shape();
    View v = overDomain(View.contiguous(m.dtype(), s), s, group.place.get(m));
    views.add(v);
    operands.add(m);
    body.add(new Inst.Store(views.size() - 1, value(m), m.dtype()));
  }

  private View overDomain(View v, Shape shape, int[] place) {
    long[] strides = new long[group.domain.length];
    for (int i = 0; i < place.length; i++) {
      if (shape.dim(i) != 1 && place[i] >= 0) {
        strides[place[i]] += v.stride(i);
      }
    }
    long offset = v.offset();
    if (windows) {
      for (int d = 0; d < strides.length; d++) {
        offset += points.get(point)[d] * strides[d];
        strides[d] = group.reduced[d] ? 0 : strides[d];
      }
    }
    return new View(v.dtype(), Shape.of(group.domain), offset, strides);
  }

  private int operandIndex(Node base, View view) {
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i) == base && views.get(i).equals(view)) {
        return i;
      }
    }
    operands.add(base);
    views.add(view);
    return views.size() - 1;
  }

  /** Appends an instruction unless the same one is there already. */
  private int add(Inst inst) {
    return shared.computeIfAbsent(
        List.of(inst),
        k -> {
          body.add(inst);
          return body.size() - 1;
        });
  }

  // --- the domain in its final order, adjacent axes merged ---------------------------------------

  private LoopNest finish() {
    int rank = group.domain.length;
    boolean rows = rank > 0 && group.reduced[rank - 1];
    int[] order = IntStream.range(0, rank).filter(d -> !windows || !group.reduced[d]).toArray();
    if (rows) {
      order =
          IntStream.concat(
                  IntStream.range(0, rank).filter(d -> !group.reduced[d]),
                  IntStream.range(0, rank).filter(d -> group.reduced[d]))
              .toArray();
    }
    boolean[] indexed = new boolean[rank];
    for (Inst inst : body) {
      if (inst instanceof Inst.Index(int axis, _)) {
        indexed[axis] = true;
      }
    }
    // Each final axis is a run of axes of the ordered domain.
    List<int[]> runs = new ArrayList<>();
    for (int at : order) {
      if (!runs.isEmpty() && mergeable(runs.getLast(), at, indexed)) {
        int[] run = Arrays.copyOf(runs.getLast(), runs.getLast().length + 1);
        run[run.length - 1] = at;
        runs.set(runs.size() - 1, run);
      } else {
        runs.add(new int[] {at});
      }
    }
    int[] extents =
        runs.stream()
            .mapToInt(
                r -> Arrays.stream(r).map(d -> group.domain[d]).reduce(1, Math::multiplyExact))
            .toArray();
    List<Boolean> reduced = runs.stream().map(r -> !windows && group.reduced[r[0]]).toList();
    int[] newAxis = new int[rank];
    for (int i = 0; i < runs.size(); i++) {
      for (int d : runs.get(i)) {
        newAxis[d] = i;
      }
    }
    Shape domain = Shape.of(extents);
    List<View> finalViews =
        views.stream()
            .map(
                v ->
                    new View(
                        v.dtype(),
                        domain,
                        v.offset(),
                        runs.stream().mapToLong(r -> v.stride(r[r.length - 1])).toArray()))
            .toList();
    List<Inst> finalBody =
        body.stream()
            .map(
                i ->
                    i instanceof Inst.Index(int axis, var dtype)
                        ? new Inst.Index(newAxis[axis], dtype)
                        : i)
            .toList();
    return new LoopNest(domain, reduced, finalViews, finalBody);
  }

  private boolean mergeable(int[] run, int next, boolean[] indexed) {
    int last = run[run.length - 1];
    if (group.reduced[last] != group.reduced[next] || indexed[last] || indexed[next]) {
      return false;
    }
    long extent = group.domain[next];
    for (int d : run) {
      extent *= group.domain[d];
    }
    return extent <= Integer.MAX_VALUE
        && views.stream().allMatch(v -> v.stride(last) == v.stride(next) * group.domain[next]);
  }
}
