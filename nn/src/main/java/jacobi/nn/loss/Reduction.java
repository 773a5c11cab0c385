package jacobi.nn.loss;

/** What becomes of the losses of single examples. */
public enum Reduction {
  /** Their mean; with class weights, the weighted mean. */
  MEAN,
  /** Their sum. */
  SUM,
  /** Nothing. */
  NONE
}
