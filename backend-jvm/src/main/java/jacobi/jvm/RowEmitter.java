package jacobi.jvm;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import jacobi.backend.Memory;
import jacobi.graph.DType;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the bytecode of {@link RowKernel}s with the Vector API, named only symbolically as in
 * {@link MicroEmitter}.
 *
 * <p>The rows of the panel are read in several places at once, each a part of them with sums of its
 * own, added in the end: with a single stream two threads took 240 microseconds for what they read
 * in 160 with two to eight (7.4 MB in the third-level cache). The sums also hide the latency of a
 * multiply-add where the panel is narrow.
 */
final class RowEmitter {
  private static final String PACKAGE = "jdk.incubator.vector.";
  private static final ClassDesc SPECIES = ClassDesc.of(PACKAGE + "VectorSpecies");
  private static final ClassDesc VECTOR = ClassDesc.of(PACKAGE + "Vector");
  private static final ClassDesc SEGMENT = MemorySegment.class.describeConstable().orElseThrow();
  private static final ClassDesc ORDER = ByteOrder.class.describeConstable().orElseThrow();
  private static final ClassDesc MEMORY = Memory.class.describeConstable().orElseThrow();
  private static final ClassDesc ROW = RowKernel.class.describeConstable().orElseThrow();

  /** Accumulators: 16 registers hold these with what is loaded. */
  private static final int SUMS = 8;

  // Parameters of RowKernel.run, and the locals after them.
  private static final int A = 1;
  private static final int A_STEP = 3;
  private static final int B = 5;
  private static final int K = 7;
  private static final int OUT = 8;
  private static final int PART = 10;
  private static final int LEFT = 11;
  private static final int SAFE = 12;
  private static final int FIRST_POINTER = 14;

  /** What one kernel is specialised for: vectors of so many bits, and how many a row has. */
  private record Panel(DType dtype, int bits, int vectors) {}

  private static final ConcurrentHashMap<Panel, RowKernel> KERNELS = new ConcurrentHashMap<>();

  private final Panel panel;
  private final int streams;
  private final boolean single;
  private final ClassDesc vector;
  private final ClassDesc element;
  private final ClassDesc layout;
  private final int vectorBytes;

  private RowEmitter(Panel panel) {
    this.panel = panel;
    this.streams = SUMS / Integer.highestOneBit(2 * panel.vectors - 1);
    this.single = panel.dtype == DType.FLOAT32;
    this.vector = ClassDesc.of(PACKAGE + (single ? "FloatVector" : "DoubleVector"));
    this.element = single ? ConstantDescs.CD_float : ConstantDescs.CD_double;
    this.layout =
        (single ? ValueLayout.OfFloat.class : ValueLayout.OfDouble.class)
            .describeConstable()
            .orElseThrow();
    this.vectorBytes = panel.bits / 8;
  }

  /**
   * The kernel for a panel, made at its first use.
   *
   * @param bits width of a vector
   * @param vectors how many a row of the panel has, 1 to 4
   */
  static RowKernel kernel(DType dtype, int bits, int vectors) {
    return KERNELS.computeIfAbsent(
        new Panel(dtype, bits, vectors), p -> new RowEmitter(p).define());
  }

