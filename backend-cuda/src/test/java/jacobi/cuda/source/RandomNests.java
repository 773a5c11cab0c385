package jacobi.cuda.source;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Random loop nests that keep the contract of {@link LoopNest}: all types, strides and extents that
 * let threads load several elements at a time and such that do not, rows from the shortest to those
 * that are cut, in-place stores.
 */
final class RandomNests {
  private final Random random;
  private final boolean exact;
  private final List<View> operands = new ArrayList<>();
  private final List<Inst> body = new ArrayList<>();
  private final List<Boolean> reduced = new ArrayList<>();
  private final List<Integer> values = new ArrayList<>();
  private final List<Integer> overwritten = new ArrayList<>();
  private Shape domain = Shape.scalar();
  private DType main = DType.FLOAT32;
  private Nest.Kind kind = Nest.Kind.MAP;

  /** Whether extents, strides and offsets are multiples of 4. */
  private boolean aligned;

  private RandomNests(long seed, boolean exact) {
    this.random = new Random(seed);
    this.exact = exact;
  }

  /**
   * @param exact whether to leave out what does not give the same bits in every order
   */
  static LoopNest make(long seed, boolean exact) {
    RandomNests maker = new RandomNests(seed, exact);
    maker.fill();
    return new LoopNest(maker.domain, maker.reduced, maker.operands, maker.body);
  }

