package jacobi.jvm;

import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import jacobi.backend.Memory;
import jacobi.graph.DType;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.CompareKind;
import jacobi.graph.Op.ReduceKind;
import jacobi.graph.Op.UnaryKind;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/** Arithmetic on one element. Bools are ints, 0 or 1. */
record ScalarArithmetic(Code code, KernelClass owner) implements Arithmetic {
  private static final ClassDesc MATH = desc(Math.class);
  private static final ClassDesc SCALAR_MATH = desc(ScalarMath.class);
  static final ClassDesc SEGMENT = desc(MemorySegment.class);
  private static final ClassDesc MEMORY = desc(Memory.class);
  private static final ClassDesc LAYOUTS = desc(ValueLayout.class);

  static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  /** The JVM's type of one element. */
  static ClassDesc element(DType dtype) {
    return Value.kind(dtype).upperBound();
  }

  static void pushMemory(CodeBuilder code) {
    code.getstatic(MEMORY, "ALL", SEGMENT);
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public Value load(DType dtype, Address address) {
    code.emit(ScalarArithmetic::pushMemory).emit(c -> pushLayout(c, dtype));
    address.push(code);
    ClassDesc stored = dtype == DType.BOOL ? CD_byte : element(dtype);
    MethodTypeDesc type = MethodTypeDesc.of(stored, layout(dtype), CD_long);
    code.emit(c -> c.invokeinterface(SEGMENT, "get", type));
    return code.store(dtype, false);
  }

  @Override
  public void store(Address address, Value value) {
    DType dtype = value.dtype;
    code.emit(ScalarArithmetic::pushMemory).emit(c -> pushLayout(c, dtype));
    address.push(code);
    code.push(value);
    if (dtype == DType.BOOL) {
      code.emit(c -> c.i2b());
    }
    ClassDesc stored = dtype == DType.BOOL ? CD_byte : element(dtype);
    MethodTypeDesc type = MethodTypeDesc.of(CD_void, layout(dtype), CD_long, stored);
    code.emit(c -> c.invokeinterface(SEGMENT, "set", type));
  }

  private static void pushLayout(CodeBuilder code, DType dtype) {
    String name =
        switch (dtype) {
          case FLOAT32 -> "JAVA_FLOAT_UNALIGNED";
          case FLOAT64 -> "JAVA_DOUBLE_UNALIGNED";
          case INT64 -> "JAVA_LONG_UNALIGNED";
          case INT32 -> "JAVA_INT_UNALIGNED";
          case BOOL -> "JAVA_BYTE";
        };
    code.getstatic(LAYOUTS, name, layout(dtype));
  }

  private static ClassDesc layout(DType dtype) {
    return desc(
        switch (dtype) {
          case FLOAT32 -> ValueLayout.OfFloat.class;
          case FLOAT64 -> ValueLayout.OfDouble.class;
          case INT64 -> ValueLayout.OfLong.class;
          case INT32 -> ValueLayout.OfInt.class;
          case BOOL -> ValueLayout.OfByte.class;
        });
  }

  @Override
  public Value constant(DType dtype, Number number) {
    return Value.constant(dtype, number);
  }

  @Override
  public Value splat(Value element) {
    return element;
  }

  @Override
  public Value index(DType dtype, Value index, int plus) {
    code.push(index).push(plus).emit(c -> c.iadd());
    Value sum = code.store(DType.INT32, false);
    return dtype == DType.INT32 ? sum : cast(sum, dtype);
  }

  @Override
  public Value unary(UnaryKind kind, Value a) {
    DType t = a.dtype;
    boolean single = t == DType.FLOAT32;
    return switch (kind) {
      case NEG ->
          with(
              t,
              c -> {
                switch (t) {
                  case FLOAT32 -> c.fneg();
                  case FLOAT64 -> c.dneg();
                  case INT64 -> c.lneg();
                  case INT32, BOOL -> c.ineg();
                }
              },
              a);
      case NOT -> with(t, c -> c.iconst_1().ixor(), a);
      case ABS -> call(MATH, "abs", a);
      case SIGN ->
          t.isFloating() ? call(MATH, "signum", a) : cast(integerSign(cast(a, DType.INT64)), t);
      case FLOOR -> call(single ? SCALAR_MATH : MATH, "floor", a);
      case CEIL -> call(single ? SCALAR_MATH : MATH, "ceil", a);
      case ROUND -> call(single ? SCALAR_MATH : MATH, "rint", a);
      case SQRT -> call(single ? SCALAR_MATH : MATH, "sqrt", a);
      case SIN -> call(single ? SCALAR_MATH : MATH, "sin", a);
      case COS -> call(single ? SCALAR_MATH : MATH, "cos", a);
      case ERF -> call(SCALAR_MATH, "erf", a);
      case EXP -> single ? function(kind, a) : call(MATH, "exp", a);
      case EXPM1 -> single ? function(kind, a) : call(MATH, "expm1", a);
      case LOG -> single ? function(kind, a) : call(MATH, "log", a);
      case LOG1P -> single ? function(kind, a) : call(MATH, "log1p", a);
      case TANH -> single ? function(kind, a) : call(MATH, "tanh", a);
    };
  }

  private Value integerSign(Value a) {
    return with(DType.INT32, c -> c.invokestatic(desc(Long.class), "signum", SIGNUM), a);
  }

  private static final MethodTypeDesc SIGNUM = MethodTypeDesc.of(CD_int, CD_long);

  /** A function of {@link MathFunctions}, as a method of the kernel's own class. */
  private Value function(UnaryKind kind, Value a) {
    code.push(a).invokeStatic(owner.self(), owner.function(kind), MathFunctions.TYPE);
    return code.store(a.dtype, false);
  }

  private Value call(ClassDesc type, String name, Value... in) {
    ClassDesc[] parameters = new ClassDesc[in.length];
    for (int i = 0; i < in.length; i++) {
      parameters[i] = element(in[i].dtype);
    }
    DType t = in[0].dtype;
    return with(t, c -> c.invokestatic(type, name, MethodTypeDesc.of(element(t), parameters)), in);
  }

  private Value with(DType result, Consumer<CodeBuilder> step, Value... in) {
    for (Value value : in) {
      code.push(value);
    }
    code.emit(step);
    return code.store(result, false);
  }

  @Override
  public Value binary(BinaryKind kind, Value a, Value b) {
    DType t = a.dtype;
    if (kind == BinaryKind.MAX || kind == BinaryKind.MIN) {
      return call(MATH, kind == BinaryKind.MAX ? "max" : "min", a, b);
    }
    if (kind == BinaryKind.POW) {
      return call(t == DType.FLOAT32 ? SCALAR_MATH : MATH, "pow", a, b);
    }
    if (kind == BinaryKind.DIV && t.isInteger()) {
      return call(SCALAR_MATH, "divide", a, b);
    }
    return with(
        t,
        switch (t) {
          case FLOAT32 -> floatInstruction(kind);
          case FLOAT64 -> doubleInstruction(kind);
          case INT64 -> longInstruction(kind);
          case INT32, BOOL -> intInstruction(kind);
        },
        a,
        b);
  }

  private static Consumer<CodeBuilder> floatInstruction(BinaryKind kind) {
    return switch (kind) {
      case ADD -> c -> c.fadd();
      case SUB -> c -> c.fsub();
      case MUL -> c -> c.fmul();
      case DIV -> c -> c.fdiv();
      case MAX, MIN, POW, AND, OR, XOR -> throw undefined(kind);
    };
  }

  private static Consumer<CodeBuilder> doubleInstruction(BinaryKind kind) {
    return switch (kind) {
      case ADD -> c -> c.dadd();
      case SUB -> c -> c.dsub();
      case MUL -> c -> c.dmul();
      case DIV -> c -> c.ddiv();
      case MAX, MIN, POW, AND, OR, XOR -> throw undefined(kind);
    };
  }

  private static Consumer<CodeBuilder> longInstruction(BinaryKind kind) {
    return switch (kind) {
      case ADD -> c -> c.ladd();
      case SUB -> c -> c.lsub();
      case MUL -> c -> c.lmul();
      case AND -> c -> c.land();
      case OR -> c -> c.lor();
      case XOR -> c -> c.lxor();
      case DIV, MAX, MIN, POW -> throw undefined(kind);
    };
  }

  private static Consumer<CodeBuilder> intInstruction(BinaryKind kind) {
    return switch (kind) {
      case ADD -> c -> c.iadd();
      case SUB -> c -> c.isub();
      case MUL -> c -> c.imul();
      case AND -> c -> c.iand();
      case OR -> c -> c.ior();
      case XOR -> c -> c.ixor();
      case DIV, MAX, MIN, POW -> throw undefined(kind);
    };
  }

  private static IllegalArgumentException undefined(BinaryKind kind) {
    return new IllegalArgumentException("no instruction for " + kind);
  }

  @Override
  public Value fma(Value a, Value b, Value c) {
    if (!Lanes.hasFma()) {
      return add(mul(a, b), c);
    }
    return call(MATH, "fma", a, b, c);
  }

  @Override
  public Value compare(CompareKind kind, Value a, Value b) {
    code.push(a).push(b);
    // With NaN every comparison but NE is false: what the JVM calls "greater" for < and <=.
    switch (a.dtype) {
      case FLOAT32 -> code.emit(c -> c.fcmpg());
      case FLOAT64 -> code.emit(c -> c.dcmpg());
      case INT64 -> code.emit(c -> c.lcmp());
      case INT32, BOOL -> code.emit(c -> c.invokestatic(desc(Integer.class), "compare", COMPARE));
    }
    code.emit(
        c ->
            c.ifThenElse(
                switch (kind) {
                  case LT -> java.lang.classfile.Opcode.IFLT;
                  case LE -> java.lang.classfile.Opcode.IFLE;
                  case EQ -> java.lang.classfile.Opcode.IFEQ;
                  case NE -> java.lang.classfile.Opcode.IFNE;
                },
                yes -> yes.iconst_1(),
                no -> no.iconst_0()));
    return code.store(DType.BOOL, false);
  }

  private static final MethodTypeDesc COMPARE = MethodTypeDesc.of(CD_int, CD_int, CD_int);

  @Override
  public Value select(Value condition, Value a, Value b) {
    code.push(condition).choose(c -> c.push(a), c -> c.push(b));
    return code.store(a.dtype, false);
  }

  @Override
  public Value cast(Value a, DType dtype) {
    if (a.dtype == dtype) {
      return a;
    }
    if (dtype == DType.BOOL) {
      return compare(CompareKind.NE, a, constant(a.dtype, Arithmetic.number(a.dtype, 0)));
    }
    if (Value.kind(a.dtype) == Value.kind(dtype)) {
      code.push(a);
      return code.store(dtype, false);
    }
    return with(dtype, c -> c.conversion(Value.kind(a.dtype), Value.kind(dtype)), a);
  }

  @Override
  public Value toBits(Value a) {
    MethodTypeDesc type = MethodTypeDesc.of(CD_int, CD_float);
    return with(DType.INT32, c -> c.invokestatic(desc(Float.class), "floatToRawIntBits", type), a);
  }

  @Override
  public Value fromBits(Value a) {
    MethodTypeDesc type = MethodTypeDesc.of(CD_float, CD_int);
    return with(DType.FLOAT32, c -> c.invokestatic(desc(Float.class), "intBitsToFloat", type), a);
  }

  @Override
  public Value shift(Value a, int by) {
    return with(
        a.dtype,
        c -> {
          c.loadConstant(Math.abs(by));
          if (by > 0) {
            c.ishl();
          } else {
            c.ishr();
          }
        },
        a);
  }

  @Override
  public Value reduce(ReduceKind kind, Value a) {
    return a;
  }
}
