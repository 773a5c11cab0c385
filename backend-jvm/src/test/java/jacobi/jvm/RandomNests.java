package jacobi.jvm;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Op;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.CompareKind;
import jacobi.graph.Op.ReduceKind;
import jacobi.graph.Op.UnaryKind;
import jacobi.graph.Shape;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Random loop nests that keep the contract of {@link LoopNest}, with buffers. Data are small
 * multiples of 1/2, so that what only adds, multiplies and compares a little is exact.
 */
final class RandomNests {
  /** A nest and what it runs on. */
  record Case(LoopNest nest, NestBuffers buffers) {}

  private static final int[] EXTENTS = {1, 2, 3, 5, 7, 8, 9, 16, 17, 31, 33, 64, 70};

  /** What grows fast or has poles. */
  private static final Set<UnaryKind> GROWING =
      EnumSet.of(UnaryKind.SQRT, UnaryKind.EXP, UnaryKind.EXPM1, UnaryKind.LOG, UnaryKind.LOG1P);

  private final Random random;
  private final boolean exact;
  private final List<View> operands = new ArrayList<>();
  private final List<Inst> body = new ArrayList<>();
  private final List<Boolean> reduced = new ArrayList<>();
  private final NestBuffers buffers;
  private Shape domain = Shape.scalar();
  private final Set<Integer> written = new HashSet<>();
  private DType main = DType.FLOAT32;
  private boolean columns;

  private RandomNests(long seed, boolean exact, Arena arena) {
    this.random = new Random(seed);
    this.exact = exact;
    this.buffers = new NestBuffers(arena);
  }

  /**
   * @param exact whether to leave out what does not give the same bits in every order and form
   */
  static Case make(long seed, boolean exact, Arena arena) {
    RandomNests maker = new RandomNests(seed, exact, arena);
    maker.fill();
    LoopNest nest = new LoopNest(maker.domain, maker.reduced, maker.operands, maker.body);
    return new Case(nest, maker.buffers);
  }

  private void fill() {
    int rank = random.nextInt(4);
    int[] extents = new int[rank];
    long limit = 6000;
    for (int i = rank - 1; i >= 0; i--) {
      extents[i] = (int) Math.min(limit, EXTENTS[random.nextInt(EXTENTS.length)]);
      limit = Math.max(1, limit / extents[i]);
    }
    domain = Shape.of(extents);
    for (int i = 0; i < rank; i++) {
      reduced.add(false);
    }
    int form = rank == 0 ? 0 : random.nextInt(3);
    if (form == 1) {
      for (int i = rank - 1 - random.nextInt(rank); i < rank; i++) {
        reduced.set(i, true);
      }
    } else if (form == 2 && rank > 1) {
      columns = true;
      reduced.set(random.nextInt(rank - 1), true);
      reduced.set(random.nextInt(rank - 1), true);
    }
    main =
        random.nextInt(5) < 3
            ? DType.FLOAT32
            : any(DType.FLOAT32, DType.FLOAT64, DType.INT64, DType.INT32);
    List<Integer> values = new ArrayList<>();
    int loads = 1 + random.nextInt(4);
    for (int i = 0; i < loads; i++) {
      values.add(load(main, random.nextInt(4) == 0));
    }
    if (random.nextInt(2) == 0) {
      values.add(add(new Inst.Const(Op.Constant.of(main, (random.nextInt(9) - 4) / 2.0))));
    }
    if (rank > 0 && random.nextInt(3) == 0) {
      DType dtype = random.nextBoolean() ? main : DType.INT32;
      int index = add(new Inst.Index(random.nextInt(rank), dtype));
      values.add(dtype == main ? index : add(new Inst.Cast(index, main)));
    }
    compute(values, 1 + random.nextInt(5));
    boolean reduces = reduced.contains(true);
    if (reduces && columns) {
      stores(values, true);
      for (int i = 0; i < 1 + random.nextInt(2); i++) {
        store(reduce(pick(values)), false);
      }
      return;
    }
    if (reduces) {
      for (int i = 0; i < 1 + random.nextInt(3); i++) {
        int result = reduce(pick(values));
        values.add(result);
        if (random.nextBoolean()) {
          store(result, false);
        }
        compute(values, random.nextInt(3));
      }
    }
    stores(values, false);
  }

