package jacobi.jvm;

import jacobi.backend.Inst;
import jacobi.graph.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known at one place of the loops being written: values of instructions, where operands
 * point to, loop indices. What is not known here is looked up further outside.
 */
final class Scope {
  private final Optional<Scope> outer;
  private final Arithmetic arithmetic;
  private final Map<Integer, Value> values = new HashMap<>();
  private final Map<Integer, Address> addresses = new HashMap<>();
  private final Map<Integer, Value> indices = new HashMap<>();

  /** Added to the index along the last axis. */
  private int plus;

  private Scope(Optional<Scope> outer, Arithmetic arithmetic) {
    this.outer = outer;
    this.arithmetic = arithmetic;
  }

  Scope(Arithmetic arithmetic) {
    this(Optional.empty(), arithmetic);
  }

  /** A place inside this one. */
  Scope inner() {
    return inner(arithmetic);
  }

  Scope inner(Arithmetic other) {
    Scope scope = new Scope(Optional.of(this), other);
    scope.plus = plus;
    return scope;
  }

  Arithmetic arithmetic() {
    return arithmetic;
  }

  void define(int instruction, Value value) {
    values.put(instruction, value);
  }

  void point(int operand, Address address) {
    addresses.put(operand, address);
  }

  void index(int axis, Value index) {
    indices.put(axis, index);
  }

  void plus(int elements) {
    plus = elements;
  }

  Address address(int operand) {
    Address known = addresses.get(operand);
    return known == null ? outer.orElseThrow().address(operand) : known;
  }

  boolean points(int operand) {
    return addresses.containsKey(operand) || (outer.isPresent() && outer.get().points(operand));
  }

  Value index(int axis) {
    Value known = indices.get(axis);
    return known == null ? outer.orElseThrow().index(axis) : known;
  }

  boolean knows(int instruction) {
    return values.containsKey(instruction) || (outer.isPresent() && outer.get().knows(instruction));
  }

  /** The value of an instruction that has been written before, in all lanes. */
  Value value(NestAnalysis nest, int instruction) {
    if (nest.body.get(instruction) instanceof Inst.Const constant) {
      return arithmetic.constant(constant.dtype(), number(constant));
    }
    Value value = find(instruction);
    return value.vector || arithmetic.lanes() == 1 ? value : arithmetic.splat(value);
  }

  private Value find(int instruction) {
    Value known = values.get(instruction);
    return known == null ? outer.orElseThrow().find(instruction) : known;
  }

  private static Number number(Inst.Const constant) {
    return switch (constant.dtype()) {
      case FLOAT32 -> (float) constant.value().asDouble();
      case FLOAT64 -> constant.value().asDouble();
      case INT64 -> constant.value().asLong();
      case INT32, BOOL -> (int) constant.value().asLong();
    };
  }

  /**
   * Before a loop over vectors: the values that its instructions need from outside, repeated in
   * every lane once.
   */
  void splat(NestAnalysis nest, List<Integer> instructions) {
    for (int i : instructions) {
      for (int a : NestAnalysis.operands(nest.body.get(i))) {
        if (!(nest.body.get(a) instanceof Inst.Const) && knows(a) && !find(a).vector) {
          define(a, arithmetic.splat(find(a)));
        }
      }
    }
  }

  /** As {@link #splat}, but only of what {@code row} itself knows. */
  void splatNew(NestAnalysis nest, List<Integer> instructions, Scope row) {
    for (int i : instructions) {
      for (int a : NestAnalysis.operands(nest.body.get(i))) {
        if (row.values.containsKey(a) && !values.containsKey(a)) {
          define(a, arithmetic.splat(row.values.get(a)));
        }
      }
    }
  }

  /** Takes over what another scope knows itself. */
  void adopt(Scope other) {
    values.putAll(other.values);
    addresses.putAll(other.addresses);
    indices.putAll(other.indices);
  }

  /** Writes instructions in their order. Constants and reductions write nothing. */
  void write(NestAnalysis nest, List<Integer> instructions) {
    for (int i : instructions) {
      Inst inst = nest.body.get(i);
      switch (inst) {
        case Inst.Load load -> define(i, arithmetic.load(load.dtype(), address(load.operand())));
        case Inst.Const constant -> {}
        case Inst.Index index -> {
          boolean last = index.axis() == nest.rank - 1;
          define(i, arithmetic.index(index.dtype(), index(index.axis()), last ? plus : 0));
        }
        case Inst.Unary unary -> define(i, arithmetic.unary(unary.kind(), value(nest, unary.a())));
        case Inst.Binary binary ->
            define(
                i,
                arithmetic.binary(binary.kind(), value(nest, binary.a()), value(nest, binary.b())));
        case Inst.Compare compare ->
            define(
                i,
                arithmetic.compare(
                    compare.kind(), value(nest, compare.a()), value(nest, compare.b())));
        case Inst.Select select ->
            define(
                i,
                arithmetic.select(
                    value(nest, select.condition()),
                    value(nest, select.a()),
                    value(nest, select.b())));
        case Inst.Cast cast -> define(i, cast(nest, cast));
        case Inst.Reduce reduce -> {}
        case Inst.Store store -> arithmetic.store(address(store.operand()), value(nest, store.a()));
      }
    }
  }

  private Value cast(NestAnalysis nest, Inst.Cast cast) {
    Value a = value(nest, cast.a());
    DType dtype = cast.dtype();
    return arithmetic.cast(a, dtype);
  }
}
