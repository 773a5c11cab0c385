package jacobi.onednn;

/** A function that oneDNN applies to each element of a result before it writes it. */
enum PostOp {
  /** Hyperbolic tangent. */
  TANH(0x21),
  /** 1 / (1 + exp(-x)), the sigmoid. */
  LOGISTIC(0x29);

  private final int algorithm;

  PostOp(int algorithm) {
    this.algorithm = algorithm;
  }

  /** The {@code dnnl_eltwise_} number. */
  int algorithm() {
    return algorithm;
  }
}