  private void stores(List<Integer> values, boolean optional) {
    int count = random.nextInt(2) + (optional ? 0 : 1);
    for (int i = 0; i < count; i++) {
      store(random.nextInt(3) == 0 ? pick(values) : values.getLast(), true);
    }
  }

  @SafeVarargs
  private final <T> T any(T... choice) {
    return choice[random.nextInt(choice.length)];
  }

  private int pick(List<Integer> values) {
    return values.get(random.nextInt(values.size()));
  }

  private int add(Inst inst) {
    body.add(inst);
    return body.size() - 1;
  }

  private int reduce(int a) {
    boolean product = !exact && random.nextInt(8) == 0 && domain.size() < 100;
    ReduceKind kind =
        product ? ReduceKind.PROD : any(ReduceKind.SUM, ReduceKind.MAX, ReduceKind.MIN);
    return add(new Inst.Reduce(kind, a, body.get(a).dtype()));
  }

  private void compute(List<Integer> values, int count) {
    for (int i = 0; i < count; i++) {
      int a = pick(values);
      int b = pick(values);
      values.add(
          switch (random.nextInt(6)) {
            case 0 -> unary(a);
            case 1 -> {
              int condition = condition(a, b);
              yield add(new Inst.Select(condition, pick(values), pick(values), main));
            }
            case 2 -> add(new Inst.Cast(condition(a, b), main));
            case 3 -> {
              // There and back, through a type that the vector form may not have.
              DType over = any(DType.INT32, DType.INT64, DType.FLOAT64);
              DType via = exact ? over : DType.FLOAT64;
              yield over == main ? unary(a) : add(new Inst.Cast(add(new Inst.Cast(a, via)), main));
            }
            default -> {
              BinaryKind[] kinds = {
                BinaryKind.ADD, BinaryKind.SUB, BinaryKind.MUL, BinaryKind.MAX, BinaryKind.MIN
              };
              yield add(new Inst.Binary(kinds[random.nextInt(kinds.length)], a, b, main));
            }
          });
    }
  }

  private int condition(int a, int b) {
    CompareKind kind = any(CompareKind.LT, CompareKind.LE, CompareKind.EQ, CompareKind.NE);
    if (!exact) {
      // Rounding must not decide which way to go.
      a = load(main, false);
      b = add(new Inst.Const(Op.Constant.of(main, 0.0)));
    }
    int condition = add(new Inst.Compare(kind, a, b));
    int other = random.nextInt(4) == 0 ? load(DType.BOOL, false) : condition;
    return switch (random.nextInt(5)) {
      case 0 -> add(new Inst.Unary(UnaryKind.NOT, condition, DType.BOOL));
      case 1 -> add(new Inst.Binary(BinaryKind.AND, condition, other, DType.BOOL));
      case 2 -> add(new Inst.Binary(BinaryKind.XOR, condition, other, DType.BOOL));
      default -> condition;
    };
  }

  private int unary(int a) {
    UnaryKind[] anywhere = {UnaryKind.NEG, UnaryKind.ABS, UnaryKind.SIGN};
    UnaryKind[] floats = {
      UnaryKind.NEG, UnaryKind.ABS, UnaryKind.SIGN, UnaryKind.FLOOR, UnaryKind.CEIL, UnaryKind.ROUND
    };
    UnaryKind[] inexact = {
      UnaryKind.NEG,
      UnaryKind.ABS,
      UnaryKind.TANH,
      UnaryKind.SIN,
      UnaryKind.COS,
      UnaryKind.ERF,
      UnaryKind.SQRT,
      UnaryKind.EXP,
      UnaryKind.LOG,
      UnaryKind.EXPM1,
      UnaryKind.LOG1P
    };
    UnaryKind[] kinds = !main.isFloating() ? anywhere : exact ? floats : inexact;
    UnaryKind kind = any(kinds);
    if (GROWING.contains(kind)) {
      // Away from poles, and from growing beyond all bounds.
      a = add(new Inst.Unary(UnaryKind.TANH, a, main));
      if (kind == UnaryKind.SQRT || kind == UnaryKind.LOG) {
        int two = add(new Inst.Const(Op.Constant.of(main, 2.0)));
        a = add(new Inst.Binary(BinaryKind.ADD, a, two, main));
      } else if (kind == UnaryKind.LOG1P) {
        a = add(new Inst.Unary(UnaryKind.ABS, a, main));
      }
    }
    return add(new Inst.Unary(kind, a, main));
  }

