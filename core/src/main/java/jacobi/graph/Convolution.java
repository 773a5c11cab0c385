package jacobi.graph;

import java.util.List;

/**
 * The primitives of convolution over any number of spatial axes, channels last. (Cross-correlation,
 * as everywhere in this field: the kernel is not flipped.) Each is linear in both operands, and
 * each gradient is one of the three again.
 *
 * <p>With {@code groups} the channels are cut into that many equal parts, each with filters of its
 * own. The number of places for the window is rounded down; that it divides is for the caller to
 * demand.
 */
public sealed interface Convolution extends Op {
  Window window();

  int groups();

  /**
   * Operands x [batch, spatial…, in] and filters [out, kernel…, in/groups] give [batch, places…,
   * out].
   */
  record Conv(Window window, int groups) implements Convolution {
    @Override
    public Type type(List<Type> in) {
      Type x = in.get(0);
      Shape filters = in.get(1).shape();
      Convolution.check(this, x, in.get(1));
      Convolution.checkChannels(this, x.shape().dim(-1), filters);
      Ints places = window.outputs(label(), spatial(x.shape()), spatial(filters));
      return new Type(x.dtype(), images(x.shape().dim(0), places, filters.dim(0)));
    }
  }

  /**
   * The transpose of {@link Conv} in x: operands y [batch, places…, out] and filters [out, kernel…,
   * in/groups] give [batch, spatial…, in], where each element of y has added the filters at its
   * place.
   *
   * @param spatial extents of the result's spatial axes, which the places alone do not determine
   */
  record ConvInput(Window window, int groups, Ints spatial) implements Convolution {
    @Override
    public Type type(List<Type> in) {
      Type y = in.get(0);
      Shape filters = in.get(1).shape();
      Convolution.check(this, y, in.get(1));
      if (y.shape().dim(-1) != filters.dim(0)) {
        throw new ShapeException(
            "["
                + label()
                + "] "
                + y.shape()
                + " has "
                + y.shape().dim(-1)
                + " channels, the filters "
                + filters
                + " are "
                + filters.dim(0));
      }
      Convolution.checkPlaces(
          this,
          window.outputs(label(), spatial, Convolution.spatial(filters)),
          Convolution.spatial(y.shape()));
      return new Type(
          y.dtype(),
          images(y.shape().dim(0), spatial, Math.multiplyExact(filters.dim(-1), groups)));
    }
  }

  /**
   * The transpose of {@link Conv} in the filters: operands x [batch, spatial…, in] and y [batch,
   * places…, out] give [out, kernel…, in/groups].
   *
   * @param kernel extents of the filters
   */
  record ConvFilter(Window window, int groups, Ints kernel) implements Convolution {
    @Override
    public Type type(List<Type> in) {
      Type x = in.get(0);
      Shape y = in.get(1).shape();
      Convolution.check(this, x, in.get(1));
      if (x.shape().dim(0) != y.dim(0)) {
        throw new ShapeException(
            "[" + label() + "] batch sizes differ: " + x.shape() + " and " + y);
      }
      Shape filters = images(y.dim(-1), kernel, x.shape().dim(-1) / groups);
      Convolution.checkChannels(this, x.shape().dim(-1), filters);
      Convolution.checkPlaces(
          this, window.outputs(label(), spatial(x.shape()), kernel), spatial(y));
      return new Type(x.dtype(), filters);
    }
  }

  /** The spatial extents of a shape [first, spatial…, last]. */
  static Ints spatial(Shape s) {
    return Ints.generate(s.rank() - 2, i -> s.dim(i + 1));
  }

  /** [first, spatial…, last]. */
  static Shape images(int first, Ints spatial, int last) {
    int rank = spatial.size() + 2;
    return Shape.of(
        Ints.generate(rank, i -> i == 0 ? first : i == rank - 1 ? last : spatial.get(i - 1))
            .toArray());
  }

  private static void check(Convolution op, Op.Type a, Op.Type b) {
    int rank = op.window().axes() + 2;
    if (a.dtype() != b.dtype()
        || !a.dtype().isFloating()
        || a.shape().rank() != rank
        || b.shape().rank() != rank) {
      throw new ShapeException(
          "["
              + op.label()
              + "] with "
              + op.window().axes()
              + " spatial axes needs two floating tensors of rank "
              + rank
              + " and one type, not "
              + a
              + " and "
              + b);
    }
    if (op.groups() < 1) {
      throw new ShapeException("[" + op.label() + "] groups must be at least 1: " + op.groups());
    }
  }

  private static void checkChannels(Convolution op, int channels, Shape filters) {
    int groups = op.groups();
    if (channels % groups != 0 || filters.dim(0) % groups != 0) {
      boolean input = channels % groups != 0;
      throw new ShapeException(
          "["
              + op.label()
              + "] "
              + groups
              + " groups do not divide "
              + (input ? channels + " input" : filters.dim(0) + " output")
              + " channels");
    }
    if (filters.dim(-1) != channels / groups) {
      throw new ShapeException(
          "["
              + op.label()
              + "] the input has "
              + channels
              + " channels"
              + (groups == 1 ? "" : " in " + groups + " groups")
              + ", the filters "
              + filters
              + " are for "
              + filters.dim(-1)
              + (groups == 1 ? "" : " each"));
    }
  }

  private static void checkPlaces(Convolution op, Ints expected, Ints got) {
    if (!expected.equals(got)) {
      throw new ShapeException(
          "[" + op.label() + "] the window has " + expected + " places, not " + got);
    }
  }
}
