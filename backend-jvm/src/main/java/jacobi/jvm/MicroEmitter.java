package jacobi.jvm;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
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
 * Writes the bytecode of {@link MicroKernel}s with the Vector API, named only symbolically: this
 * project compiles without the incubating module, and runs without it as long as nobody asks for
 * these.
 *
 * <p>A tile of {@code rows} x {@code vectors} accumulators stays in registers: each step of k loads
 * {@code vectors} vectors of b, broadcasts {@code rows} elements of a, and does rows x vectors
 * multiply-adds.
 */
final class MicroEmitter {
  private static final String PACKAGE = "jdk.incubator.vector.";
  private static final ClassDesc SPECIES = ClassDesc.of(PACKAGE + "VectorSpecies");
  private static final ClassDesc VECTOR = ClassDesc.of(PACKAGE + "Vector");
  private static final ClassDesc SEGMENT = MemorySegment.class.describeConstable().orElseThrow();
  private static final ClassDesc LAYOUT = ValueLayout.class.describeConstable().orElseThrow();
  private static final ClassDesc ORDER = ByteOrder.class.describeConstable().orElseThrow();
  private static final ClassDesc MEMORY = Memory.class.describeConstable().orElseThrow();
  private static final ClassDesc MICRO = MicroKernel.class.describeConstable().orElseThrow();

  /**
   * No address sets the top bits, but C2 cannot know: once they are masked off, it sees that every
   * access lies inside {@link Memory#ALL} and drops the bounds check of each load (three times
   * faster on AVX-512).
   */
  static final long ADDRESS_BITS = (1L << 62) - 1;

  // Parameters of MicroKernel.run, and the locals after them.
  private static final int A = 1;
  private static final int B = 3;
  private static final int B_STEP = 5;
  private static final int K = 7;
  private static final int FROM = 8;
  private static final int FROM_STEP = 10;
  private static final int C = 12;
  private static final int C_STEP = 14;
  private static final int A_SAFE = 16;
  private static final int B_SAFE = 18;
  private static final int BROADCAST = 20;
  private static final int FIRST_VECTOR = 21;

  /**
   * What one kernel is specialised for.
   *
   * @param bits width of a vector
   * @param aRow bytes between rows of the packed left operand
   * @param aStep bytes from one k to the next in a row of it
   */
  record Tile(DType dtype, int bits, int rows, int vectors, int aRow, int aStep) {}

  private static final ConcurrentHashMap<Tile, MicroKernel> KERNELS = new ConcurrentHashMap<>();

  private final Tile tile;
  private final ClassDesc vector;
  private final ClassDesc element;
  private final ClassDesc layout;
  private final int vectorBytes;

  private MicroEmitter(Tile tile) {
    this.tile = tile;
    boolean f32 = tile.dtype == DType.FLOAT32;
    this.vector = ClassDesc.of(PACKAGE + (f32 ? "FloatVector" : "DoubleVector"));
    this.element = f32 ? CD_float : CD_double;
    this.layout =
        (f32 ? ValueLayout.OfFloat.class : ValueLayout.OfDouble.class)
            .describeConstable()
            .orElseThrow();
    this.vectorBytes = tile.bits / 8;
  }

  /** The kernel of a tile, made at its first use. */
  static MicroKernel kernel(Tile tile) {
    return KERNELS.computeIfAbsent(tile, t -> new MicroEmitter(t).define());
  }

  private MicroKernel define() {
    ClassDesc self =
        ClassDesc.of("jacobi.jvm.Product" + tile.rows + "x" + tile.vectors + "x" + tile.bits);
    byte[] bytes =
        ClassFile.of()
            .build(
                self,
                c -> {
                  c.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                      .withInterfaceSymbols(MICRO);
                  HiddenClass.constructor(c, ConstantDescs.CD_Object);
                  c.withMethodBody(
                      "run",
                      MethodTypeDesc.of(
                          CD_void, CD_long, CD_long, CD_long, CD_int, CD_long, CD_long, CD_long,
                          CD_long),
                      ClassFile.ACC_PUBLIC,
                      this::body);
                });
    return (MicroKernel) HiddenClass.instance(bytes);
  }

