package jacobi.jvm;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import jacobi.graph.DType;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.CompareKind;
import jacobi.graph.Op.ReduceKind;
import jacobi.graph.Op.UnaryKind;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Arithmetic on vectors of the Vector API, whose classes are named only symbolically: this project
 * neither compiles against the incubating module nor needs it to run.
 *
 * <p>All values have the same number of lanes, elements of the same size. A bool is a mask over the
 * type {@code home}.
 *
 * @param bits width of a vector
 * @param home the type whose comparisons are wanted most
 */
record VectorArithmetic(Code code, int bits, DType home) implements Arithmetic {
  private static final String PACKAGE = "jdk.incubator.vector.";
  private static final ClassDesc VECTOR = ClassDesc.of(PACKAGE + "Vector");
  private static final ClassDesc MASK = ClassDesc.of(PACKAGE + "VectorMask");
  private static final ClassDesc SPECIES = ClassDesc.of(PACKAGE + "VectorSpecies");
  private static final ClassDesc OPERATORS = ClassDesc.of(PACKAGE + "VectorOperators");
  private static final ClassDesc BINARY = OPERATORS.nested("Binary");
  private static final ClassDesc ASSOCIATIVE = OPERATORS.nested("Associative");
  private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
  private static final ClassDesc CONVERSION = OPERATORS.nested("Conversion");
  private static final ClassDesc ORDER = ScalarArithmetic.desc(ByteOrder.class);

  @Override
  public int lanes() {
    return bits / 8 / home.bytes();
  }

