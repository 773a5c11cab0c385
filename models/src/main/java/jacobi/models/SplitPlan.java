package jacobi.models;

import jacobi.data.Dataset;
import jacobi.data.Split;

/**
 * How data is cut in parts: the key {@code split}.
 *
 * @param train fraction of all; the three add up to 1
 * @param shuffled false: the parts follow one another as the examples do
 * @param stratified every class is cut by these fractions
 */
record SplitPlan(
    double train, double validation, double test, boolean shuffled, boolean stratified) {

  /**
   * Reads the keys.
   *
   * @param source says what can be cut from it, and how
   */
  static SplitPlan of(SpecNode data, Source source) {
    boolean hasTest = source.hasTest();
    SpecNode split = data.child("split");
    double validation = split.number("validation", 0);
    double rest = Math.max(0, 1 - split.number("train", 1) - validation);
    double test = split.number("test", hasTest ? 0 : split.has("train") ? rest : 0.2);
    double train = split.number("train", 1 - validation - test);
    if (hasTest && test > 0) {
      throw split.wrong("test", "is " + test + ", but the test examples come from other files");
    }
    boolean stratified = split.flag("stratified", false);
    boolean shuffled = split.flag("shuffle", !source.inOrderOfTime());
    if (source.inOrderOfTime() && (shuffled || stratified)) {
      throw split.wrong(
          shuffled ? "shuffle" : "stratified",
          "is true, but a time series is cut in order of time");
    }
    if (Math.abs(train + validation + test - 1) > 1e-9
        || train <= 0
        || validation < 0
        || test < 0) {
      throw split.wrong(
          "",
          "train "
              + train
              + ", validation "
              + validation
              + " and test "
              + test
              + " must add up to 1");
    }
    split.done();
    return new SplitPlan(train, validation, test, shuffled, stratified);
  }

  /** The same where some parts come from elsewhere: the training part gets their fractions. */
  SplitPlan without(boolean ownValidation, boolean ownTest) {
    double v = ownValidation ? 0 : validation;
    double t = ownTest ? 0 : test;
    return new SplitPlan(1 - v - t, v, t, shuffled, stratified);
  }

  Split cut(Dataset all, long seed) {
    if (train == 1) {
      return all.asTraining();
    }
    if (!shuffled) {
      return all.splitLast(train, validation, test);
    }
    return stratified
        ? all.splitStratified(train, validation, test, seed)
        : all.split(train, validation, test, seed);
  }
}
