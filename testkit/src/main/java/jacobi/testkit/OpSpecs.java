package jacobi.testkit;

import static jacobi.testkit.OpSpec.ALL;
import static jacobi.testkit.OpSpec.FLOATS;
import static jacobi.testkit.OpSpec.NUMBERS;
import static jacobi.testkit.OpSpec.shapes;
import static jacobi.testkit.Values.away;
import static jacobi.testkit.Values.bools;
import static jacobi.testkit.Values.distinct;
import static jacobi.testkit.Values.indices;
import static jacobi.testkit.Values.offset;
import static jacobi.testkit.Values.uniform;

import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.Shape;
import jacobi.testkit.OpSpec.Slope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A row for every primitive and every operation of {@link Tensor}. */
public final class OpSpecs {
  private OpSpecs() {}

  private static final Set<DType> WHOLE = Set.of(DType.INT32, DType.INT64, DType.BOOL);

  /** Sizes 0 and 1, a scalar, odd sizes, several axes, and one larger than any vector or tile. */
  private static final List<List<Shape>> ONE =
      List.of(
          shapes(new int[] {0}),
          shapes(new int[] {1}),
          shapes(new int[] {}),
          shapes(new int[] {7}),
          shapes(new int[] {3, 5}),
          shapes(new int[] {2, 3, 4}),
          shapes(new int[] {4099}));

  /** Without size 0 and scalars, with long and short axes. */
  private static final List<List<Shape>> AXES =
      List.of(
          shapes(new int[] {1, 1}),
          shapes(new int[] {3, 5}),
          shapes(new int[] {2, 3, 4}),
          shapes(new int[] {5, 1, 3}),
          shapes(new int[] {33, 129}),
          shapes(new int[] {129, 3}));

  /** As {@link #AXES}, and axes with nothing on them. */
  private static final List<List<Shape>> AXES_OR_NONE = join(AXES, shapes(new int[] {0, 3}));

  private static final List<List<Shape>> TWO =
      List.of(
          shapes(new int[] {0}, new int[] {0}),
          shapes(new int[] {1}, new int[] {1}),
          shapes(new int[] {}, new int[] {4}),
          shapes(new int[] {7}, new int[] {7}),
          shapes(new int[] {3, 5}, new int[] {5}),
          shapes(new int[] {3, 1}, new int[] {1, 5}),
          shapes(new int[] {3, 1}, new int[] {2, 1, 4}),
          shapes(new int[] {4099}, new int[] {4099}));

  private static List<List<Shape>> join(List<List<Shape>> cases, List<Shape> more) {
    List<List<Shape>> all = new ArrayList<>(cases);
    all.add(more);
    return all;
  }

  /** All rows. */
  public static List<OpSpec> all() {
    List<OpSpec> all = new ArrayList<>();
    all.addAll(arithmetic());
    all.addAll(functions());
    all.addAll(activations());
    all.addAll(decisions());
    all.addAll(reductions());
    all.addAll(views());
    all.addAll(indexed());
    all.addAll(products());
    all.addAll(made());
    all.addAll(ConvolutionSpecs.all());
    all.addAll(ScanSpecs.all());
    return all;
  }

  static OpSpec row(String name, Function<List<Tensor>, Tensor> build, int operands, Slope slope) {
    List<Values> values = new ArrayList<>();
    for (int i = 0; i < operands; i++) {
      values.add(uniform(-2, 2));
    }
    return new OpSpec(name, Set.of(), build, values, operands == 1 ? ONE : TWO, FLOATS, slope);
  }

  private static OpSpec unary(String name, UnaryOperator<Tensor> f) {
    return row(name, in -> f.apply(in.get(0)), 1, Slope.SMOOTH);
  }

  static OpSpec binary(String name, BinaryOperator<Tensor> f) {
    return row(name, in -> f.apply(in.get(0), in.get(1)), 2, Slope.SMOOTH);
  }

