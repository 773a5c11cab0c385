package jacobi.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.backend.Philox;
import jacobi.backend.Task.Single;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Ints;
import jacobi.graph.JacobiException;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import jacobi.jvm.Buffers.Operand;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Primitives by themselves, against loops over every index. */
class SingleTest {
  private final Random random = new Random(11);

  @ParameterizedTest
  @EnumSource
  void viewsAreCopied(DType dtype) {
    for (int[] s : new int[][] {{3, 4, 5}, {1, 7, 1}, {0, 3, 2}, {70, 65, 33}}) {
      for (Operand in : layouts(dtype, s)) {
        int size = s[0] * s[1] * s[2];
        Operand flat = run(new Op.Reshape(Shape.of(size)), in);
        assertThat(flat.all()).isEqualTo(in.all());
        for (int[] axes : new int[][] {{2, 1, 0}, {0, 2, 1}, {1, 0, 2}, {2, 0, 1}, {1, 2, 0}}) {
          Operand out = run(new Op.Permute(Ints.of(axes)), in);
          Buffers.forEach(
              out.view().shape().dims(),
              i -> {
                int[] from = new int[3];
                for (int a = 0; a < 3; a++) {
                  from[axes[a]] = i[a];
                }
                same(in, from, out, i);
              });
        }
        Operand flipped = run(new Op.Flip(Ints.of(0, 2)), in);
        Buffers.forEach(
            s, i -> same(in, new int[] {s[0] - 1 - i[0], i[1], s[2] - 1 - i[2]}, flipped, i));
        if (size > 0) {
          Ints starts = Ints.of(s[0] - 1, 0, s[2] / 2);
          Ints counts = Ints.of(1, (s[1] + 1) / 2, s[2] - s[2] / 2);
          Operand slice = run(new Op.Slice(starts, counts, Ints.of(1, 2, 1)), in);
          Buffers.forEach(
              slice.view().shape().dims(),
              i -> same(in, new int[] {s[0] - 1, 2 * i[1], s[2] / 2 + i[2]}, slice, i));
        }
      }
    }
    Operand column = Buffers.random(View.contiguous(dtype, Shape.of(5, 1, 3)), random);
    Operand wide = run(new Op.Broadcast(Shape.of(5, 6, 3)), column);
    Buffers.forEach(new int[] {5, 6, 3}, i -> same(column, new int[] {i[0], 0, i[2]}, wide, i));
  }

  @ParameterizedTest
  @EnumSource
  void padding(DType dtype) {
    for (int[] s : new int[][] {{3, 4, 5}, {1, 1, 1}, {0, 3, 2}, {40, 65, 33}}) {
      for (Operand in : layouts(dtype, s)) {
        for (int[][] p :
            new int[][][] {
              {{1, 0, 2}, {2, 0, 1}, {0, 0, 0}},
              {{0, 3, 0}, {0, 0, 0}, {2, 1, 3}},
              {{9, 0, 0}, {0, 0, 9}, {0, 0, 1}}
            }) {
          Operand out = run(new Op.Pad(Ints.of(p[0]), Ints.of(p[1]), Ints.of(p[2])), in);
          long[] expected = new long[Math.toIntExact(out.view().shape().size())];
          long[] strides = out.view().shape().strides();
          Buffers.forEach(
              s,
              i -> {
                long at = 0;
                for (int a = 0; a < 3; a++) {
                  at += strides[a] * (p[0][a] + i[a] * (1 + p[2][a]));
                }
                expected[(int) at] = in.bits(in.offset(i));
              });
          assertThat(out.all()).isEqualTo(expected);
        }
      }
    }
    Operand scalar = Buffers.random(View.contiguous(dtype, Shape.scalar()), random);
    assertThat(run(new Op.Pad(Ints.of(), Ints.of(), Ints.of()), scalar).all())
        .isEqualTo(scalar.all());
  }

