package jacobi.jvm;

import jacobi.graph.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The body of one method while it is being written. Instructions are kept back until the end, so
 * that constants found on the way can be computed once, before everything else.
 */
final class Code {
  /** A step that writes instructions. */
  private final List<Consumer<CodeBuilder>> body = new ArrayList<>();

  private final List<Consumer<CodeBuilder>> prologue = new ArrayList<>();
  private final Map<Object, Value> hoisted = new LinkedHashMap<>();
  private int next;
  private int most;

  private final int sizes;

  /**
   * @param parameters number of local slots that the method's parameters take
   * @param sizes slot of the parameter that holds the sizes
   */
  Code(int parameters, int sizes) {
    this.sizes = sizes;
    next = parameters;
    most = parameters;
  }

  /** Writes everything into a method. */
  void flush(CodeBuilder builder) {
    for (Value constant : hoisted.values()) {
      constant.slot = most;
      most += constant.kind().slotSize();
    }
    prologue.forEach(step -> step.accept(builder));
    body.forEach(step -> step.accept(builder));
  }

  /** Slot of the parameter that holds the sizes. */
  int sizes() {
    return sizes;
  }

  /** Locals made inside are free again afterwards. */
  void scope(Runnable inside) {
    int before = next;
    inside.run();
    next = before;
  }

  Code emit(Consumer<CodeBuilder> step) {
    body.add(step);
    return this;
  }

  /** A new local variable, not yet assigned. */
  Value local(DType dtype, boolean vector) {
    Value value = Value.local(dtype, vector, next);
    next += value.kind().slotSize();
    most = Math.max(most, next);
    return value;
  }

  /** Takes what is on the stack into a new local variable. */
  Value store(DType dtype, boolean vector) {
    Value value = local(dtype, vector);
    assign(value);
    return value;
  }

  /** Takes what is on the stack into a local variable. */
  void assign(Value value) {
    emit(c -> c.storeLocal(value.kind(), value.slot));
  }

  Code push(Value value) {
    return emit(
        c -> {
          if (value.slot < 0) {
            c.loadConstant((java.lang.constant.ConstantDesc) value.constant);
          } else {
            c.loadLocal(value.kind(), value.slot);
          }
        });
  }

  Code push(int constant) {
    return emit(c -> c.loadConstant(constant));
  }

  Code push(long constant) {
    return emit(c -> c.loadConstant(constant));
  }

  /** A constant, computed once at the method's beginning by {@code step}. */
  Value hoist(Object key, DType dtype, boolean vector, Consumer<CodeBuilder> step) {
    Value known = hoisted.get(key);
    if (known != null) {
      return known;
    }
    Value value = Value.local(dtype, vector, 0);
    hoisted.put(key, value);
    prologue.add(step);
    prologue.add(c -> c.storeLocal(value.kind(), value.slot));
    return value;
  }

  Code invokeStatic(ClassDesc owner, String name, MethodTypeDesc type) {
    return emit(c -> c.invokestatic(owner, name, type));
  }

  Code invokeVirtual(ClassDesc owner, String name, MethodTypeDesc type) {
    return emit(c -> c.invokevirtual(owner, name, type));
  }

  /** {@code for (i = from; i < to; i += step)}; {@code i} is left where it ended. */
  void loop(Value i, Value to, int step, Runnable inside) {
    Label[] labels = new Label[2];
    emit(
        c -> {
          labels[0] = c.newLabel();
          labels[1] = c.newLabel();
          c.labelBinding(labels[0]);
        });
    push(i).push(to).emit(c -> c.if_icmpge(labels[1]));
    scope(inside);
    emit(c -> c.iinc(i.slot, step).goto_(labels[0]).labelBinding(labels[1]));
  }

  /** {@code condition ? a : b} with the int condition on the stack; both sides leave one value. */
  void choose(Consumer<Code> a, Consumer<Code> b) {
    Label[] labels = new Label[2];
    emit(
        c -> {
          labels[0] = c.newLabel();
          labels[1] = c.newLabel();
          c.ifeq(labels[0]);
        });
    a.accept(this);
    emit(c -> c.goto_(labels[1]).labelBinding(labels[0]));
    b.accept(this);
    emit(c -> c.labelBinding(labels[1]));
  }

  /** Runs {@code inside} and takes the value it leaves on the stack. */
  Value compute(DType dtype, boolean vector, Runnable inside) {
    inside.run();
    return store(dtype, vector);
  }

  /** {@code make} once for each of {@code count} copies. */
  static <T> List<T> copies(int count, Supplier<T> make) {
    List<T> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(make.get());
    }
    return all;
  }
}