  /** The class of a vector. */
  private static ClassDesc type(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> ClassDesc.of(PACKAGE + "FloatVector");
      case FLOAT64 -> ClassDesc.of(PACKAGE + "DoubleVector");
      case INT32 -> ClassDesc.of(PACKAGE + "IntVector");
      case INT64 -> ClassDesc.of(PACKAGE + "LongVector");
      case BOOL -> MASK;
    };
  }

  private void pushSpecies(CodeBuilder c, DType dtype) {
    c.getstatic(type(dtype), "SPECIES_" + bits, SPECIES);
  }

  private static void pushOrder(CodeBuilder c) {
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    c.getstatic(ORDER, little ? "LITTLE_ENDIAN" : "BIG_ENDIAN", ORDER);
  }

  @Override
  public Value load(DType dtype, Address address) {
    code.emit(c -> pushSpecies(c, dtype)).emit(ScalarArithmetic::pushMemory);
    address.push(code);
    code.emit(VectorArithmetic::pushOrder)
        .invokeStatic(
            type(dtype),
            "fromMemorySegment",
            MethodTypeDesc.of(type(dtype), SPECIES, ScalarArithmetic.SEGMENT, CD_long, ORDER));
    return code.store(dtype, true);
  }

  @Override
  public void store(Address address, Value value) {
    code.push(value).emit(ScalarArithmetic::pushMemory);
    address.push(code);
    code.emit(VectorArithmetic::pushOrder)
        .invokeVirtual(
            type(value.dtype),
            "intoMemorySegment",
            MethodTypeDesc.of(CD_void, ScalarArithmetic.SEGMENT, CD_long, ORDER));
  }

  /** Computed once for the whole method. */
  @Override
  public Value constant(DType dtype, Number number) {
    return code.hoist(
        List.of(dtype, number),
        dtype,
        true,
        c -> {
          if (dtype != DType.BOOL) {
            pushSpecies(c, dtype);
          }
          splat(c, dtype, () -> c.loadConstant((java.lang.constant.ConstantDesc) number));
        });
  }

  @Override
  public Value splat(Value element) {
    if (element.slot < 0) {
      return constant(element.dtype, element.constant);
    }
    code.emit(
        c -> {
          if (element.dtype != DType.BOOL) {
            pushSpecies(c, element.dtype);
          }
          splat(c, element.dtype, () -> c.loadLocal(element.kind(), element.slot));
        });
    return code.store(element.dtype, true);
  }

  /** With the species on the stack, unless the type is bool. */
  private void splat(CodeBuilder c, DType dtype, Runnable push) {
    if (dtype == DType.BOOL) {
      pushSpecies(c, home);
      push.run();
      c.invokeinterface(SPECIES, "maskAll", MethodTypeDesc.of(MASK, CD_boolean));
    } else {
      push.run();
      MethodTypeDesc type =
          MethodTypeDesc.of(type(dtype), SPECIES, ScalarArithmetic.element(dtype));
      c.invokestatic(type(dtype), "broadcast", type);
    }
  }

  @Override
  public Value index(DType dtype, Value index, int plus) {
    DType integer = home.bytes() == 4 ? DType.INT32 : DType.INT64;
    code.emit(c -> pushSpecies(c, integer));
    code.push(index).push(plus).emit(c -> c.iadd());
    if (integer == DType.INT64) {
      code.emit(c -> c.i2l());
    }
    MethodTypeDesc broadcast =
        MethodTypeDesc.of(type(integer), SPECIES, ScalarArithmetic.element(integer));
    code.invokeStatic(type(integer), "broadcast", broadcast)
        .push(1)
        .invokeVirtual(type(integer), "addIndex", MethodTypeDesc.of(type(integer), CD_int));
    return cast(code.store(integer, true), dtype);
  }

  @Override
  public Value unary(UnaryKind kind, Value a) {
    return switch (kind) {
      case NEG -> method("neg", a.dtype, a);
      case ABS -> method("abs", a.dtype, a);
      case SQRT -> method("sqrt", a.dtype, a);
      case NOT -> {
        code.push(a).invokeVirtual(MASK, "not", MethodTypeDesc.of(MASK));
        yield code.store(DType.BOOL, true);
      }
      case SIGN, FLOOR, CEIL, ROUND, EXP, EXPM1, LOG, LOG1P, TANH ->
          MathFunctions.apply(this, kind, a);
      case SIN, COS, ERF -> throw new IllegalArgumentException("no vectors for " + kind);
    };
  }

  /** A method of a vector's class that takes vectors and gives one. */
  private Value method(String name, DType result, Value a, Value... more) {
    ClassDesc[] parameters = new ClassDesc[more.length];
    java.util.Arrays.fill(parameters, VECTOR);
    code.push(a);
    for (Value value : more) {
      code.push(value);
    }
    code.invokeVirtual(type(a.dtype), name, MethodTypeDesc.of(type(result), parameters));
    return code.store(result, true);
  }

  @Override
  public Value binary(BinaryKind kind, Value a, Value b) {
    if (a.dtype == DType.BOOL) {
      return masks(
          switch (kind) {
            case AND -> "and";
            case OR -> "or";
            case XOR -> "xor";
            case ADD, SUB, MUL, DIV, MAX, MIN, POW ->
                throw new IllegalArgumentException("not on bools: " + kind);
          },
          a,
          b);
    }
    return switch (kind) {
      case ADD -> method("add", a.dtype, a, b);
      case SUB -> method("sub", a.dtype, a, b);
      case MUL -> method("mul", a.dtype, a, b);
      case DIV -> method("div", a.dtype, a, b);
      case MAX -> method("max", a.dtype, a, b);
      case MIN -> method("min", a.dtype, a, b);
      case AND -> method("and", a.dtype, a, b);
      case OR -> method("or", a.dtype, a, b);
      case XOR -> {
        code.push(a).emit(c -> c.getstatic(OPERATORS, "XOR", ASSOCIATIVE)).push(b);
        code.invokeVirtual(
            type(a.dtype), "lanewise", MethodTypeDesc.of(type(a.dtype), BINARY, VECTOR));
        yield code.store(a.dtype, true);
      }
      case POW -> throw new IllegalArgumentException("no vectors for " + kind);
    };
  }

  private Value masks(String name, Value a, Value b) {
    code.push(a).push(b).invokeVirtual(MASK, name, MethodTypeDesc.of(MASK, MASK));
    return code.store(DType.BOOL, true);
  }

  @Override
  public Value fma(Value a, Value b, Value c) {
    if (!Lanes.hasFma()) {
      return add(mul(a, b), c);
    }
    return method("fma", a.dtype, a, b, c);
  }

  @Override
  public Value compare(CompareKind kind, Value a, Value b) {
    if (a.dtype == DType.BOOL) {
      return switch (kind) {
        case LT -> masks("andNot", b, a);
        case LE -> masks("or", unary(UnaryKind.NOT, a), b);
        case EQ -> masks("eq", a, b);
        case NE -> masks("xor", a, b);
      };
    }
    code.push(a).emit(c -> c.getstatic(OPERATORS, kind.name(), COMPARISON)).push(b);
    code.invokeVirtual(type(a.dtype), "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
    castMask(a.dtype, home);
    return code.store(DType.BOOL, true);
  }

  /** Turns the mask on the stack into one over another type. */
  private void castMask(DType from, DType to) {
    if (from != to) {
      code.emit(c -> pushSpecies(c, to))
          .invokeVirtual(MASK, "cast", MethodTypeDesc.of(MASK, SPECIES));
    }
  }

  @Override
  public Value select(Value condition, Value a, Value b) {
    if (a.dtype == DType.BOOL) {
      return masks("or", masks("and", condition, a), masks("andNot", b, condition));
    }
    code.push(b).push(a).push(condition);
    castMask(home, a.dtype);
    code.invokeVirtual(type(a.dtype), "blend", MethodTypeDesc.of(type(a.dtype), VECTOR, MASK));
    return code.store(a.dtype, true);
  }

  @Override
  public Value cast(Value a, DType dtype) {
    if (a.dtype == dtype) {
      return a;
    }
    if (a.dtype == DType.BOOL) {
      Value one = constant(dtype, Arithmetic.number(dtype, 1));
      return select(a, one, constant(dtype, Arithmetic.number(dtype, 0)));
    }
    if (dtype == DType.BOOL) {
      return compare(CompareKind.NE, a, constant(a.dtype, Arithmetic.number(a.dtype, 0)));
    }
    String name = letter(a.dtype) + "2" + letter(dtype);
    code.push(a).emit(c -> c.getstatic(OPERATORS, name, CONVERSION)).push(0);
    code.invokeVirtual(VECTOR, "convert", MethodTypeDesc.of(VECTOR, CONVERSION, CD_int))
        .emit(c -> c.checkcast(type(dtype)));
    return code.store(dtype, true);
  }

  private static String letter(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> "F";
      case FLOAT64 -> "D";
      case INT32 -> "I";
      case INT64 -> "L";
      case BOOL -> throw new IllegalArgumentException("no conversion of bools");
    };
  }

  @Override
  public Value toBits(Value a) {
    code.push(a).invokeVirtual(VECTOR, "reinterpretAsInts", MethodTypeDesc.of(type(DType.INT32)));
    return code.store(DType.INT32, true);
  }

  @Override
  public Value fromBits(Value a) {
    ClassDesc floats = type(DType.FLOAT32);
    code.push(a).invokeVirtual(VECTOR, "reinterpretAsFloats", MethodTypeDesc.of(floats));
    return code.store(DType.FLOAT32, true);
  }

  @Override
  public Value shift(Value a, int by) {
    ClassDesc ints = type(a.dtype);
    code.push(a)
        .emit(c -> c.getstatic(OPERATORS, by > 0 ? "LSHL" : "ASHR", BINARY))
        .push(Math.abs(by))
        .invokeVirtual(ints, "lanewise", MethodTypeDesc.of(ints, BINARY, CD_int));
    return code.store(a.dtype, true);
  }

  /**
   * Sums and products of floating types as a tree over the lanes: the Vector API leaves the order
   * open, so that compiled and interpreted code differ.
   */
  @Override
  public Value reduce(ReduceKind kind, Value a) {
    ClassDesc element = ScalarArithmetic.element(a.dtype);
    BinaryKind combining = kind.combining();
    if (a.dtype.isInteger() || kind == ReduceKind.MAX || kind == ReduceKind.MIN) {
      code.push(a)
          .emit(c -> c.getstatic(OPERATORS, combining.name(), ASSOCIATIVE))
          .invokeVirtual(type(a.dtype), "reduceLanes", MethodTypeDesc.of(element, ASSOCIATIVE));
      return code.store(a.dtype, false);
    }
    boolean sum = kind == ReduceKind.SUM;
    pushTree(a, 0, lanes(), sum);
    return code.store(a.dtype, false);
  }

  /**
   * Combines {@code count} lanes from {@code first} on: those with even distance, then the others.
   */
  private void pushTree(Value a, int first, int count, boolean sum) {
    if (count == 1) {
      ClassDesc element = ScalarArithmetic.element(a.dtype);
      code.push(a)
          .push(first)
          .invokeVirtual(type(a.dtype), "lane", MethodTypeDesc.of(element, CD_int));
      return;
    }
    pushTree(a, first, count / 2, sum);
    pushTree(a, first + count / 2, count / 2, sum);
    boolean single = a.dtype == DType.FLOAT32;
    if (sum) {
      code.emit(single ? c -> c.fadd() : c -> c.dadd());
    } else {
      code.emit(single ? c -> c.fmul() : c -> c.dmul());
    }
  }
}
