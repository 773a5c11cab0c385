package jacobi.testkit;

import jacobi.backend.Backend;
import jacobi.backend.Inst;
import jacobi.backend.Kernel;
import jacobi.backend.LoopNest;
import jacobi.backend.Memory;
import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Ints;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import jacobi.reference.ReferenceBackend;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * What a loop nest means, said with the reference's operations: every instruction computes an array
 * over the whole domain before the next one starts. It tells a mistake in the compiler from one in
 * a backend, and checks that nests keep what {@link LoopNest} promises. Everything else it leaves
 * to the reference.
 */
public final class NestBackend implements Backend {
  private static final Backend REFERENCE = new ReferenceBackend();

  @Override
  public String name() {
    return "nests";
  }

  @Override
  public int priority() {
    return 1;
  }

  @Override
  public String unavailable() {
    return "";
  }

  @Override
  public String description() {
    return "interprets loop nests, for tests";
  }

  @Override
  public boolean claims(Task task) {
    return task instanceof LoopNest || REFERENCE.claims(task);
  }

  @Override
  public Kernel compile(Task task) {
    if (!(task instanceof LoopNest nest)) {
      return REFERENCE.compile(task);
    }
    NestRules.check(nest);
    return (addresses, piece) -> {
      NestRules.checkOverlaps(nest, addresses);
      run(nest, addresses);
    };
  }

  private static void run(LoopNest nest, long[] addresses) {
    Shape domain = nest.domain();
    Ints reduced =
        Ints.of(
            java.util.stream.IntStream.range(0, domain.rank())
                .filter(nest.reduced()::get)
                .toArray());
    List<Data> values = new ArrayList<>();
    for (Inst inst : nest.body()) {
      values.add(
          switch (inst) {
            case Inst.Load load ->
                load(nest.operands().get(load.operand()), addresses[load.operand()]);
            case Inst.Const constant ->
                broadcast(Interpreter.apply(constant.value(), List.of()), domain);
            case Inst.Index index ->
                Interpreter.apply(new Op.Iota(index.dtype(), domain, index.axis()), List.of());
            case Inst.Unary unary ->
                Interpreter.apply(new Op.Unary(unary.kind()), List.of(values.get(unary.a())));
            case Inst.Binary binary ->
                Interpreter.apply(
                    new Op.Binary(binary.kind()),
                    List.of(values.get(binary.a()), values.get(binary.b())));
            case Inst.Compare compare ->
                Interpreter.apply(
                    new Op.Compare(compare.kind()),
                    List.of(values.get(compare.a()), values.get(compare.b())));
            case Inst.Select select ->
                Interpreter.apply(
                    new Op.Select(),
                    List.of(
                        values.get(select.condition()),
                        values.get(select.a()),
                        values.get(select.b())));
            case Inst.Cast cast ->
                Interpreter.apply(new Op.Cast(cast.dtype()), List.of(values.get(cast.a())));
            case Inst.Reduce reduce ->
                broadcast(
                    Interpreter.apply(
                        new Op.Reduce(reduce.kind(), reduced), List.of(values.get(reduce.a()))),
                    domain);
            case Inst.Store store -> values.get(store.a());
          });
    }
    for (int i = 0; i < nest.body().size(); i++) {
      if (nest.body().get(i) instanceof Inst.Store store) {
        store(values.get(i), nest.operands().get(store.operand()), addresses[store.operand()]);
      }
    }
  }

  private static Data broadcast(Data data, Shape domain) {
    Op.Type ones = new Op.Type(data.dtype(), data.shape());
    Data aligned = data;
    if (ones.shape().rank() != domain.rank()) {
      int[] d = new int[domain.rank()];
      java.util.Arrays.fill(d, 1);
      aligned = Interpreter.apply(new Op.Reshape(Shape.of(d)), List.of(data));
    }
    return Interpreter.apply(new Op.Broadcast(domain), List.of(aligned));
  }

  private static Data load(View view, long address) {
    Data data = Data.zeros(view.dtype(), view.shape());
    copy(data, view, address, false);
    return data;
  }

  private static void store(Data data, View view, long address) {
    copy(data, view, address, true);
  }

  private static void copy(Data data, View view, long address, boolean out) {
    DType dtype = view.dtype();
    long[] own = view.shape().strides();
    try {
      for (long i = 0; i < data.size(); i++) {
        long at = view.offset();
        long rest = i;
        for (int axis = 0; axis < own.length; axis++) {
          at += rest / own[axis] * view.stride(axis);
          rest %= own[axis];
        }
        long there = address + at * dtype.bytes();
        long here = data.memory().address() + i * dtype.bytes();
        java.lang.foreign.MemorySegment.copy(
            Memory.ALL, out ? here : there, Memory.ALL, out ? there : here, dtype.bytes());
      }
    } finally {
      Reference.reachabilityFence(data);
    }
  }
}