  private void body(CodeBuilder code) {
    for (int i = 0; i < tile.rows; i++) {
      code.lload(FROM).loadConstant(ADDRESS_BITS).land().lstore(A_SAFE);
      for (int j = 0; j < tile.vectors; j++) {
        load(code, A_SAFE, j).astore(accumulator(i, j));
      }
      code.lload(FROM).lload(FROM_STEP).ladd().lstore(FROM);
    }
    Label test = code.newLabel();
    Label loop = code.newLabel();
    code.goto_(test).labelBinding(loop);
    step(code);
    code.iinc(K, -1).labelBinding(test).iload(K).ifgt(loop);

    for (int i = 0; i < tile.rows; i++) {
      code.lload(C).loadConstant(ADDRESS_BITS).land().lstore(A_SAFE);
      for (int j = 0; j < tile.vectors; j++) {
        code.aload(accumulator(i, j)).getstatic(MEMORY, "ALL", SEGMENT);
        address(code, A_SAFE, j)
            .invokevirtual(
                vector, "intoMemorySegment", MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER));
      }
      code.lload(C).lload(C_STEP).ladd().lstore(C);
    }
    code.return_();
  }

  private void step(CodeBuilder code) {
    code.lload(A).loadConstant(ADDRESS_BITS).land().lstore(A_SAFE);
    code.lload(B).loadConstant(ADDRESS_BITS).land().lstore(B_SAFE);
    for (int j = 0; j < tile.vectors; j++) {
      load(code, B_SAFE, j).astore(FIRST_VECTOR + j);
    }
    for (int i = 0; i < tile.rows; i++) {
      species(code)
          .getstatic(MEMORY, "ALL", SEGMENT)
          .getstatic(
              LAYOUT,
              tile.dtype == DType.FLOAT32 ? "JAVA_FLOAT_UNALIGNED" : "JAVA_DOUBLE_UNALIGNED",
              layout)
          .lload(A_SAFE)
          .loadConstant((long) i * tile.aRow)
          .ladd()
          .invokeinterface(SEGMENT, "get", MethodTypeDesc.of(element, layout, CD_long))
          .invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, element))
          .astore(BROADCAST);
      for (int j = 0; j < tile.vectors; j++) {
        if (Lanes.hasFma()) {
          code.aload(BROADCAST)
              .aload(FIRST_VECTOR + j)
              .aload(accumulator(i, j))
              .invokevirtual(vector, "fma", MethodTypeDesc.of(vector, VECTOR, VECTOR));
        } else {
          code.aload(accumulator(i, j))
              .aload(BROADCAST)
              .aload(FIRST_VECTOR + j)
              .invokevirtual(vector, "mul", MethodTypeDesc.of(vector, VECTOR))
              .invokevirtual(vector, "add", MethodTypeDesc.of(vector, VECTOR));
        }
        code.astore(accumulator(i, j));
      }
    }
    code.lload(A).loadConstant((long) tile.aStep).ladd().lstore(A);
    code.lload(B).lload(B_STEP).ladd().lstore(B);
  }

  private CodeBuilder load(CodeBuilder code, int base, int j) {
    species(code).getstatic(MEMORY, "ALL", SEGMENT);
    return address(code, base, j)
        .invokestatic(
            vector,
            "fromMemorySegment",
            MethodTypeDesc.of(vector, SPECIES, SEGMENT, CD_long, ORDER));
  }

  private CodeBuilder address(CodeBuilder code, int base, int j) {
    return code.lload(base)
        .loadConstant((long) j * vectorBytes)
        .ladd()
        .getstatic(
            ORDER,
            ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? "LITTLE_ENDIAN" : "BIG_ENDIAN",
            ORDER);
  }

  private CodeBuilder species(CodeBuilder code) {
    return code.getstatic(vector, "SPECIES_" + tile.bits, SPECIES);
  }

  private int accumulator(int row, int j) {
    return FIRST_VECTOR + tile.vectors + row * tile.vectors + j;
  }
}
