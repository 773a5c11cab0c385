package jacobi.models;

import jacobi.graph.Shape;
import jacobi.nn.Module;

/**
 * A kind of layer that a specification can name.
 *
 * @param mainSetting what a value written right after the name sets: {@code linear: 10} is {@code
 *     linear: {units: 10}}
 */
record LayerKind(String mainSetting, Maker maker) {

  /** Makes the layer. */
  interface Maker {
    /**
     * Reads every setting the layer has and makes it. It may look at the input's last axis, for the
     * number of features or channels, and nothing else: whether the shape fits is for the layer to
     * say when it is applied.
     *
     * @param in shape of the input, [1, …]
     */
    Module make(SpecNode settings, Shape in);
  }
}
