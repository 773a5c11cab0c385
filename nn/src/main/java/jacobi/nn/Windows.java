package jacobi.nn;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.graph.Ints;
import jacobi.graph.Window;
import java.util.Optional;

/** What layers with windows ask of the sizes and lengths of their inputs. */
final class Windows {
  private Windows() {}

  static Ints spatial(Tensor x) {
    return Ints.generate(x.rank() - 2, i -> x.dim(i + 1));
  }

  /**
   * What an input would have to be instead: larger than the kernel, divided by the stride. Empty if
   * it fits.
   */
  static Optional<String> complaint(Tensor x, Ints kernel, Window window, boolean floor) {
    Ints spatial = spatial(x);
    if (!window.fits(spatial, kernel)) {
      return Optional.of(
          "an input no smaller than the kernel "
              + ConvLayer.by(kernel)
              + (window.before().equals(Window.of(window.axes()).before())
                  ? ""
                  : " with padding " + ConvLayer.by(window.before())));
    }
    return floor
        ? Optional.empty()
        : window.misfit(spatial, kernel).map(s -> "a size that fits: " + s);
  }

  /**
   * Sequences with what lies behind the end of each as zeros, so that windows that reach beyond it
   * see what they would see alone.
   */
  static Tensor ended(Tensor x) {
    return x.rank() == 3
        ? Lengths.mask(x.dim(1))
            .map(m -> m.unsqueeze(2).where(x, Jacobi.full(0, x.dtype())))
            .orElse(x)
        : x;
  }
}
