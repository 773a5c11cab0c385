package jacobi.testkit;

import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.Ints;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** How an operand lies in memory: all but the first give it other strides than its shape's. */
public enum Layout {
  CONTIGUOUS,
  /** Axes in memory in the opposite order. */
  PERMUTED,
  /** Every second element of something larger. */
  SLICED,
  /** Backwards along all axes. */
  FLIPPED,
  /** One row for all, so the values are those of the first. */
  BROADCAST;

  /** A tensor of these values that is read in this way. */
  public Tensor of(Data data) {
    Shape shape = data.shape();
    int rank = shape.rank();
    int[] axes = IntStream.range(0, rank).toArray();
    int[] backwards = IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
    return switch (this) {
      case CONTIGUOUS -> tensor(data);
      case PERMUTED ->
          tensor(Interpreter.apply(new Op.Permute(Ints.of(backwards)), List.of(data)))
              .permute(backwards);
      case FLIPPED ->
          tensor(Interpreter.apply(new Op.Flip(Ints.of(axes)), List.of(data))).flip(axes);
      case SLICED -> {
        Tensor t = tensor(surround(data));
        for (int axis : axes) {
          t = t.slice(axis, 1, 1 + 2 * shape.dim(axis), 2);
        }
        yield t;
      }
      case BROADCAST -> {
        if (rank == 0 || shape.dim(0) == 0) {
          yield tensor(data);
        }
        Shape row = shape.with(0, 1);
        Ints ones = Ints.generate(rank, i -> 1);
        Op first = new Op.Slice(Ints.generate(rank, i -> 0), Ints.of(row.dims()), ones);
        yield tensor(Interpreter.apply(first, List.of(data))).broadcastTo(shape.dims());
      }
    };
  }

  /** A tensor with a copy of the values. */
  static Tensor tensor(Data data) {
    int[] shape = data.shape().dims();
    return switch (data.dtype()) {
      case FLOAT32 -> Tensor.of((float[]) data.toArray()).reshape(shape);
      case FLOAT64 -> Tensor.of((double[]) data.toArray()).reshape(shape);
      case INT32 -> Tensor.of((int[]) data.toArray()).reshape(shape);
      case INT64 -> Tensor.of((long[]) data.toArray()).reshape(shape);
      case BOOL -> Tensor.of((boolean[]) data.toArray()).reshape(shape);
    };
  }

  /** The values at odd positions of something that holds 77 elsewhere. */
  private static Data surround(Data data) {
    int rank = data.shape().rank();
    Ints ones = Ints.generate(rank, i -> 1);
    Data places = Data.generateLongs(DType.INT64, data.shape(), i -> i + 1);
    Data spread = Interpreter.apply(new Op.Pad(ones, ones, ones), List.of(places));
    return data.dtype().isFloating()
        ? Data.generate(data.dtype(), spread.shape(), i -> pick(data, spread.getLong(i)))
        : Data.generateLongs(data.dtype(), spread.shape(), i -> pickLong(data, spread.getLong(i)));
  }

  private static double pick(Data data, long place) {
    return place == 0 ? 77 : data.get(place - 1);
  }

  private static long pickLong(Data data, long place) {
    return place == 0 ? 77 : data.getLong(place - 1);
  }
}