  private static List<OpSpec> arithmetic() {
    Values nonzero = away(0.5, 2);
    return List.of(
        binary("add", Tensor::add).of(NUMBERS).covers("Binary.ADD"),
        unary("add a number", x -> x.add(2.5)).of(NUMBERS).covers("Constant"),
        binary("sub", Tensor::sub).of(NUMBERS).covers("Binary.SUB"),
        unary("sub a number", x -> x.sub(3)).of(NUMBERS),
        binary("mul", Tensor::mul).of(NUMBERS).covers("Binary.MUL"),
        unary("mul by a number", x -> x.mul(-1.5)).of(NUMBERS),
        unary("mul by itself", x -> x.mul(x)).of(NUMBERS),
        binary("div", Tensor::div).draw(uniform(-2, 2), nonzero).of(NUMBERS).covers("Binary.DIV"),
        unary("div by a number", x -> x.div(3)).of(NUMBERS),
        binary("pow", Tensor::pow).draw(uniform(0.5, 2), uniform(-2, 2)).covers("Binary.POW"),
        unary("pow of a number", x -> x.pow(3)).draw(away(0.2, 2)),
        binary("max", Tensor::max).draw(offset(0.1), offset(0.35)).of(NUMBERS).covers("Binary.MAX"),
        unary("max with a number", x -> x.max(0.5)).draw(offset(0.1)).of(NUMBERS),
        binary("min", Tensor::min).draw(offset(0.1), offset(0.35)).of(NUMBERS).covers("Binary.MIN"),
        unary("min with a number", x -> x.min(0.5)).draw(offset(0.1)).of(NUMBERS),
        unary("clip", x -> x.clip(-1, 1)).draw(offset(0.1)).of(NUMBERS),
        unary("neg", Tensor::neg).of(NUMBERS).covers("Unary.NEG"),
        unary("abs", Tensor::abs).draw(away(0.2, 2)).of(NUMBERS).covers("Unary.ABS"),
        unary("sign", Tensor::sign).draw(away(0.2, 2)).of(NUMBERS).covers("Unary.SIGN"),
        unary("square", Tensor::square).of(NUMBERS),
        unary("reciprocal", Tensor::reciprocal).draw(nonzero));
  }

  private static List<OpSpec> functions() {
    return List.of(
        unary("floor", Tensor::floor).draw(offset(0.1)).covers("Unary.FLOOR"),
        unary("ceil", Tensor::ceil).draw(offset(0.1)).covers("Unary.CEIL"),
        unary("round", Tensor::round).draw(offset(0.1)).covers("Unary.ROUND"),
        unary("round halves", Tensor::round).draw(offset(0)).slope(Slope.NONE),
        unary("sqrt", Tensor::sqrt).draw(uniform(0.3, 4)).covers("Unary.SQRT"),
        unary("exp", Tensor::exp).covers("Unary.EXP"),
        unary("exp far out", Tensor::exp).draw(uniform(-110, 90)).slope(Slope.NONE),
        unary("expm1", Tensor::expm1).covers("Unary.EXPM1"),
        unary("expm1 near 0", Tensor::expm1).draw(uniform(-1e-6, 1e-6)).slope(Slope.NONE),
        unary("log", Tensor::log).draw(uniform(0.3, 4)).covers("Unary.LOG"),
        unary("log of anything", Tensor::log).draw(offset(0)).slope(Slope.NONE),
        unary("log1p", Tensor::log1p).draw(uniform(-0.6, 3)).covers("Unary.LOG1P"),
        unary("log1p near 0", Tensor::log1p).draw(uniform(-1e-6, 1e-6)).slope(Slope.NONE),
        unary("sin", Tensor::sin).draw(uniform(-7, 7)).covers("Unary.SIN"),
        unary("cos", Tensor::cos).draw(uniform(-7, 7)).covers("Unary.COS"),
        unary("erf", Tensor::erf).covers("Unary.ERF"),
        unary("erf far out", Tensor::erf).draw(uniform(-8, 8)).slope(Slope.NONE),
        unary("tanh", Tensor::tanh).covers("Unary.TANH"),
        unary("tanh far out", Tensor::tanh).draw(uniform(-50, 50)).slope(Slope.NONE),
        unary("tanh near 0", Tensor::tanh).draw(uniform(-1e-4, 1e-4)).slope(Slope.NONE));
  }