  private RowKernel define() {
    ClassDesc self = ClassDesc.of("jacobi.jvm.Row" + panel.vectors + "x" + panel.bits);
    MethodTypeDesc run = MethodTypeDesc.of(CD_void, CD_long, CD_long, CD_long, CD_int, CD_long);
    byte[] bytes =
        ClassFile.of()
            .build(
                self,
                c -> {
                  c.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER).withInterfaceSymbols(ROW);
                  HiddenClass.constructor(c, ConstantDescs.CD_Object);
                  c.withMethodBody("run", run, ClassFile.ACC_PUBLIC, this::body);
                });
    return (RowKernel) HiddenClass.instance(bytes);
  }

  private void body(CodeBuilder code) {
    code.iload(K).loadConstant(streams).idiv().istore(PART);
    long row = (long) panel.vectors * vectorBytes;
    for (int s = 0; s < streams; s++) {
      code.lload(A).iload(PART).loadConstant(s).imul().i2l().lload(A_STEP).lmul().ladd();
      code.lstore(a(s));
      code.lload(B).iload(PART).loadConstant(s).imul().i2l().loadConstant(row).lmul().ladd();
      code.lstore(b(s));
      for (int j = 0; j < panel.vectors; j++) {
        species(code)
            .invokestatic(vector, "zero", MethodTypeDesc.of(vector, SPECIES))
            .astore(sum(s, j));
      }
    }
    code.iload(PART).istore(LEFT);
    loop(
        code,
        () -> {
          for (int s = 0; s < streams; s++) {
            step(code, s);
          }
        });
    // The last part goes on to the end.
    code.iload(K).iload(PART).loadConstant(streams).imul().isub().istore(LEFT);
    loop(code, () -> step(code, streams - 1));
    code.lload(OUT).loadConstant(MicroEmitter.ADDRESS_BITS).land().lstore(SAFE);
    for (int j = 0; j < panel.vectors; j++) {
      code.aload(sum(0, j));
      for (int s = 1; s < streams; s++) {
        code.aload(sum(s, j)).invokevirtual(vector, "add", MethodTypeDesc.of(vector, VECTOR));
      }
      code.getstatic(MEMORY, "ALL", SEGMENT);
      address(code, j)
          .invokevirtual(
              vector, "intoMemorySegment", MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER));
    }
    code.return_();
  }

  /** Counts LEFT down to 0. */
  private static void loop(CodeBuilder code, Runnable inside) {
    Label test = code.newLabel();
    Label loop = code.newLabel();
    code.goto_(test).labelBinding(loop);
    inside.run();
    code.iinc(LEFT, -1).labelBinding(test).iload(LEFT).ifgt(loop);
  }

  /** One element of the row times one row of the panel. */
  private void step(CodeBuilder code, int s) {
    int factor = sum(streams, 0);
    species(code)
        .getstatic(MEMORY, "ALL", SEGMENT)
        .getstatic(
            ClassDesc.of(ValueLayout.class.getName()),
            single ? "JAVA_FLOAT_UNALIGNED" : "JAVA_DOUBLE_UNALIGNED",
            layout)
        .lload(a(s))
        .loadConstant(MicroEmitter.ADDRESS_BITS)
        .land()
        .invokeinterface(SEGMENT, "get", MethodTypeDesc.of(element, layout, CD_long))
        .invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, element))
        .astore(factor);
    code.lload(b(s)).loadConstant(MicroEmitter.ADDRESS_BITS).land().lstore(SAFE);
    for (int j = 0; j < panel.vectors; j++) {
      species(code).getstatic(MEMORY, "ALL", SEGMENT);
      address(code, j)
          .invokestatic(
              vector,
              "fromMemorySegment",
              MethodTypeDesc.of(vector, SPECIES, SEGMENT, CD_long, ORDER));
      if (Lanes.hasFma()) {
        code.aload(factor)
            .aload(sum(s, j))
            .invokevirtual(vector, "fma", MethodTypeDesc.of(vector, VECTOR, VECTOR));
      } else {
        code.aload(factor)
            .invokevirtual(vector, "mul", MethodTypeDesc.of(vector, VECTOR))
            .aload(sum(s, j))
            .invokevirtual(vector, "add", MethodTypeDesc.of(vector, VECTOR));
      }
      code.astore(sum(s, j));
    }
    code.lload(a(s)).lload(A_STEP).ladd().lstore(a(s));
    code.lload(b(s)).loadConstant((long) panel.vectors * vectorBytes).ladd().lstore(b(s));
  }

  /** Where vector j of a row lies, and the order of its bytes. */
  private CodeBuilder address(CodeBuilder code, int j) {
    return code.lload(SAFE)
        .loadConstant((long) j * vectorBytes)
        .ladd()
        .getstatic(
            ORDER,
            ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? "LITTLE_ENDIAN" : "BIG_ENDIAN",
            ORDER);
  }

  private CodeBuilder species(CodeBuilder code) {
    return code.getstatic(vector, "SPECIES_" + panel.bits, SPECIES);
  }

  private static int a(int stream) {
    return FIRST_POINTER + 4 * stream;
  }

  private static int b(int stream) {
    return FIRST_POINTER + 4 * stream + 2;
  }

  private int sum(int stream, int j) {
    return FIRST_POINTER + 4 * streams + stream * panel.vectors + j;
  }
}
