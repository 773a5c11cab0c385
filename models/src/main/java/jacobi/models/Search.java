package jacobi.models;

import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.graph.JacobiException;
import jacobi.nn.Module;
import jacobi.train.Callback;
import jacobi.train.Fit;
import jacobi.train.NotFiniteException;
import jacobi.train.Scores;
import jacobi.train.StopReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Looks for the settings of a specification that do best on its validation part:
 *
 * <pre>{@code
 * SearchResults found =
 *     Search.of(Spec.find("iris"))
 *         .over("optimizer.adam=1e-3..1e-1 log")
 *         .over("network[0].linear=8,16,32")
 *         .random(20)
 *         .run();
 * }</pre>
 *
 * <p>With a folder, each finished trial is kept there, and running the same search again only runs
 * the others: the results are those of a search that was never stopped.
 */
public final class Search {
  /** How settings are chosen. */
  public enum Method {
    /** All combinations. */
    GRID,
    /** Combinations drawn at random. */
    RANDOM,
    /**
     * Successive halving (Jamieson and Talwalkar 2016): combinations drawn at random train for a
     * few epochs; the best of them again from the start for more, until some had all.
     */
    HALVING
  }

  private final Spec spec;
  private final List<Choice> choices = new ArrayList<>();
  private Optional<Method> method = Optional.empty();
  private int count = 20;
  private int points = 5;
  private int factor = 3;
  private String by = "loss";
  private long seed;
  private Optional<Path> dataDir = Optional.empty();
  private Optional<Path> folder = Optional.empty();
  private Callback callback = new Callback() {};
  private Consumer<Trial> listener = t -> {};

  /** The data that were read last, for the trials that need the same. */
  private Map<String, Object> loadedFor = Map.of();

  private Optional<Split> loaded = Optional.empty();

  private Search(Spec spec) {
    this.spec = spec;
  }

  public static Search of(Spec spec) {
    return new Search(spec);
  }

  /**
   * A key and its values: {@code KEY=A,B,C}, {@code KEY=LOW..HIGH} or {@code KEY=LOW..HIGH log}.
   */
  public Search over(String choice) {
    choices.add(Choice.parse(choice));
    return this;
  }

  /** All combinations, ranges cut into so many points; the default where there are no ranges. */
  public Search grid(int pointsOfRanges) {
    method = Optional.of(Method.GRID);
    points = atLeast(1, pointsOfRanges, "points");
    return this;
  }

  /** So many different combinations drawn at random; the default with ranges, 20. */
  public Search random(int trials) {
    method = Optional.of(Method.RANDOM);
    count = atLeast(1, trials, "trials");
    return this;
  }

  /**
   * Successive halving from so many combinations: each rung keeps the best 1/factor and gives them
   * factor times the epochs, the last one those of the specification.
   */
  public Search halving(int trials, int by) {
    method = Optional.of(Method.HALVING);
    count = atLeast(1, trials, "trials");
    factor = atLeast(2, by, "factor");
    return this;
  }

  private static int atLeast(int least, int n, String what) {
    if (n < least) {
      throw new JacobiException("[search] " + what + " must be at least " + least + ", got " + n);
    }
    return n;
  }

  /** What decides: {@code loss} (default, the least), or a metric such as {@code accuracy}. */
  public Search by(String score) {
    by = score;
    return this;
  }

  /** Seed of the random draws, default 0; each trial trains with the specification's own. */
  public Search seed(long s) {
    seed = s;
    return this;
  }

  /** Folder of the files that the specification names. */
  public Search dataDir(Path dir) {
    dataDir = Optional.of(dir);
    return this;
  }

  /** Keeps trials in a folder, and takes from it those that an earlier run finished. */
  public Search folder(Path dir) {
    folder = Optional.of(dir);
    return this;
  }

  /** Told how each training goes; may ask to stop, which ends the search without that trial. */
  public Search callback(Callback c) {
    callback = c;
    return this;
  }