  private static List<OpSpec> activations() {
    Values kinked = away(0.2, 2);
    return List.of(
        unary("sigmoid", Tensor::sigmoid),
        unary("sigmoid far out", Tensor::sigmoid).draw(uniform(-120, 120)).slope(Slope.NONE),
        unary("relu", Tensor::relu).draw(kinked),
        unary("leakyRelu", x -> x.leakyRelu(0.01)).draw(kinked),
        unary("elu", x -> x.elu(1.2)).draw(kinked),
        unary("gelu", Tensor::gelu),
        unary("silu", Tensor::silu),
        unary("softplus", Tensor::softplus).draw(kinked),
        unary("softplus far out", Tensor::softplus).draw(uniform(-200, 200)).slope(Slope.NONE),
        unary("step", Tensor::step).draw(kinked),
        unary("softmax", x -> x.softmax(-1)).on(AXES),
        unary("softmax of columns", x -> x.softmax(0)).on(AXES),
        unary("softmax far out", x -> x.softmax(-1))
            .draw(uniform(-1e4, 1e4))
            .on(AXES)
            .slope(Slope.NONE),
        unary("logSoftmax", x -> x.logSoftmax(-1)).on(AXES),
        unary("logSoftmax of columns", x -> x.logSoftmax(0)).on(AXES),
        unary("logSumExp", x -> x.logSumExp(-1)).on(AXES),
        unary("logSumExp of all", x -> x.logSumExp()).on(AXES));
  }

  private static List<OpSpec> decisions() {
    Values few = offset(0);
    List<OpSpec> rows = new ArrayList<>();
    rows.add(binary("lt", Tensor::lt).covers("Compare.LT"));
    rows.add(binary("le", Tensor::le).covers("Compare.LE"));
    rows.add(binary("gt", Tensor::gt));
    rows.add(binary("ge", Tensor::ge));
    rows.add(binary("eq", Tensor::eq).covers("Compare.EQ"));
    rows.add(binary("ne", Tensor::ne).covers("Compare.NE"));
    rows.replaceAll(r -> r.draw(few, few).of(ALL));
    List<OpSpec> numbers =
        List.of(
            unary("lt a number", x -> x.lt(1)),
            unary("le a number", x -> x.le(1)),
            unary("gt a number", x -> x.gt(1)),
            unary("ge a number", x -> x.ge(1)),
            unary("eq a number", x -> x.eq(1)),
            unary("ne a number", x -> x.ne(1)));
    numbers.forEach(r -> rows.add(r.draw(few).of(NUMBERS)));
    rows.add(binary("and", Tensor::and).of(WHOLE).covers("Binary.AND"));
    rows.add(binary("or", Tensor::or).of(WHOLE).covers("Binary.OR"));
    rows.add(binary("xor", Tensor::xor).of(WHOLE).covers("Binary.XOR"));
    rows.add(unary("not", Tensor::not).of(Set.of(DType.BOOL)).covers("Unary.NOT"));
    rows.replaceAll(r -> r.slope(Slope.NONE));
    rows.add(
        row("where", in -> in.get(0).where(in.get(1), in.get(2)), 3, Slope.SMOOTH)
            .draw(bools(), uniform(-2, 2), uniform(-2, 2))
            .on(
                List.of(
                    shapes(new int[] {0}, new int[] {0}, new int[] {0}),
                    shapes(new int[] {}, new int[] {}, new int[] {}),
                    shapes(new int[] {7}, new int[] {7}, new int[] {7}),
                    shapes(new int[] {3, 1}, new int[] {1, 5}, new int[] {}),
                    shapes(new int[] {4099}, new int[] {1}, new int[] {4099})))
            .of(ALL)
            .covers("Select"));
    for (DType to : DType.values()) {
      rows.add(
          unary("as " + to, x -> x.as(to))
              .draw(offset(0.1))
              .of(ALL)
              .slope(to == DType.FLOAT64 ? Slope.SMOOTH : Slope.NONE)
              .covers("Cast"));
    }
    return rows;
  }

