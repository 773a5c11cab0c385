package jacobi.jvm;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.View;
import jacobi.graph.Op.BinaryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A costly value that one pass over a row computes and a later one needs again is left where the
 * later one will write anyway: a softmax writes each exponential over its result's place while it
 * adds them up, and then divides them there. Results are the same bits.
 */
final class RowReuse {
  /** In simple instructions for an element; a load and a store cost two. */
  private static final int LEAST_GAIN = 8;

  private RowReuse() {}

  /** The analysis of a nest that does the same, perhaps at less cost. */
  static NestAnalysis analysis(LoopNest nest) {
    NestAnalysis plain = new NestAnalysis(nest);
    if (plain.strategy != NestAnalysis.Strategy.ROWS || plain.stages == 1) {
      return plain;
    }
    NestAnalysis best = plain;
    int least = cost(plain) - LEAST_GAIN;
    for (int store = 0; store < plain.body.size(); store++) {
      for (int value = 0; value < plain.body.size(); value++) {
        Optional<NestAnalysis> kept = keeping(plain, value, store);
        if (kept.isPresent() && cost(kept.get()) <= least) {
          best = kept.get();
          least = cost(best) - 1;
        }
      }
    }
    return best;
  }

  private static int cost(NestAnalysis nest) {
    return IntStream.range(0, nest.stages)
        .flatMap(stage -> nest.passed(stage).stream().mapToInt(i -> NestSplit.weight(nest, i)))
        .sum();
  }

  /** With a value left in the place of a store, if that is possible. */
  private static Optional<NestAnalysis> keeping(NestAnalysis plain, int value, int store) {
    if (!(plain.body.get(store) instanceof Inst.Store(int place, _, var dtype))
        || plain.dtype(value) != dtype
        || !isCostly(plain.body.get(value))
        || !plain.isFull(value)
        || plain.ready(value) >= plain.ready(store)
        || IntStream.range(0, plain.rank)
            .anyMatch(i -> plain.extents[i] > 1 && plain.strides[place][i] == 0)) {
      return Optional.empty();
    }
    int load = value + 1;
    List<Inst> body = new ArrayList<>();
    for (int i = 0; i < plain.body.size(); i++) {
      boolean later = plain.ready(i) > plain.ready(value);
      Inst inst = plain.nest.body().get(i);
      boolean reads = later && !(inst instanceof Inst.Reduce);
      body.add(moved(inst, a -> a == value && reads ? load : a < load ? a : a + 1));
      if (i == value) {
        body.add(new Inst.Load(place, dtype));
      }
    }
    body.add(new Inst.Store(place, value, dtype));
    LoopNest nest = plain.nest;
    NestAnalysis kept =
        new NestAnalysis(new LoopNest(nest.domain(), nest.reduced(), nest.operands(), body));
    View view = nest.operands().get(place);
    for (int stage = plain.ready(value) + 1; stage < kept.stages; stage++) {
      for (int i : kept.passed(stage)) {
        // What else is read like this may lie in the same memory.
        if (i != load
            && kept.body.get(i) instanceof Inst.Load(int operand, _)
            && nest.operands().get(operand).equals(view)) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(kept);
  }

  private static boolean isCostly(Inst inst) {
    return inst instanceof Inst.Unary
        || (inst instanceof Inst.Binary(BinaryKind kind, _, _, _)
            && (kind == BinaryKind.DIV || kind == BinaryKind.POW));
  }

  /** The same instruction with its operands elsewhere. */
  private static Inst moved(Inst inst, java.util.function.IntUnaryOperator to) {
    return switch (inst) {
      case Inst.Load load -> load;
      case Inst.Const constant -> constant;
      case Inst.Index index -> index;
      case Inst.Unary(var kind, int a, var dtype) -> new Inst.Unary(kind, to.applyAsInt(a), dtype);
      case Inst.Binary(var kind, int a, int b, var dtype) ->
          new Inst.Binary(kind, to.applyAsInt(a), to.applyAsInt(b), dtype);
      case Inst.Compare(var kind, int a, int b) ->
          new Inst.Compare(kind, to.applyAsInt(a), to.applyAsInt(b));
      case Inst.Select(int condition, int a, int b, var dtype) ->
          new Inst.Select(to.applyAsInt(condition), to.applyAsInt(a), to.applyAsInt(b), dtype);
      case Inst.Cast(int a, var dtype) -> new Inst.Cast(to.applyAsInt(a), dtype);
      case Inst.Reduce(var kind, int a, var dtype) ->
          new Inst.Reduce(kind, to.applyAsInt(a), dtype);
      case Inst.Store(int operand, int a, var dtype) ->
          new Inst.Store(operand, to.applyAsInt(a), dtype);
    };
  }
}
