package jacobi.jvm;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import jacobi.graph.DType;
import jacobi.graph.Op.UnaryKind;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The class of a form of loop nest while it is being written. Each form is a hidden class of its
 * own, so that the JIT profiles and compiles it for itself.
 */
final class KernelClass {
  /** Methods that are larger are never compiled by the JIT (HotSpot's HugeMethodLimit). */
  static final int LARGEST_METHOD = 8000;

  private static final ClassDesc SELF = ClassDesc.of("jacobi.jvm.GeneratedNest");
  private static final ClassDesc SUPER = ScalarArithmetic.desc(NestCode.class);
  static final ClassDesc LONGS = CD_long.arrayType();

  /** {@link NestCode#run}. */
  static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, LONGS, LONGS, CD_int);

  /** {@link NestCode#finish}. */
  static final MethodTypeDesc FINISH = MethodTypeDesc.of(CD_void, LONGS, LONGS);

  /** Local variables of both: sizes, addresses, and the piece of the first. */
  static final int SIZES = 1;

  static final int ADDRESSES = 2;
  static final int PIECE = 3;

  private record Method(String name, MethodTypeDesc type, boolean ofInstance, Code code) {}

  private final List<Method> methods = new ArrayList<>();
  private final Map<String, Integer> roles = new LinkedHashMap<>();
  private final List<Long> sizes = new ArrayList<>();
  private final Map<UnaryKind, String> functions = new LinkedHashMap<>();

  ClassDesc self() {
    return SELF;
  }

  /** The place among the sizes of one that plays a role, the same for each nest of this form. */
  int size(String role, long value) {
    int at =
        roles.computeIfAbsent(
            role,
            _ -> {
              sizes.add(value);
              return sizes.size() - 1;
            });
    if (sizes.get(at) != value) {
      throw new IllegalStateException(role + " is " + sizes.get(at) + " and " + value);
    }
    return at;
  }

  /** The sizes asked for so far. */
  long[] sizes() {
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  /** Adds a method that implements one of {@link NestCode}. */
  void override(String name, MethodTypeDesc type, Consumer<Code> body) {
    add(name, type, true, body);
  }

  /** Adds a static method without result, whose first parameter are the sizes. */
  void method(String name, MethodTypeDesc type, Consumer<Code> body) {
    add(name, type, false, body);
  }

  private void add(String name, MethodTypeDesc type, boolean ofInstance, Consumer<Code> body) {
    int slots = ofInstance ? 1 : 0;
    for (ClassDesc parameter : type.parameterList()) {
      slots += java.lang.classfile.TypeKind.from(parameter).slotSize();
    }
    Code code = new Code(slots, ofInstance ? SIZES : 0);
    body.accept(code);
    code.emit(c -> c.return_());
    methods.add(new Method(name, type, ofInstance, code));
  }

  /** Name of the static method that computes a function of one float32. */
  String function(UnaryKind kind) {
    String known = functions.get(kind);
    if (known != null) {
      return known;
    }
    String name = kind.name().toLowerCase(java.util.Locale.ROOT);
    functions.put(kind, name);
    Code code = new Code(1, -1);
    Value x = Value.local(DType.FLOAT32, false, 0);
    Value y = MathFunctions.apply(new ScalarArithmetic(code, this), kind, x);
    code.push(y).emit(c -> c.freturn());
    methods.add(new Method(name, MathFunctions.TYPE, false, code));
    return name;
  }

  byte[] bytes() {
    return ClassFile.of()
        .build(
            SELF,
            c -> {
              c.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER).withSuperclass(SUPER);
              HiddenClass.constructor(c, SUPER);
              for (Method method : methods) {
                c.withMethodBody(
                    method.name,
                    method.type,
                    method.ofInstance ? 0 : ClassFile.ACC_STATIC,
                    method.code::flush);
              }
            });
  }

  /** Bytes of bytecode of the largest method. */
  static int largestMethod(byte[] classFile) {
    return ClassFile.of().parse(classFile).methods().stream()
        .flatMap(m -> m.code().stream())
        .mapToInt(code -> ((CodeAttribute) code).codeLength())
        .max()
        .orElse(0);
  }
}