  private static List<OpSpec> reductions() {
    return List.of(
        unary("sum", x -> x.sum()).on(join(ONE, AXES.getLast())).of(NUMBERS).covers("Reduce.SUM"),
        unary("sum of rows", x -> x.sum(-1)).on(AXES_OR_NONE).of(NUMBERS),
        unary("sum of columns", x -> x.sum(0)).on(AXES_OR_NONE).of(NUMBERS),
        unary("sumKeep", x -> x.sumKeep(-1)).on(AXES_OR_NONE).of(NUMBERS),
        unary("prod", x -> x.prod(-1))
            .draw(away(0.9, 1.1))
            .on(AXES_OR_NONE)
            .of(NUMBERS)
            .covers("Reduce.PROD"),
        unary("prod of columns", x -> x.prod(0)).draw(away(0.9, 1.1)).on(AXES_OR_NONE),
        unary("prod with a zero", x -> x.concat(1, x.slice(1, 0, 1).mul(0)).prod(-1))
            .draw(away(0.9, 1.1))
            .on(AXES.subList(0, 2)),
        unary("amax", x -> x.amax()).draw(distinct()).on(AXES).of(NUMBERS).covers("Reduce.MAX"),
        unary("amax of rows", x -> x.amax(-1)).draw(distinct()).on(AXES).of(NUMBERS),
        unary("amax of columns", x -> x.amax(0)).draw(distinct()).on(AXES).of(NUMBERS),
        unary("amax of nothing", x -> x.amax(0))
            .on(List.of(AXES_OR_NONE.getLast()))
            .of(NUMBERS)
            .slope(Slope.NONE),
        unary("amaxKeep", x -> x.amaxKeep(-1)).draw(distinct()).on(AXES).of(NUMBERS),
        unary("amin", x -> x.amin()).draw(distinct()).on(AXES).of(NUMBERS).covers("Reduce.MIN"),
        unary("amin of columns", x -> x.amin(0)).draw(distinct()).on(AXES).of(NUMBERS),
        unary("amin of nothing", x -> x.amin(0))
            .on(List.of(AXES_OR_NONE.getLast()))
            .of(NUMBERS)
            .slope(Slope.NONE),
        unary("mean", x -> x.mean()).on(AXES).of(NUMBERS),
        unary("mean of rows", x -> x.mean(-1)).on(AXES).of(NUMBERS),
        unary("meanKeep", x -> x.meanKeep(0)).on(AXES).of(NUMBERS),
        unary("variance", x -> x.variance()).on(AXES),
        unary("variance of rows", x -> x.variance(-1)).on(AXES),
        unary("argmax", x -> x.argmax(-1))
            .draw(offset(0))
            .on(AXES)
            .of(NUMBERS)
            .slope(Slope.NONE)
            .covers("ArgMax"),
        unary("argmax of columns", x -> x.argmax(0))
            .draw(offset(0))
            .on(AXES)
            .of(NUMBERS)
            .slope(Slope.NONE),
        unary("cumsum", x -> x.cumsum(-1)).on(AXES_OR_NONE).of(NUMBERS).covers("CumSum"),
        unary("cumsum of columns", x -> x.cumsum(0)).on(AXES_OR_NONE).of(NUMBERS));
  }