  private void fill() {
    aligned = random.nextBoolean();
    int rank = random.nextInt(5);
    kind = rank == 0 ? Nest.Kind.MAP : any(Nest.Kind.values());
    kind = kind == Nest.Kind.COLUMNS && rank == 1 ? Nest.Kind.ROWS : kind;
    main = random.nextInt(5) < 3 ? DType.FLOAT32 : any(DType.FLOAT64, DType.INT64, DType.INT32);
    int firstReduced = kind == Nest.Kind.ROWS ? random.nextInt(rank) : rank;
    for (int i = 0; i < rank; i++) {
      reduced.add(i >= firstReduced);
    }
    if (kind == Nest.Kind.COLUMNS) {
      reduced.set(random.nextInt(rank - 1), true);
      reduced.set(random.nextInt(rank - 1), true);
    }
    domain = Shape.of(extents(rank));
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      values.add(load(main, random.nextInt(3) == 0));
    }
    if (random.nextBoolean()) {
      values.add(constant((random.nextInt(9) - 4) / 2.0));
    }
    if (rank > 0 && random.nextInt(3) == 0) {
      DType dtype = any(main, DType.INT32, DType.INT64);
      int index = add(new Inst.Index(random.nextInt(rank), dtype));
      values.add(dtype == main ? index : add(new Inst.Cast(index, main)));
    }
    compute(1 + random.nextInt(4));
    if (kind == Nest.Kind.COLUMNS) {
      for (int i = random.nextInt(2); i > 0; i--) {
        store(pick(), true);
      }
      for (int i = 1 + random.nextInt(2); i > 0; i--) {
        store(reduce(), false);
      }
      return;
    }
    for (int i = kind == Nest.Kind.ROWS ? 1 + random.nextInt(3) : 0; i > 0; i--) {
      int result = reduce();
      values.add(result);
      if (random.nextBoolean()) {
        store(result, false);
      }
      compute(random.nextInt(3));
    }
    boolean needed = body.stream().noneMatch(Inst.Store.class::isInstance);
    for (int i = random.nextInt(2) + (needed ? 1 : 0); i > 0; i--) {
      store(random.nextBoolean() ? pick() : values.getLast(), true);
    }
  }

  /** Mostly small ones, and now and then one that keeps many blocks busy. */
  private int[] extents(int rank) {
    int[] extents = new int[rank];
    long limit = exact ? 3000 : 1500;
    int large = rank > 0 && random.nextInt(4) == 0 ? random.nextInt(rank) : -1;
    if (large >= 0) {
      int extent = 300 + random.nextInt(random.nextInt(4) == 0 ? 20_000 : 2_000);
      extents[large] = aligned ? extent / 4 * 4 : extent;
      limit = 10;
    }
    for (int i = rank - 1; i >= 0; i--) {
      if (i != large) {
        int extent =
            aligned ? any(1, 2, 4, 8, 12, 32, 64, 100) : any(1, 2, 3, 5, 7, 10, 17, 33, 65);
        extents[i] = (int) Math.min(limit, extent);
        limit = Math.max(1, limit / extents[i]);
      }
    }
    return extents;
  }

  @SafeVarargs
  private final <T> T any(T... choice) {
    return choice[random.nextInt(choice.length)];
  }

  private int pick() {
    return values.get(random.nextInt(values.size()));
  }

  private int add(Inst inst) {
    body.add(inst);
    return body.size() - 1;
  }

  private int constant(double value) {
    return add(new Inst.Const(Op.Constant.of(main, value)));
  }

  private int reduce() {
    ReduceKind how = any(ReduceKind.SUM, ReduceKind.MAX, ReduceKind.MIN);
    boolean product = random.nextInt(8) == 0 && reducedPoints() < 9;
    return add(new Inst.Reduce(product ? ReduceKind.PROD : how, bounded(pick()), main));
  }

  private long reducedPoints() {
    return IntStream.range(0, domain.rank())
        .filter(reduced::get)
        .mapToLong(domain::dim)
        .reduce(1, (a, b) -> a * b);
  }

  /** What sums up exactly: at most 4 in size, and never NaN where that would be everything. */
  private int bounded(int value) {
    int low = add(new Inst.Binary(BinaryKind.MAX, value, constant(-4), main));
    int high = add(new Inst.Binary(BinaryKind.MIN, low, constant(4), main));
    return exact && main.isFloating() ? add(new Inst.Unary(UnaryKind.FLOOR, high, main)) : high;
  }

  private void compute(int count) {
    for (int i = 0; i < count; i++) {
      int a = pick();
      int b = pick();
      values.add(
          switch (random.nextInt(6)) {
            case 0 -> unary(a);
            case 1 -> add(new Inst.Select(condition(), a, b, main));
            case 2 -> add(new Inst.Cast(condition(), main));
            case 3 -> {
              DType via = exact ? any(DType.INT32, DType.INT64) : DType.FLOAT64;
              yield add(new Inst.Cast(add(new Inst.Cast(a, via)), main));
            }
            default ->
                add(
                    new Inst.Binary(
                        any(
                            BinaryKind.ADD,
                            BinaryKind.SUB,
                            BinaryKind.MUL,
                            BinaryKind.MAX,
                            BinaryKind.MIN),
                        exact ? bounded(a) : a,
                        exact ? bounded(b) : b,
                        main));
          });
    }
  }

  /** On what is loaded: rounding must not decide which way to go. */
  private int condition() {
    CompareKind how = any(CompareKind.LT, CompareKind.LE, CompareKind.EQ, CompareKind.NE);
    int condition = add(new Inst.Compare(how, load(main, false), constant(0)));
    int other = random.nextInt(3) == 0 ? load(DType.BOOL, random.nextBoolean()) : condition;
    return switch (random.nextInt(5)) {
      case 0 -> add(new Inst.Unary(UnaryKind.NOT, other, DType.BOOL));
      case 1 -> add(new Inst.Binary(BinaryKind.AND, condition, other, DType.BOOL));
      case 2 -> add(new Inst.Binary(BinaryKind.XOR, condition, other, DType.BOOL));
      case 3 -> add(new Inst.Binary(BinaryKind.OR, condition, other, DType.BOOL));
      default -> condition;
    };
  }

  private int unary(int a) {
    if (!main.isFloating()) {
      return random.nextInt(4) == 0
          ? add(new Inst.Binary(BinaryKind.DIV, a, constant(3), main))
          : add(new Inst.Unary(any(UnaryKind.NEG, UnaryKind.ABS, UnaryKind.SIGN), a, main));
    }
    if (exact) {
      UnaryKind how =
          any(
              UnaryKind.NEG,
              UnaryKind.ABS,
              UnaryKind.SIGN,
              UnaryKind.FLOOR,
              UnaryKind.CEIL,
              UnaryKind.ROUND);
      return add(new Inst.Unary(how, a, main));
    }
    int small = bounded(a);
    int positive =
        add(
            new Inst.Binary(
                BinaryKind.ADD,
                add(new Inst.Unary(UnaryKind.ABS, small, main)),
                constant(1),
                main));
    return switch (random.nextInt(5)) {
      case 0 ->
          add(new Inst.Unary(any(UnaryKind.LOG, UnaryKind.LOG1P, UnaryKind.SQRT), positive, main));
      case 1 -> add(new Inst.Binary(BinaryKind.DIV, small, positive, main));
      case 2 -> add(new Inst.Binary(BinaryKind.POW, positive, small, main));
      default ->
          add(
              new Inst.Unary(
                  any(
                      UnaryKind.EXP,
                      UnaryKind.EXPM1,
                      UnaryKind.TANH,
                      UnaryKind.ERF,
                      UnaryKind.SIN,
                      UnaryKind.COS),
                  small,
                  main));
    };
  }

  private int load(DType dtype, boolean partly) {
    operands.add(view(dtype, loadStrides(partly)));
    return add(new Inst.Load(operands.size() - 1, dtype));
  }

  /** Row-major, with axes left out, in another order, reversed, or spread. */
  private long[] loadStrides(boolean partly) {
    int rank = domain.rank();
    List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    if (random.nextInt(8) == 0) {
      java.util.Collections.shuffle(order, random);
    }
    int odd = aligned ? 12 : 4;
    long n = random.nextInt(odd) == 0 ? 2 : 1;
    long[] strides = new long[rank];
    for (int axis : order.reversed()) {
      boolean out = partly && random.nextBoolean();
      strides[axis] = out ? 0 : random.nextInt(odd) == 0 ? -n : n;
      n *= out ? 1 : domain.dim(axis);
    }
    return strides;
  }

  private View view(DType dtype, long[] strides) {
    long lowest = 0;
    for (int i = 0; i < strides.length; i++) {
      lowest += Math.min(0, strides[i] * (domain.dim(i) - 1));
    }
    long offset = aligned ? 4L * random.nextInt(2) : random.nextInt(3);
    return new View(dtype, domain, offset - lowest, strides);
  }

  private void store(int value, boolean full) {
    DType dtype = main;
    if (random.nextInt(5) == 0 && !(kind == Nest.Kind.COLUMNS && !full)) {
      value = add(new Inst.Compare(CompareKind.NE, value, value));
      dtype = DType.BOOL;
    }
    for (int i = 0; i < body.size(); i++) {
      if (random.nextInt(4) == 0
          && body.get(i) instanceof Inst.Load load
          && load.dtype() == dtype
          && !overwritten.contains(load.operand())
          && coversOnce(operands.get(load.operand()), full)) {
        overwritten.add(load.operand());
        operands.add(operands.get(load.operand()));
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

  private boolean coversOnce(View view, boolean full) {
    return IntStream.range(0, domain.rank())
        .allMatch(i -> (view.stride(i) != 0) == (full || !reduced.get(i)));
  }
}