  /** Told of each trial, those of an earlier run included. */
  public Search onTrial(Consumer<Trial> told) {
    listener = told;
    return this;
  }

  /** How it chooses. */
  public Method method() {
    return method.orElse(
        choices.stream().allMatch(c -> c instanceof Choice.Values) ? Method.GRID : Method.RANDOM);
  }

  // --- running ----------------------------------------------------------------------------------

  /** Runs the trials that are not there yet, in order. */
  public SearchResults run() throws IOException {
    List<Map<String, String>> candidates = candidates();
    check(candidates);
    Optional<TrialFolder> kept = Optional.empty();
    if (folder.isPresent()) {
      kept = Optional.of(TrialFolder.open(folder.get(), description()));
    }
    List<Trial> trials = new ArrayList<>();
    boolean complete = true;
    int rungs = rungs(candidates.size());
    List<Map<String, String>> in = candidates;
    for (int rung = 0; rung < rungs && complete; rung++) {
      List<Trial> ofRung = new ArrayList<>();
      for (Map<String, String> settings : in) {
        Optional<Trial> t = trial(trials.size() + 1, settings, rung, rungs, kept);
        if (t.isEmpty()) {
          complete = false;
          break;
        }
        t.get().score(by);
        ofRung.add(t.get());
        trials.add(t.get());
        listener.accept(t.get());
      }
      in = best(ofRung);
    }
    SearchResults results = SearchResults.of(trials, by, complete);
    if (kept.isPresent()) {
      kept.get().write(results);
    }
    return results;
  }

  private List<Map<String, String>> best(List<Trial> rung) {
    return rung.stream()
        .filter(t -> t.validation().isPresent())
        .sorted(SearchResults.order(by))
        .limit(Math.max(1, rung.size() / factor))
        .map(Trial::settings)
        .toList();
  }

  private int rungs(int candidates) {
    int rungs = 1;
    if (method() == Method.HALVING) {
      for (int n = candidates / factor; n >= 1; n /= factor) {
        rungs++;
      }
    }
    return rungs;
  }

  /** Epochs of a rung: those of the specification by a power of the factor. */
  private int epochs(int all, int rung, int rungs) {
    double e = all;
    for (int i = rung; i < rungs - 1; i++) {
      e /= factor;
    }
    return (int) Math.max(1, Math.round(e));
  }