  private static List<OpSpec> views() {
    List<OpSpec> rows = new ArrayList<>();
    rows.add(unary("reshape", x -> x.reshape(-1, 1)).on(AXES).covers("Reshape"));
    rows.add(unary("reshape splitting", x -> x.reshape(3, 1, -1)).on(List.of(AXES.get(1))));
    rows.add(unary("flatten", x -> x.flatten(0)).on(AXES_OR_NONE));
    rows.add(
        unary("permute", x -> x.permute(1, 2, 0))
            .on(List.of(AXES.get(2), AXES.get(3)))
            .covers("Permute"));
    rows.add(unary("transpose", Tensor::transpose).on(AXES_OR_NONE));
    rows.add(
        unary("broadcastTo", x -> x.broadcastTo(5, 4, 3))
            .on(List.of(AXES.get(3), shapes(new int[] {1, 1}), shapes(new int[] {})))
            .covers("Broadcast"));
    rows.add(unary("unsqueeze", x -> x.unsqueeze(1)).on(AXES_OR_NONE));
    rows.add(unary("squeeze", x -> x.squeeze(1)).on(List.of(AXES.get(0), AXES.get(3))));
    rows.add(unary("slice", x -> x.slice(0, 1, 3)).on(AXES.subList(3, 6)).covers("Slice"));
    rows.add(unary("slice with steps", x -> x.slice(-1, 0, -1, 2)).on(AXES));
    rows.add(unary("get", x -> x.get(-1, 0)).on(AXES));
    rows.add(unary("flip", x -> x.flip(0, -1)).on(AXES_OR_NONE).covers("Flip"));
    rows.add(unary("pad", x -> x.pad(-1, 2, 3)).on(AXES_OR_NONE).covers("Pad"));
    rows.add(
        row("concat", in -> in.get(0).concat(-1, in.get(1), in.get(0)), 2, Slope.SMOOTH)
            .on(
                List.of(
                    shapes(new int[] {0}, new int[] {2}),
                    shapes(new int[] {3, 5}, new int[] {3, 1}),
                    shapes(new int[] {2, 3, 4}, new int[] {2, 3, 17}),
                    shapes(new int[] {33, 65}, new int[] {33, 0})))
            .covers("Concat"));
    rows.replaceAll(r -> r.of(ALL));
    // Its derivative is 0 by design, unlike the difference.
    rows.add(unary("detach", x -> x.mul(2).detach()).slope(Slope.NONE).covers("Detach"));
    return rows;
  }

  private static List<OpSpec> indexed() {
    List<List<Shape>> rows =
        List.of(
            shapes(new int[] {5}, new int[] {7}),
            shapes(new int[] {5, 3}, new int[] {}),
            shapes(new int[] {5, 3}, new int[] {0}),
            shapes(new int[] {5, 2, 3}, new int[] {2, 4}),
            shapes(new int[] {5, 129}, new int[] {33}));
    List<OpSpec> all = new ArrayList<>();
    for (DType index : List.of(DType.INT32, DType.INT64)) {
      all.add(
          binary("gather at " + index, Tensor::gather)
              .draw(uniform(-2, 2), indices(index, 5))
              .on(rows)
              .of(ALL)
              .covers("Gather"));
      all.add(
          row(
                  "scatterAdd at " + index,
                  in -> in.get(0).scatterAdd(in.get(1), in.get(2)),
                  3,
                  Slope.SMOOTH)
              .draw(uniform(-2, 2), indices(index, 5), uniform(-2, 2))
              .on(
                  List.of(
                      shapes(new int[] {5}, new int[] {7}, new int[] {7}),
                      shapes(new int[] {5, 3}, new int[] {}, new int[] {3}),
                      shapes(new int[] {5, 3}, new int[] {0}, new int[] {0, 3}),
                      shapes(new int[] {5, 2, 3}, new int[] {2, 4}, new int[] {2, 4, 2, 3}),
                      shapes(new int[] {5, 129}, new int[] {33}, new int[] {33, 129})))
              .of(NUMBERS)
              .covers("ScatterAdd"));
      all.add(
          unary("firstEqual of " + index, Tensor::firstEqual)
              .draw(indices(index, 20))
              .on(List.of(shapes(new int[] {0}), shapes(new int[] {1}), shapes(new int[] {300})))
              .of(Set.of(DType.FLOAT32))
              .slope(Slope.NONE)
              .covers("FirstEqual"));
      all.add(
          unary("oneHot of " + index, x -> x.oneHot(6, DType.FLOAT32))
              .draw(indices(index, 5))
              .of(Set.of(DType.FLOAT32))
              .slope(Slope.NONE)
              .covers("Iota"));
    }
    return all;
  }

