package jacobi.models;

import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.graph.JacobiException;
import java.util.Locale;

/**
 * How data is cut in parts: the key {@code split}.
 *
 * @param train fraction of all; the three add up to 1. Of a text also numbers of tokens, above 1;
 *     infinitely many for testing are all others
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
    if (source.cutsByCounts() && split.number("train", 0) > 1) {
      return counts(split);
    }
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

  /** Parts as numbers of tokens, one after the other; the test part is the rest. */
  private static SplitPlan counts(SpecNode split) {
    int train = split.integer("train", 1);
    int validation = split.integer("validation", 0, 0);
    double test = split.has("test") ? split.integer("test", 0) : Double.POSITIVE_INFINITY;
    split.done();
    return new SplitPlan(train, validation, test, false, false);
  }

  /** Whether the parts are given as numbers of tokens. */
  boolean byCounts() {
    return train > 1;
  }

  /** Where the parts of a text end, in tokens; each begins where the one before it ends. */
  record Borders(int train, int validation, int test) {}

  /**
   * Where the parts of a text end.
   *
   * @param name what messages call the text
   * @param tokens how many it has
   */
  Borders borders(String name, int tokens) {
    if (!byCounts()) {
      int ofTest = (int) Math.round(tokens * test);
      int ofValidation = (int) Math.round(tokens * validation);
      int ofTrain = Math.max(0, tokens - ofTest - ofValidation);
      return new Borders(ofTrain, Math.min(tokens, ofTrain + ofValidation), tokens);
    }
    double ofBoth = train + validation;
    double all = ofBoth + (Double.isInfinite(test) ? 0 : test);
    if (all > tokens) {
      throw new JacobiException(
          String.format(
              Locale.ROOT, "%s: has %,d tokens, but data.split asks for %,.0f", name, tokens, all));
    }
    return new Borders((int) train, (int) ofBoth, Double.isInfinite(test) ? tokens : (int) all);
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
