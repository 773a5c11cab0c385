package jacobi.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How Jacobi's time grows with the batch, width, depth, sequence length, vocabulary and threads,
 * each point beside its floor, and the time to compile a plan with its number of nodes: a table of
 * comma-separated values, and a picture for each axis. With the system property {@code
 * jacobi.backend} set to {@code jvm} oneDNN is left out of Jacobi's times; without the Vector API
 * flag its kernels are plain loops.
 */
public final class Growth {
  private static final Duration WARM_UP = Duration.ofMillis(2500);
  private static final int ROUNDS = 5;

  /** Timed steps in a turn: as many as take so long, within these bounds. */
  private static final double TURN_MILLIS = 100;

  private static final int LEAST_STEPS = 5;
  private static final int MOST_STEPS = 60;
  private static final long SEED = 1;
  private static final int[] COMPILED_DEPTHS = {4, 16, 64, 256, 1024};

  /** One point on an axis. */
  private record Point(String axis, long value, Workload workload, int threads) {}

  /** What was measured there, in milliseconds. */
  private record Found(long value, double first, double training, double inference, double floor) {}

  private Growth() {}

  /** Takes the folder to write, and axes; default all. */
  public static void main(String[] args) throws IOException {
    List<String> known = new ArrayList<>(points().stream().map(Point::axis).distinct().toList());
    known.add("nodes");
    List<String> axes = args.length > 1 ? List.of(args).subList(1, args.length) : known;
    if (args.length == 0 || !known.containsAll(axes)) {
      System.err.println("jacobi-bench: growth expects a folder, then any of " + known);
      System.exit(2);
    }
    Path folder = Files.createDirectories(Path.of(args[0]));
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(folder.resolve("growth.csv")))) {
      if (axes.contains("nodes")) {
        compiling(folder, out);
      }
      print(out, "axis,value,backend,threads,first_ms,training_ms,floor_ms,ratio,inference_ms");
      Map<String, List<Found>> found = new LinkedHashMap<>();
      for (Point p : points()) {
        if (axes.contains(p.axis)) {
          Found f = measure(p);
          print(out, row(p, f));
          found.computeIfAbsent(p.axis, _ -> new ArrayList<>()).add(f);
        }
      }
      for (var axis : found.entrySet()) {
        picture(folder, axis.getKey(), axis.getValue());
      }
    }
    System.exit(0);
  }

  private static void print(PrintWriter out, String row) {
    out.println(row);
    out.flush();
    System.out.println(row);
  }

  private static List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (int batch : new int[] {1, 4, 16, 64, 256, 1024, 4096}) {
      points.add(new Point("batch", batch, Mlp.W1.withBatch(batch), 2));
    }
    for (int width : new int[] {64, 128, 256, 512, 1024, 2048, 4096}) {
      points.add(new Point("width", width, mlp(width, 2), 2));
    }
    for (int depth : new int[] {2, 8, 32, 128}) {
      points.add(new Point("depth", depth, mlp(64, depth), 2));
    }
    for (int length : new int[] {10, 30, 100, 300, 1000}) {
      points.add(
          new Point("length", length, new LstmLanguageModel("G", 1, 100, 1000, length, 20, 1), 2));
    }
    for (int words : new int[] {1_000, 3_000, 10_000, 30_000, 100_000}) {
      points.add(
          new Point(
              "vocabulary", words, new WindowLanguageModel("G", 5, 60, 100, words, 128, 1), 2));
    }
    for (int threads : new int[] {1, 2}) {
      points.add(new Point("threads", threads, Mlp.W2, threads));
    }
    return points;
  }

  /** So many hidden layers of one width. */
  static Mlp mlp(int width, int depth) {
    int[] sizes = IntStream.range(0, depth + 2).map(_ -> width).toArray();
    sizes[sizes.length - 1] = 10;
    return new Mlp("G", Arrays.copyOf(sizes, sizes.length), 64, 1);
  }

  private static Found measure(Point p) {
    // What the floor is measured by always uses the best there is.
    List<Contestant> contestants = new ArrayList<>(Floor.contestants(p.threads));
    var peer = new JacobiPeer();
    Peer.Training training = peer.training(p.workload, p.threads, SEED);
    long start = System.nanoTime();
    training.step();
    double first = (System.nanoTime() - start) * 1e-6;
    training.warmUp(WARM_UP);
    double step = Compare.percentile(training.turn(LEAST_STEPS), 50);
    int steps = (int) Math.clamp(TURN_MILLIS / step, LEAST_STEPS, MOST_STEPS);
    contestants.add(training);
    contestants.add(peer.inference(p.workload, p.threads, SEED));
    List<Compare.Measured> measured = new Compare(WARM_UP, ROUNDS, steps).measure(contestants);
    double[] floors =
        Arrays.stream(Floor.of(p.workload.training(), measured).millis())
            .mapToDouble(round -> round[0])
            .toArray();
    return new Found(
        p.value,
        first,
        Compare.times("training", measured.get(2).millis()).median(),
        Compare.times("inference", measured.get(3).millis()).median(),
        Compare.percentile(floors, 50));
  }

  private static String row(Point p, Found f) {
    return String.format(
        Locale.ROOT,
        "%s,%d,%s,%d,%.3f,%.4f,%.4f,%.3f,%.4f",
        p.axis,
        p.value,
        System.getProperty("jacobi.backend", "auto"),
        p.threads,
        f.first,
        f.training,
        f.floor,
        f.training / f.floor,
        f.inference);
  }

  private static void picture(Path folder, String axis, List<Found> found) throws IOException {
    GrowthChart.write(
        folder.resolve(axis + ".png"),
        axis,
        found.stream().map(f -> (double) f.value).toList(),
        List.of(
            new GrowthChart.Line("training", found.stream().map(Found::training).toList()),
            new GrowthChart.Line("floor of training", found.stream().map(Found::floor).toList()),
            new GrowthChart.Line("inference", found.stream().map(Found::inference).toList())));
  }

  private static void compiling(Path folder, PrintWriter out) throws IOException {
    print(out, "axis,nodes,kernels,compile_ms,ms_per_1000_nodes");
    List<Compiling> found = new ArrayList<>();
    for (int depth : COMPILED_DEPTHS) {
      Compiling c = Compiling.of(mlp(64, depth));
      found.add(c);
      print(
          out,
          String.format(
              Locale.ROOT,
              "nodes,%d,%d,%.2f,%.3f",
              c.nodes(),
              c.kernels(),
              c.millis(),
              1000 * c.millis() / c.nodes()));
    }
    GrowthChart.write(
        folder.resolve("nodes.png"),
        "nodes",
        found.stream().map(c -> (double) c.nodes()).toList(),
        List.of(
            new GrowthChart.Line(
                "tracing and compiling a step of training",
                found.stream().map(Compiling::millis).toList())));
  }
}
