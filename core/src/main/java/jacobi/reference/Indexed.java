package jacobi.reference;

import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Rows picked by integer indices. */
final class Indexed {
  private Indexed() {}

  static void gather(Elements data, Elements indices, Elements out) {
    Elements.forEach(
        out.shape(), i -> out.set(i, data, dataIndex("gather", i, indices, data.shape())));
  }

  static void scatterAdd(Elements base, Elements indices, Elements rows, Elements out) {
    Elements.forEach(out.shape(), i -> out.set(i, base, i));
    Elements.forEach(
        rows.shape(),
        i -> {
          int[] to = dataIndex("scatteradd", i, indices, out.shape());
          if (out.dtype().isFloating()) {
            out.setDouble(to, out.getDouble(to) + rows.getDouble(i));
          } else {
            out.setLong(to, out.getLong(to) + rows.getLong(i));
          }
        });
  }

  static void firstEqual(Elements in, Elements out) {
    Map<Long, Integer> first = new HashMap<>();
    for (int i = 0; i < in.shape().dim(0); i++) {
      first.putIfAbsent(in.getLong(new int[] {i}), i);
      out.setLong(new int[] {i}, first.get(in.getLong(new int[] {i})));
    }
  }

  /**
   * Index into data [V, d…] of the element at index (i…, d…) of the rows picked by indices [i…].
   */
  private static int[] dataIndex(String op, int[] rowIndex, Elements indices, Shape data) {
    int rank = indices.shape().rank();
    int[] where = Arrays.copyOf(rowIndex, rank);
    long row = indices.getLong(where);
    if (row < 0 || row >= data.dim(0)) {
      throw new JacobiException(
          "[%s] index %d at %s is outside the %d rows of a tensor of shape %s"
              .formatted(op, row, Arrays.toString(where), data.dim(0), data));
    }
    int[] index = new int[data.rank()];
    index[0] = (int) row;
    System.arraycopy(rowIndex, rank, index, 1, index.length - 1);
    return index;
  }
}