  private int load(DType dtype, boolean partly) {
    long[] strides = strides(partly);
    operands.add(view(dtype, strides));
    return add(new Inst.Load(operands.size() - 1, dtype));
  }

  /** Row-major, with axes left out, reversed, or spread. */
  private long[] strides(boolean partly) {
    int rank = domain.rank();
    long[] strides = new long[rank];
    long n = 1;
    int spread = random.nextInt(6) == 0 ? 2 : 1;
    for (int i = rank - 1; i >= 0; i--) {
      boolean out = partly && random.nextBoolean();
      strides[i] = out ? 0 : (random.nextInt(8) == 0 ? -n : n);
      n *= out ? 1 : (long) domain.dim(i) * spread;
    }
    return strides;
  }

  private View view(DType dtype, long[] strides) {
    long lowest = 0;
    long highest = 0;
    for (int i = 0; i < strides.length; i++) {
      long last = strides[i] * (domain.dim(i) - 1);
      lowest += Math.min(0, last);
      highest += Math.max(0, last);
    }
    long offset = -lowest + random.nextInt(3);
    long count = offset + highest + 1;
    buffers.add(count * dtype.bytes());
    int operand = buffers.size() - 1;
    for (long i = 0; i < count; i++) {
      Number value =
          dtype == DType.BOOL
              ? (Number) (long) random.nextInt(2)
              : (Number) ((random.nextInt(17) - 8) / 2.0);
      if (dtype.isInteger()) {
        value = (long) (random.nextInt(17) - 8);
      }
      if (dtype.isFloating() && random.nextInt(500) == 0) {
        value = special();
      }
      buffers.set(operand, dtype, i, value);
    }
    return new View(dtype, domain, offset, strides);
  }

  private double special() {
    return switch (random.nextInt(3)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      default -> Double.NEGATIVE_INFINITY;
    };
  }

  private void store(int value, boolean full) {
    DType dtype = body.get(value).dtype();
    if (random.nextInt(5) == 0 && dtype == main && !(columns && !full)) {
      value = add(new Inst.Cast(value, DType.BOOL));
      dtype = DType.BOOL;
    }
    if (random.nextInt(3) == 0) {
      int loaded = inPlace(dtype, full);
      if (loaded >= 0) {
        written.add(loaded);
        operands.add(operands.get(loaded));
        buffers.share(loaded);
        add(new Inst.Store(operands.size() - 1, value, dtype));
        return;
      }
    }
    long[] strides = new long[domain.rank()];
    long n = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      boolean along = full || !reduced.get(i);
      strides[i] = along ? n : 0;
      n *= along ? domain.dim(i) : 1;
    }
    operands.add(view(dtype, strides));
    add(new Inst.Store(operands.size() - 1, value, dtype));
  }

  /** A loaded operand that a store may overwrite, or -1. */
  private int inPlace(DType dtype, boolean full) {
    for (Inst inst : body) {
      if (inst instanceof Inst.Load load
          && load.dtype() == dtype
          && !written.contains(load.operand())
          && coversOnce(operands.get(load.operand()), full)) {
        return load.operand();
      }
    }
    return -1;
  }

  private boolean coversOnce(View view, boolean full) {
    for (int i = 0; i < domain.rank(); i++) {
      boolean along = full || !reduced.get(i);
      if (domain.dim(i) > 1 && (view.stride(i) != 0) != along) {
        return false;
      }
    }
    return true;
  }
}
