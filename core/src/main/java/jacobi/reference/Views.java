package jacobi.reference;

import jacobi.graph.Ints;
import java.util.List;

/** The same elements under another index. */
final class Views {
  private Views() {}

  static void reshape(Elements a, Elements out) {
    Elements.forEach(
        out.shape(),
        i -> out.set(i, a, Elements.index(a.shape(), Elements.position(out.shape(), i))));
  }

  static void permute(Ints axes, Elements a, Elements out) {
    Elements.forEach(
        out.shape(),
        i -> {
          int[] from = new int[i.length];
          for (int axis = 0; axis < i.length; axis++) {
            from[axes.get(axis)] = i[axis];
          }
          out.set(i, a, from);
        });
  }

  static void broadcast(Elements a, Elements out) {
    Elements.forEach(
        out.shape(),
        i -> {
          int[] from = i.clone();
          for (int axis = 0; axis < i.length; axis++) {
            from[axis] = a.shape().dim(axis) == 1 ? 0 : i[axis];
          }
          out.set(i, a, from);
        });
  }

  static void slice(Ints starts, Ints steps, Elements a, Elements out) {
    Elements.forEach(
        out.shape(),
        i -> {
          int[] from = i.clone();
          for (int axis = 0; axis < i.length; axis++) {
            from[axis] = starts.get(axis) + i[axis] * steps.get(axis);
          }
          out.set(i, a, from);
        });
  }

  static void flip(Ints axes, Elements a, Elements out) {
    Elements.forEach(
        out.shape(),
        i -> {
          int[] from = i.clone();
          for (int n = 0; n < axes.size(); n++) {
            int axis = axes.get(n);
            from[axis] = a.shape().dim(axis) - 1 - i[axis];
          }
          out.set(i, a, from);
        });
  }

  static void pad(Ints before, Ints interior, Elements a, Elements out) {
    Elements.forEach(out.shape(), i -> out.setLong(i, 0));
    Elements.forEach(
        a.shape(),
        i -> {
          int[] to = i.clone();
          for (int axis = 0; axis < i.length; axis++) {
            to[axis] = before.get(axis) + i[axis] * (1 + interior.get(axis));
          }
          out.set(to, a, i);
        });
  }

  static void concat(int axis, List<Elements> parts, Elements out) {
    int start = 0;
    for (Elements part : parts) {
      int offset = start;
      Elements.forEach(
          part.shape(),
          i -> {
            int[] to = i.clone();
            to[axis] += offset;
            out.set(to, part, i);
          });
      start += part.shape().dim(axis);
    }
  }
}
