package jacobi.nn;

import jacobi.Tensor;

/** The gates of a step, side by side in two products. */
record Gates(Tensor ofInput, Tensor ofState, int units) {

  /** What goes into the gate at a position. */
  Tensor of(int gate) {
    return inputOf(gate).add(stateOf(gate));
  }

  Tensor inputOf(int gate) {
    return ofInput.slice(-1, gate * units, (gate + 1) * units);
  }

  Tensor stateOf(int gate) {
    return ofState.slice(-1, gate * units, (gate + 1) * units);
  }

  /**
   * tanh(z/2) of a gate's sum z: the logistic function by way of tanh, whose derivative needs
   * nothing but its value. {@link #open} makes it σ(z).
   */
  Tensor half(int gate) {
    return of(gate).mul(0.5).tanh();
  }

  /** σ(z) from {@link #half}. */
  static Tensor open(Tensor half) {
    return half.mul(0.5).add(0.5);
  }
}
