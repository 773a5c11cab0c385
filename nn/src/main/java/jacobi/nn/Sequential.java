package jacobi.nn;

import jacobi.Tensor;
import java.util.List;

/** Modules one after the other, each applied to what the one before put out. */
public final class Sequential extends Module {
  private final List<Module> layers;

  private Sequential(List<Module> layers) {
    this.layers = List.copyOf(layers);
    for (int i = 0; i < layers.size(); i++) {
      child(Integer.toString(i), layers.get(i));
    }
  }

  /** Modules in order; their names are "0", "1", …. */
  public static Sequential of(Module... layers) {
    return new Sequential(List.of(layers));
  }

  /** As {@link #of(Module...)}. */
  public static Sequential of(List<Module> layers) {
    return new Sequential(layers);
  }

  /** The layer at a position. */
  public Module get(int index) {
    return layers.get(index);
  }

  public int size() {
    return layers.size();
  }

  @Override
  protected Tensor forward(Tensor x) {
    Tensor y = x;
    for (Module layer : layers) {
      y = layer.apply(y);
    }
    return y;
  }
}
