package jacobi.cuda.source;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.View;
import jacobi.cuda.source.KernelSource.Launch;
import jacobi.graph.DType;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What only moves elements: loop nests of one load and one store. */
final class CopySource {
  private final List<View> operands;
  private final View out;
  private final List<LoopNest> nests = new ArrayList<>();

  private final boolean aligned;

  private CopySource(List<View> in, View out, boolean aligned) {
    this.aligned = aligned;
    this.operands = new ArrayList<>(in);
    operands.add(out);
    this.out = out;
  }

  /** Copies a view of the operand in its row-major order. */
  static KernelSource of(View from, View out, boolean aligned) {
    CopySource s = new CopySource(List.of(from), out, aligned);
    s.copy(0, from, new View(out.dtype(), from.shape(), out.offset(), from.shape().strides()));
    return s.source();
  }

  static KernelSource concat(int axis, List<View> parts, View out, boolean aligned) {
    CopySource s = new CopySource(parts, out, aligned);
    long start = 0;
    for (int i = 0; i < parts.size(); i++) {
      View part = parts.get(i);
      long offset = out.offset() + start * out.stride(axis);
      s.copy(i, part, new View(out.dtype(), part.shape(), offset, out.strides()));
      start += part.shape().dim(axis);
    }
    return s.source();
  }

  static KernelSource pad(Op.Pad op, View in, View out, boolean aligned) {
    CopySource s = new CopySource(List.of(in), out, aligned);
    if (out.shape().size() > in.shape().size()) {
      s.zeros();
    }
    long[] strides = out.strides().clone();
    long offset = out.offset();
    for (int i = 0; i < strides.length; i++) {
      offset += op.before().get(i) * strides[i];
      strides[i] *= 1L + op.interior().get(i);
    }
    s.copy(0, in, new View(out.dtype(), in.shape(), offset, strides));
    return s.source();
  }

  static View permuted(Op.Permute op, View in) {
    int rank = in.shape().rank();
    int[] extents = new int[rank];
    long[] strides = new long[rank];
    for (int i = 0; i < rank; i++) {
      extents[i] = in.shape().dim(op.axes().get(i));
      strides[i] = in.stride(op.axes().get(i));
    }
    return new View(in.dtype(), Shape.of(extents), in.offset(), strides);
  }

  static View stretched(Op.Broadcast op, View in) {
    long[] strides = in.strides().clone();
    for (int i = 0; i < strides.length; i++) {
      strides[i] = in.shape().dim(i) == op.shape().dim(i) ? strides[i] : 0;
    }
    return new View(in.dtype(), op.shape(), in.offset(), strides);
  }

  static View sliced(Op.Slice op, View in) {
    long[] strides = in.strides().clone();
    long offset = in.offset();
    for (int i = 0; i < strides.length; i++) {
      offset += op.starts().get(i) * strides[i];
      strides[i] *= op.steps().get(i);
    }
    return new View(in.dtype(), Shape.of(op.counts().toArray()), offset, strides);
  }

  static View flipped(Op.Flip op, View in) {
    long[] strides = in.strides().clone();
    long offset = in.offset();
    for (int i = 0; i < strides.length; i++) {
      if (op.axes().contains(i)) {
        offset += (in.shape().dim(i) - 1) * strides[i];
        strides[i] = -strides[i];
      }
    }
    return new View(in.dtype(), in.shape(), offset, strides);
  }

  private void zeros() {
    View all = new View(out.dtype(), Shape.of((int) out.shape().size()), out.offset(), ONE);
    add(all.shape(), Set.of(operands.size() - 1), List.of(all), zero(out.dtype()));
  }

  private static final long[] ONE = {1};

  private static Inst zero(DType dtype) {
    return new Inst.Const(Op.Constant.of(dtype, 0L));
  }

  /** Both views are of one shape. */
  private void copy(int operand, View from, View to) {
    if (from.shape().size() > 0) {
      List<View> merged = merged(from, to);
      Inst load = new Inst.Load(operand, from.dtype());
      add(merged.getFirst().shape(), Set.of(operand, operands.size() - 1), merged, load);
    }
  }

  /** A nest that stores what an instruction gives; operands that it does not use stay where. */
  private void add(Shape domain, Set<Integer> used, List<View> views, Inst value) {
    List<View> all = new ArrayList<>();
    for (int i = 0, next = 0; i < operands.size(); i++) {
      all.add(
          used.contains(i)
              ? views.get(next++)
              : new View(operands.get(i).dtype(), domain, 0, new long[domain.rank()]));
    }
    Inst store = new Inst.Store(operands.size() - 1, 0, out.dtype());
    List<Boolean> kept = Collections.nCopies(domain.rank(), false);
    nests.add(new LoopNest(domain, kept, all, List.of(value, store)));
  }

  /** The views without axes of one element, and adjacent axes merged where both allow it. */
  private static List<View> merged(View from, View to) {
    int[] extents = from.shape().dims();
    int[] axes = IntStream.range(0, extents.length).filter(i -> extents[i] != 1).toArray();
    List<Integer> dims = new ArrayList<>();
    List<Long> a = new ArrayList<>();
    List<Long> b = new ArrayList<>();
    for (int i : axes) {
      int last = dims.size() - 1;
      if (last >= 0
          && a.get(last) == from.stride(i) * extents[i]
          && b.get(last) == to.stride(i) * extents[i]) {
        dims.set(last, dims.get(last) * extents[i]);
        a.set(last, from.stride(i));
        b.set(last, to.stride(i));
      } else {
        dims.add(extents[i]);
        a.add(from.stride(i));
        b.add(to.stride(i));
      }
    }
    Shape shape = Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
    return List.of(
        new View(
            from.dtype(), shape, from.offset(), a.stream().mapToLong(Long::longValue).toArray()),
        new View(to.dtype(), shape, to.offset(), b.stream().mapToLong(Long::longValue).toArray()));
  }

  /** The nests' sources in one: each entry gets a number, what they share stands once. */
  private KernelSource source() {
    if (nests.isEmpty()) {
      return Entries.none();
    }
    Set<String> parts = new LinkedHashSet<>();
    List<Launch> launches = new ArrayList<>();
    for (LoopNest nest : nests) {
      KernelSource one = NestSource.of(nest, aligned);
      int number = launches.size();
      String code = one.code();
      for (Launch l : one.launches()) {
        String name = "copy" + (number == 0 ? "" : number);
        code = code.replace(" " + l.entry() + "(", " " + name + "(");
        launches.add(new Launch(name, l.blocks(), l.threads()));
      }
      Arrays.stream(code.strip().split("\n\n", -1)).forEach(parts::add);
    }
    return new KernelSource(String.join("\n\n", parts) + "\n", launches, 0, false);
  }
}
