package jacobi.jvm;

import jacobi.backend.Erf;
import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.CompareKind;
import jacobi.graph.Op.ReduceKind;
import jacobi.graph.Op.UnaryKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a loop nest means: point by point, in double precision with one rounding for each
 * instruction. All stores happen after all loads.
 */
final class NestInterpreter {
  private final LoopNest nest;
  private final NestBuffers buffers;
  private final Map<List<Object>, Number> known = new HashMap<>();
  private final List<Runnable> stores = new ArrayList<>();

  /** Largest finite number seen on the way: what rounding errors are measured against. */
  private double largest = 1;

  private NestInterpreter(LoopNest nest, NestBuffers buffers) {
    this.nest = nest;
    this.buffers = buffers;
  }

  /** Runs the nest; gives the largest finite number met. */
  static double run(LoopNest nest, NestBuffers buffers) {
    NestInterpreter interpreter = new NestInterpreter(nest, buffers);
    int[] extents = nest.domain().dims();
    interpreter.points(extents, 0, new int[extents.length]);
    interpreter.stores.forEach(Runnable::run);
    return interpreter.largest;
  }

  private void points(int[] extents, int axis, int[] at) {
    if (axis == extents.length) {
      for (Inst inst : nest.body()) {
        if (inst instanceof Inst.Store store) {
          Number value = value(store.a(), at);
          View view = nest.operands().get(store.operand());
          long element = element(view, at);
          stores.add(() -> buffers.set(store.operand(), view.dtype(), element, value));
        }
      }
      return;
    }
    for (int i = 0; i < extents[axis]; i++) {
      at[axis] = i;
      points(extents, axis + 1, at);
    }
    at[axis] = 0;
  }

  private static long element(View view, int[] at) {
    long element = view.offset();
    for (int i = 0; i < at.length; i++) {
      element += at[i] * view.stride(i);
    }
    return element;
  }

  private Number value(int i, int[] at) {
    int[] key = at.clone();
    if (nest.body().get(i) instanceof Inst.Reduce) {
      for (int axis = 0; axis < key.length; axis++) {
        key[axis] = nest.reduced().get(axis) ? 0 : key[axis];
      }
    }
    List<Object> point = List.of(i, Arrays.hashCode(key), Arrays.toString(key));
    Number value = known.get(point);
    if (value == null) {
      value = rounded(nest.body().get(i).dtype(), compute(nest.body().get(i), key));
      known.put(point, value);
      if (Double.isFinite(value.doubleValue())) {
        largest = Math.max(largest, Math.abs(value.doubleValue()));
      }
    }
    return value;
  }

  /** As the type holds it: Double for floating types, else Long. */
  static Number rounded(DType dtype, Number value) {
    return switch (dtype) {
      case FLOAT32 -> (double) value.floatValue();
      case FLOAT64 -> value.doubleValue();
      case INT64 -> value.longValue();
      case INT32 -> value instanceof Double d ? (long) d.intValue() : (long) value.intValue();
      case BOOL -> value.doubleValue() != 0 ? 1L : 0L;
    };
  }

  private Number compute(Inst inst, int[] at) {
    return switch (inst) {
      case Inst.Load load -> {
        View view = nest.operands().get(load.operand());
        yield buffers.get(load.operand(), view.dtype(), element(view, at));
      }
      case Inst.Const constant ->
          constant.dtype().isFloating()
              ? (Number) constant.value().asDouble()
              : (Number) constant.value().asLong();
      case Inst.Index index -> (long) at[index.axis()];
      case Inst.Unary unary -> unary(unary.kind(), value(unary.a(), at));
      case Inst.Binary binary ->
          binary(binary.kind(), value(binary.a(), at), value(binary.b(), at));
      case Inst.Compare compare ->
          compare(compare.kind(), value(compare.a(), at), value(compare.b(), at)) ? 1L : 0L;
      case Inst.Select select ->
          value(select.condition(), at).longValue() != 0
              ? value(select.a(), at)
              : value(select.b(), at);
      case Inst.Cast cast -> value(cast.a(), at);
      case Inst.Reduce reduce -> reduce(reduce, at.clone(), 0);
      case Inst.Store store -> throw new IllegalArgumentException("a store has no value");
    };
  }

  private Number reduce(Inst.Reduce reduce, int[] at, int axis) {
    if (axis == at.length) {
      return value(reduce.a(), at);
    }
    if (!nest.reduced().get(axis)) {
      return reduce(reduce, at, axis + 1);
    }
    at[axis] = 0;
    Number total = reduce(reduce, at, axis + 1);
    for (int i = 1; i < nest.domain().dim(axis); i++) {
      at[axis] = i;
      total = binary(combining(reduce.kind()), total, reduce(reduce, at, axis + 1));
    }
    at[axis] = 0;
    return total;
  }

  private static BinaryKind combining(ReduceKind kind) {
    return switch (kind) {
      case SUM -> BinaryKind.ADD;
      case PROD -> BinaryKind.MUL;
      case MAX -> BinaryKind.MAX;
      case MIN -> BinaryKind.MIN;
    };
  }

  private static Number unary(UnaryKind kind, Number a) {
    double x = a.doubleValue();
    if (a instanceof Long n) {
      return switch (kind) {
        case NEG -> -n;
        case ABS -> Math.abs(n);
        case SIGN -> (long) Long.signum(n);
        case NOT -> 1 - n;
        case FLOOR, CEIL, ROUND, SQRT, EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF ->
            throw new IllegalArgumentException("not on integers: " + kind);
      };
    }
    return switch (kind) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      case SQRT -> Math.sqrt(x);
      case EXP -> Math.exp(x);
      case EXPM1 -> Math.expm1(x);
      case LOG -> Math.log(x);
      case LOG1P -> Math.log1p(x);
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TANH -> Math.tanh(x);
      case ERF -> Erf.erf(x);
      case NOT -> throw new IllegalArgumentException("not on floats: " + kind);
    };
  }

  private static Number binary(BinaryKind kind, Number a, Number b) {
    if (a instanceof Long m) {
      long n = b.longValue();
      return switch (kind) {
        case ADD -> m + n;
        case SUB -> m - n;
        case MUL -> m * n;
        case DIV -> m / n;
        case MAX -> Math.max(m, n);
        case MIN -> Math.min(m, n);
        case AND -> m & n;
        case OR -> m | n;
        case XOR -> m ^ n;
        case POW -> throw new IllegalArgumentException("not on integers: " + kind);
      };
    }
    double x = a.doubleValue();
    double y = b.doubleValue();
    return switch (kind) {
      case ADD -> x + y;
      case SUB -> x - y;
      case MUL -> x * y;
      case DIV -> x / y;
      case MAX -> Math.max(x, y);
      case MIN -> Math.min(x, y);
      case POW -> Math.pow(x, y);
      case AND, OR, XOR -> throw new IllegalArgumentException("not on floats: " + kind);
    };
  }

  private static boolean compare(CompareKind kind, Number a, Number b) {
    if (a instanceof Long m) {
      int c = Long.compare(m, b.longValue());
      return switch (kind) {
        case LT -> c < 0;
        case LE -> c <= 0;
        case EQ -> c == 0;
        case NE -> c != 0;
      };
    }
    double x = a.doubleValue();
    double y = b.doubleValue();
    return switch (kind) {
      case LT -> x < y;
      case LE -> x <= y;
      case EQ -> x == y;
      case NE -> x != y;
    };
  }
}