  private Optional<Trial> trial(
      int number, Map<String, String> settings, int rung, int rungs, Optional<TrialFolder> kept)
      throws IOException {
    if (kept.isPresent()) {
      Optional<Trial> finished = kept.get().finished(number, settings);
      if (finished.isPresent()) {
        return finished;
      }
    }
    if (callback.stop()) {
      return Optional.empty();
    }
    Spec changed = spec(settings);
    int epochs = epochs(changed.job().training().epochs(), rung, rungs);
    if (method() == Method.HALVING) {
      changed = changed.with("training.epochs=" + epochs);
    }
    Job job = changed.job();
    Split parts = parts(changed, job);
    Dataset train = parts.train();
    Module net = job.build(train, dataDir);
    long start = System.nanoTime();
    Optional<Scores> scores = Optional.empty();
    String failure = "";
    try {
      Fit fit = job.trainer(net, train).callback(callback).fit(parts);
      if (fit.reason() == StopReason.REQUEST) {
        return Optional.empty();
      }
      Scores found = fit.evaluate(parts.validation());
      if (found.toMap().values().stream().allMatch(Double::isFinite)) {
        scores = Optional.of(found);
        if (kept.isPresent()) {
          SavedModel.save(changed, fit, train, kept.get().model(number));
        }
      } else {
        failure = "the validation part gives " + found;
      }
    } catch (NotFiniteException e) {
      failure = e.getMessage();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Trial t = new Trial(number, settings, rung, epochs, scores, failure, seconds);
    if (kept.isPresent()) {
      kept.get().write(t);
    }
    return Optional.of(t);
  }

  // --- choosing ---------------------------------------------------------------------------------

  private List<Map<String, String>> candidates() {
    if (choices.isEmpty()) {
      throw new JacobiException("there is nothing to search over: name a key and its values");
    }
    long keys = choices.stream().map(c -> Spec.path(c.key())).distinct().count();
    if (keys < choices.size()) {
      throw new JacobiException("a key is searched over twice");
    }
    return switch (method()) {
      case GRID -> combinations();
      case RANDOM, HALVING -> drawn();
    };
  }

  private List<Map<String, String>> combinations() {
    List<Map<String, String>> all = new ArrayList<>(List.of(Map.of()));
    for (Choice c : choices) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> settings : all) {
        for (String value : c.grid(points)) {
          Map<String, String> more = new LinkedHashMap<>(settings);
          more.put(c.key(), value);
          longer.add(more);
        }
      }
      if (longer.size() > 100_000) {
        throw new JacobiException("the grid has more than 100,000 combinations");
      }
      all = longer;
    }
    return all;
  }

  private List<Map<String, String>> drawn() {
    SplittableRandom random = new SplittableRandom(seed);
    Set<Map<String, String>> all = new LinkedHashSet<>();
    // There may be fewer combinations than asked for.
    for (int i = 0; i < 100 * count && all.size() < count; i++) {
      Map<String, String> settings = new LinkedHashMap<>();
      choices.forEach(c -> settings.put(c.key(), c.draw(random)));
      all.add(settings);
    }
    return List.copyOf(all);
  }

  private Spec spec(Map<String, String> settings) {
    Spec changed = spec;
    for (Map.Entry<String, String> e : settings.entrySet()) {
      changed = changed.with("--over", e.getKey() + "=" + e.getValue());
    }
    return changed;
  }

  /** Finds mistakes in all candidates before the first of them is trained. */
  private void check(List<Map<String, String>> candidates) throws IOException {
    for (Map<String, String> settings : candidates) {
      Spec changed = spec(settings);
      Job job = changed.job();
      if (!job.data().mayHaveValidation()) {
        throw noValidation();
      }
      if (method() == Method.HALVING && settings.containsKey("training.epochs")) {
        throw new JacobiException(
            "--over training.epochs: successive halving decides the epochs itself");
      }
      if (loaded.isEmpty() || loadedFor.equals(dataOf(changed, job))) {
        job.build(parts(changed, job).train(), dataDir);
      }
    }
  }

  private JacobiException noValidation() {
    return new JacobiException(
        spec.file()
            + ": there is no validation part to choose by: set data.split.validation to more than"
            + " 0");
  }

  private Split parts(Spec changed, Job job) throws IOException {
    Map<String, Object> of = dataOf(changed, job);
    if (loaded.isEmpty() || !loadedFor.equals(of)) {
      loaded = Optional.empty();
      loaded = Optional.of(job.load(dataDir));
      loadedFor = of;
      if (loaded.get().validation().size() == 0) {
        throw noValidation();
      }
    }
    return loaded.get();
  }

  private static Map<String, Object> dataOf(Spec changed, Job job) {
    return Map.of(
        "data",
        changed.tree().get("data"),
        "augment",
        changed.tree().getOrDefault("augment", ""),
        "seed",
        job.seed());
  }

  /** All that decides the results. */
  private Map<String, Object> description() {
    Map<String, Object> d = new LinkedHashMap<>();
    d.put("specification", spec.tree());
    d.put("over", choices.stream().map(Choice::toString).toList());
    d.put("method", method().toString().toLowerCase(java.util.Locale.ROOT));
    switch (method()) {
      case GRID -> d.put("points", points);
      case RANDOM -> {
        d.put("trials", count);
        d.put("seed", seed);
      }
      case HALVING -> {
        d.put("trials", count);
        d.put("seed", seed);
        d.put("factor", factor);
        d.put("by", by);
      }
    }
    return d;
  }
}
