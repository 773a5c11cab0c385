package jacobi.jvm;

import static java.lang.constant.ConstantDescs.CD_void;

import jacobi.backend.Inst;
import jacobi.jvm.NestEmitter.Range;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A static method for inner loops, whose first parameter are the sizes, and its call. */
final class Unit {
  private final NestEmitter emitter;
  private final List<Inst> body;
  private final String name;
  private final Code caller;
  private final List<ClassDesc> types = new ArrayList<>(List.of(KernelClass.LONGS));
  private final List<Value> arguments = new ArrayList<>();
  private final Map<Integer, Value> values = new LinkedHashMap<>();
  private final Map<Integer, Value> pointers = new LinkedHashMap<>();
  private int slots = 1;

  Unit(NestEmitter emitter, String name, Code caller) {
    this.emitter = emitter;
    this.body = emitter.nest.body;
    this.name = name;
    this.caller = caller;
  }

  /** Passes a value on; gives the parameter. */
  Value pass(Value value) {
    if (value.slot < 0) {
      return value;
    }
    Value parameter = Value.local(value.dtype, false, slots);
    slots += parameter.kind().slotSize();
    types.add(ScalarArithmetic.element(value.dtype));
    arguments.add(value);
    return parameter;
  }

  Range pass(Range range) {
    return new Range(range.start().map(this::pass), pass(range.length()), range.most());
  }

  /** Passes on what {@code instructions} need from outside, pointers and values. */
  void pass(Scope outside, List<Integer> instructions) {
    for (int p : used(instructions)) {
      pointers.put(p, pass(outside.address(p).pointer()));
    }
    instructions.stream()
        .flatMap(i -> IntStream.of(NestAnalysis.operands(body.get(i))).boxed())
        .distinct()
        .filter(a -> !(body.get(a) instanceof Inst.Const) && outside.knows(a))
        .forEach(a -> values.put(a, pass(outside.value(emitter.nest, a))));
  }

  /** Passes on a pointer. */
  void pass(Scope outside, int pointer) {
    pointers.put(pointer, pass(outside.address(pointer).pointer()));
  }

  /** Writes the method, whose parameters are known by now, and the call. */
  void write(BiConsumer<Code, Scope> inside) {
    MethodTypeDesc type = MethodTypeDesc.of(CD_void, types);
    emitter.owner.method(
        name,
        type,
        code -> {
          Scope scope = new Scope(emitter.scalar(code));
          values.forEach(scope::define);
          // What C2 knew of the pointers ended at the call.
          pointers.forEach(
              (p, value) -> {
                code.push(value);
                scope.point(p, Address.at(NestEmitter.masked(code)));
              });
          inside.accept(code, scope);
        });
    caller.emit(c -> c.aload(caller.sizes()));
    arguments.forEach(caller::push);
    caller.invokeStatic(emitter.owner.self(), name, type);
  }

  /** Pointers that instructions load from or store to. */
  private List<Integer> used(List<Integer> instructions) {
    return instructions.stream()
        .flatMap(
            i ->
                switch (body.get(i)) {
                  case Inst.Load load -> Stream.of(load.operand());
                  case Inst.Store store -> Stream.of(store.operand());
                  case Inst.Const x -> Stream.<Integer>empty();
                  case Inst.Index x -> Stream.<Integer>empty();
                  case Inst.Unary x -> Stream.<Integer>empty();
                  case Inst.Binary x -> Stream.<Integer>empty();
                  case Inst.Compare x -> Stream.<Integer>empty();
                  case Inst.Select x -> Stream.<Integer>empty();
                  case Inst.Cast x -> Stream.<Integer>empty();
                  case Inst.Reduce x -> Stream.<Integer>empty();
                })
        .distinct()
        .toList();
  }
}