  private static List<OpSpec> products() {
    return List.of(
        binary("matmul", Tensor::matmul)
            .on(
                List.of(
                    shapes(new int[] {1, 1}, new int[] {1, 1}),
                    shapes(new int[] {3, 5}, new int[] {5, 7}),
                    shapes(new int[] {3, 0}, new int[] {0, 2}),
                    shapes(new int[] {0, 3}, new int[] {3, 2}),
                    shapes(new int[] {65, 129}, new int[] {129, 33}),
                    shapes(new int[] {5}, new int[] {5}),
                    shapes(new int[] {5}, new int[] {5, 3}),
                    shapes(new int[] {3, 5}, new int[] {5}),
                    shapes(new int[] {2, 3, 5}, new int[] {2, 5, 4}),
                    shapes(new int[] {2, 3, 5}, new int[] {5, 4}),
                    shapes(new int[] {2, 1, 3, 5}, new int[] {4, 5, 2})))
            .covers("MatMul"),
        binary("matmul transposed", (a, b) -> a.transpose().matmul(b.transpose()))
            .on(
                List.of(
                    shapes(new int[] {5, 3}, new int[] {7, 5}),
                    shapes(new int[] {129, 65}, new int[] {33, 129}),
                    shapes(new int[] {2, 5, 3}, new int[] {2, 7, 5}))),
        dense("matmul with bias and relu", Tensor::relu)
            .draw(uniform(0.1, 2), uniform(0.1, 2), uniform(0.1, 2)),
        dense("matmul with bias and tanh", y -> y.mul(0.1).tanh()),
        dense("matmul with bias and sigmoid", Tensor::sigmoid));
  }

  private static OpSpec dense(String name, UnaryOperator<Tensor> activation) {
    return row(
            name,
            in -> activation.apply(in.get(0).matmul(in.get(1)).add(in.get(2))),
            3,
            Slope.SMOOTH)
        .on(
            List.of(
                shapes(new int[] {1, 1}, new int[] {1, 1}, new int[] {1}),
                shapes(new int[] {3, 5}, new int[] {5, 7}, new int[] {7}),
                shapes(new int[] {33, 17}, new int[] {17, 65}, new int[] {65})));
  }

  /** What is made from nothing; the operand only gives the shape. */
  private static List<OpSpec> made() {
    List<OpSpec> rows = new ArrayList<>();
    for (DType dtype : DType.values()) {
      rows.add(
          unary("uniform " + dtype, x -> RandomKey.of(5).uniform(dtype, x.shape().dims()))
              .covers("Random"));
    }
    rows.add(unary("normal", x -> RandomKey.of(6).normal(DType.FLOAT32, x.shape().dims())));
    rows.add(unary("bernoulli", x -> RandomKey.of(7).bernoulli(0.3, x.shape().dims())));
    rows.add(unary("full", x -> Jacobi.full(2.5, x.dtype(), x.shape().dims())).of(ALL));
    rows.replaceAll(r -> r.slope(Slope.NONE));
    return rows;
  }
}
