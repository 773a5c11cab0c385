package jacobi.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How Jacobi's time grows with the batch, width, depth, sequence length, vocabulary and threads,
 * each point beside its floor, as a table of comma-separated values. With the system property
 * {@code jacobi.backend} set to {@code jvm} oneDNN is left out of Jacobi's times; without the
 * Vector API flag its kernels are plain loops.
 */
public final class Growth {
  private static final Compare TURNS = new Compare(Duration.ofMillis(1500), 5, 5);
  private static final long SEED = 1;

  /** One row of the table. */
  private record Point(String axis, long value, Workload workload, int threads) {}

  private Growth() {}

  /** Takes the file to write, and axes; default all. */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      throw new IllegalArgumentException(
          "expected a file, then any of " + points().stream().map(Point::axis).distinct().toList());
    }
    List<String> axes = List.of(args).subList(1, args.length);
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(args[0])))) {
      out.println("axis,value,backend,threads,first_ms,training_ms,floor_ms,ratio");
      for (Point p : points()) {
        if (axes.isEmpty() || axes.contains(p.axis)) {
          String row = row(p);
          out.println(row);
          out.flush();
          System.out.println(row);
        }
      }
    }
  }

  private static List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (int batch : new int[] {1, 4, 16, 64, 256, 1024, 4096}) {
      points.add(new Point("batch", batch, Mlp.W1.withBatch(batch), 2));
    }
    for (int width : new int[] {64, 256, 1024, 4096}) {
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
  private static Mlp mlp(int width, int depth) {
    int[] sizes = IntStream.range(0, depth + 2).map(_ -> width).toArray();
    sizes[sizes.length - 1] = 10;
    return new Mlp("G", Arrays.copyOf(sizes, sizes.length), 64, 1);
  }

  private static String row(Point p) {
    // What the floor is measured by always uses the best there is.
    List<Contestant> contestants = new ArrayList<>(Floor.contestants(p.threads));
    Peer.Training training = new JacobiPeer().training(p.workload, p.threads, SEED);
    long start = System.nanoTime();
    training.step();
    double first = (System.nanoTime() - start) * 1e-6;
    contestants.add(training);
    List<Compare.Measured> measured = TURNS.measure(contestants);
    double[] floors =
        Arrays.stream(Floor.of(p.workload.training(), measured).millis())
            .mapToDouble(round -> round[0])
            .toArray();
    double floor = Compare.percentile(floors, 50);
    double millis = Compare.times(training.name(), measured.get(2).millis()).median();
    return String.format(
        Locale.ROOT,
        "%s,%d,%s,%d,%.3f,%.4f,%.4f,%.3f",
        p.axis,
        p.value,
        System.getProperty("jacobi.backend", "auto"),
        p.threads,
        first,
        millis,
        floor,
        millis / floor);
  }
}