  @ParameterizedTest
  @EnumSource
  void concatenation(DType dtype) {
    for (int axis = 0; axis < 3; axis++) {
      for (int[] s : new int[][] {{3, 4, 5}, {40, 65, 33}}) {
        List<Operand> parts = new ArrayList<>();
        for (int extent : new int[] {2, 0, 7}) {
          int[] shape = s.clone();
          shape[axis] = extent;
          parts.add(layouts(dtype, shape).get(extent % 3));
        }
        Operand out = run(new Op.Concat(axis), parts.toArray(Operand[]::new));
        int along = axis;
        Buffers.forEach(
            out.view().shape().dims(),
            i -> {
              int[] from = i.clone();
              from[along] = i[along] < 2 ? i[along] : i[along] - 2;
              same(parts.get(i[along] < 2 ? 0 : 2), from, out, i);
            });
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void gathering(DType dtype) {
    for (DType indexType : List.of(DType.INT32, DType.INT64)) {
      for (int[] s : new int[][] {{9, 4, 5}, {3, 0, 2}, {300, 8, 64}}) {
        for (Operand data : layouts(dtype, s)) {
          Operand at = indices(indexType, s[0], 17, 13);
          Operand out = run(new Op.Gather(), data, at);
          Buffers.forEach(
              out.view().shape().dims(),
              i -> {
                int row = (int) at.number(at.offset(i[0], i[1]));
                same(data, new int[] {row, i[2], i[3]}, out, i);
              });
        }
      }
    }
    Operand vector = Buffers.random(View.contiguous(dtype, Shape.of(6)), random);
    Operand at = Buffers.contiguous(DType.INT64);
    at.set(0, 4);
    assertThat(run(new Op.Gather(), vector, at).all()).containsExactly(vector.bits(4));
  }

  @Test
  void anIndexOutsideTheRowsIsNamed() {
    Operand data = Buffers.random(View.contiguous(DType.FLOAT32, Shape.of(10, 3)), random);
    Operand at = Buffers.contiguous(DType.INT32, 2, 4);
    for (int i = 0; i < 8; i++) {
      at.set(i, i);
    }
    at.set(6, 10);
    assertThatThrownBy(() -> run(new Op.Gather(), data, at))
        .isInstanceOf(JacobiException.class)
        .hasMessage(
            "[gather] index 10 at [1, 2] is outside the 10 rows of a tensor of shape [10, 3]");
    at.set(6, -1);
    Operand rows = Buffers.random(View.contiguous(DType.FLOAT32, Shape.of(2, 4, 3)), random);
    assertThatThrownBy(() -> run(new Op.ScatterAdd(), data, at, rows))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("[scatteradd] index -1 at [1, 2]");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BOOL")
  void scattering(DType dtype) {
    for (int[] s : new int[][] {{9, 4, 5}, {3, 0, 2}, {300, 8, 64}}) {
      for (Operand base : layouts(dtype, s)) {
        Operand at = indices(DType.INT64, s[0], 17, 13);
        Shape rowShape = Shape.of(17, 13, s[1], s[2]);
        for (View view :
            List.of(
                View.contiguous(dtype, rowShape),
                new View(dtype, rowShape, 2, new long[] {1, 17, 0, 17 * 13}))) {
          Operand rows = Buffers.random(view, random);
          Operand expected = Buffers.contiguous(dtype, s);
          Buffers.forEach(s, i -> expected.set(expected.offset(i), base.number(base.offset(i))));
          Buffers.forEach(
              rowShape.dims(),
              i -> {
                int row = (int) at.number(at.offset(i[0], i[1]));
                long to = expected.offset(row, i[2], i[3]);
                expected.set(to, expected.number(to) + rows.number(rows.offset(i)));
              });
          assertThat(run(new Op.ScatterAdd(), base, at, rows).all()).isEqualTo(expected.all());
        }
      }
    }
  }

  /** As a step does that updates a variable: the result lies over the base. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BOOL")
  void scatteringInPlace(DType dtype) {
    for (int[] s : new int[][] {{9, 4}, {400, 1000}}) {
      Operand base = Buffers.random(View.contiguous(dtype, Shape.of(s)), random);
      Operand at = indices(DType.INT32, s[0], 300, 1);
      Operand rows = Buffers.random(View.contiguous(dtype, Shape.of(300, 1, s[1])), random);
      Operand expected = run(new Op.ScatterAdd(), base, at, rows);
      Single task =
          new Single(
              new Op.ScatterAdd(), List.of(base.view(), at.view(), rows.view()), base.view());
      Buffers.run(JvmTasks.compile(task), random, List.of(base, at, rows, base));
      assertThat(base.all()).isEqualTo(expected.all());
    }
  }

  @ParameterizedTest
  @EnumSource
  void indexOfTheGreatest(DType dtype) {
    for (int[] s : new int[][] {{3, 4, 5}, {1, 1, 1}, {0, 3, 2}, {70, 65, 33}}) {
      for (Operand in : layouts(dtype, s)) {
        if (dtype.isFloating() && s[0] == 3) {
          in.set(in.offset(1, 2, 3), Double.NaN);
          in.set(in.offset(1, 3, 3), Double.NaN);
        }
        for (int axis = 0; axis < 3; axis++) {
          if (s[axis] == 0) {
            continue;
          }
          int along = axis;
          Operand out = run(new Op.ArgMax(axis), in);
          Buffers.forEach(
              out.view().shape().dims(),
              i -> {
                int[] at = i.clone();
                int best = 0;
                double most = Double.NEGATIVE_INFINITY;
                for (int j = 0; j < s[along]; j++) {
                  at[along] = j;
                  double x = in.number(in.offset(at));
                  if (x > most || (Double.isNaN(x) && !Double.isNaN(most))) {
                    most = x;
                    best = j;
                  }
                }
                assertThat(out.bits(out.offset(i))).isEqualTo(best);
              });
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BOOL")
  void runningSums(DType dtype) {
    for (int[] s : new int[][] {{3, 4, 5}, {1, 1, 1}, {0, 3, 2}, {70, 65, 33}}) {
      for (Operand in : layouts(dtype, s)) {
        for (int axis = 0; axis < 3; axis++) {
          for (boolean reverse : List.of(false, true)) {
            int along = axis;
            Operand out = run(new Op.CumSum(axis, reverse), in);
            Operand expected = Buffers.contiguous(dtype, s);
            Buffers.forEach(
                expected.view().shape().with(axis, 1).dims(),
                i -> {
                  double sum = 0;
                  for (int j = 0; j < s[along]; j++) {
                    i[along] = reverse ? s[along] - 1 - j : j;
                    sum += in.number(in.offset(i));
                    expected.set(expected.offset(i), sum);
                  }
                });
            if (s[axis] > 0) {
              assertThat(out.all()).isEqualTo(expected.all());
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void randomNumbers(DType dtype) {
    long key = 0x123456789ABCDEFL;
    for (int size : new int[] {0, 1, 255, 256, 257, 100_000}) {
      Operand keyOperand = Buffers.empty(new View(DType.INT64, Shape.scalar(), 2, new long[0]));
      keyOperand.memory().setAtIndex(ValueLayout.JAVA_LONG, 2, key);
      Operand out = run(new Op.Random(dtype, Shape.of(size), -3), keyOperand);
      int[] words = new int[4];
      for (int i = 0; i < size; i++) {
        boolean wide = dtype.bytes() == 8;
        Philox.fill(key, -3, wide ? i / 2 : i / 4, words);
        int at = wide ? 2 * (i % 2) : i % 4;
        long pair = wide ? (words[at] & 0xFFFFFFFFL) | ((long) words[at + 1] << 32) : 0;
        double expected =
            switch (dtype) {
              case FLOAT32 -> (words[at] >>> 8) * 0x1p-24f;
              case FLOAT64 -> (pair >>> 11) * 0x1p-53;
              case INT32 -> words[at];
              case INT64 -> pair;
              case BOOL -> words[at] & 1;
            };
        assertThat(out.number(out.offset(i))).isEqualTo(expected);
        if (dtype == DType.INT64) {
          assertThat(out.bits(out.offset(i))).isEqualTo(pair);
        }
      }
    }
  }

  private static void same(Operand in, int[] from, Operand out, int[] to) {
    long x = in.bits(in.offset(from));
    long y = out.bits(out.offset(to));
    if (x != y) {
      throw new AssertionError(
          in.view() + " at " + Arrays.toString(from) + " is not at " + Arrays.toString(to));
    }
  }

  /** The same shape as row-major, as the transpose of a larger matrix, backwards with gaps. */
  private List<Operand> layouts(DType dtype, int[] s) {
    Shape shape = Shape.of(s);
    long[] gaps = {s[1] * (s[2] * 2L + 1), -(s[2] * 2L + 1), 2};
    return List.of(
        Buffers.random(View.contiguous(dtype, shape), random),
        Buffers.random(
            new View(dtype, shape, 3, new long[] {1, (s[0] + 2L) * s[2], s[0] + 2L}), random),
        Buffers.random(
            new View(dtype, shape, (s[2] * 2L + 1) * Math.max(0, s[1] - 1), gaps), random));
  }

  private Operand indices(DType dtype, int rows, int... extents) {
    Operand at = Buffers.random(View.contiguous(dtype, Shape.of(extents)), random);
    for (long i = 0; i < at.view().shape().size(); i++) {
      at.set(i, random.nextInt(rows));
    }
    return at;
  }

  private Operand run(Op op, Operand... inputs) {
    List<Op.Type> types = new ArrayList<>();
    List<View> views = new ArrayList<>();
    for (Operand input : inputs) {
      types.add(new Op.Type(input.view().dtype(), input.view().shape()));
      views.add(input.view());
    }
    Op.Type type = op.type(types);
    Operand out = Buffers.empty(new View(type.dtype(), type.shape(), 5, type.shape().strides()));
    Single single = new Single(op, views, out.view());
    assertThat(JvmTasks.claims(single)).isTrue();
    List<Operand> all = new ArrayList<>(List.of(inputs));
    all.add(out);
    Buffers.run(JvmTasks.compile(single), random, all);
    return out;
  }
}
