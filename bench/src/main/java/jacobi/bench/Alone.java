package jacobi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * Each library alone in a process of its own: the most memory it has resident while it trains, and
 * how long it takes from {@code java} to the end of the first step and to full speed.
 */
public final class Alone {
  private static final int THREADS = 2;
  private static final long SEED = 1;

  /** Full speed is when this many steps in turn take at most this much more than the last ones. */
  private static final int WINDOW = 10;

  private static final double NEARLY = 1.2;

  private Alone() {}

  /**
   * Takes workloads, default all, and measures each.
   *
   * @param args with {@code --seconds N} first, how long each trains, default 10
   */
  public static void main(String[] args) throws IOException {
    boolean timed = args.length > 1 && args[0].equals("--seconds");
    int seconds = timed ? Integer.parseInt(args[1]) : 10;
    List<String> ids = List.of(args).subList(timed ? 2 : 0, args.length);
    for (Workload workload : Workload.all()) {
      if (!ids.isEmpty() && !ids.contains(workload.id())) {
        continue;
      }
      System.out.println(workload.title() + ", training, each library alone");
      for (ServiceLoader.Provider<Peer> p : ServiceLoader.load(Peer.class).stream().toList()) {
        Peer peer = p.get();
        if (peer.runs(workload) && peer.trains()) {
          Duration time = Duration.ofSeconds(seconds);
          System.out.println("  " + measure(peer.name(), Remote.flags(), peer, workload, time));
          if (peer instanceof JacobiPeer) {
            System.out.println("  " + archived(peer, workload, time));
          }
        }
      }
    }
  }

  /** With the classes in an archive that a run of one step left, which is how ./jacobi starts. */
  private static String archived(Peer peer, Workload workload, Duration time) throws IOException {
    Path archive = Files.createTempFile("jacobi", ".jsa");
    Files.delete(archive);
    try {
      var rehearsal = with(Remote.flags(), "-XX:ArchiveClassesAtExit=" + archive);
      try (var remote = new Remote(peer.name(), rehearsal, peer, workload, true, THREADS, SEED)) {
        remote.step();
        remote.end();
      }
      var flags = with(Remote.flags(), "-XX:SharedArchiveFile=" + archive);
      return measure(peer.name() + " archived", flags, peer, workload, time);
    } finally {
      Files.deleteIfExists(archive);
    }
  }

  private static List<String> with(List<String> flags, String archive) {
    List<String> all = new ArrayList<>(flags);
    // Answers go to the standard output, and so would what the JVM says of modules in archives.
    all.add("-Xlog:cds=off");
    all.add(archive);
    return all;
  }

  private static String measure(
      String name, List<String> flags, Peer peer, Workload workload, Duration time) {
    long start = System.nanoTime();
    try (var remote = new Remote(name, flags, peer, workload, true, THREADS, SEED)) {
      remote.step();
      double first = (System.nanoTime() - start) * 1e-9;
      List<Double> ends = new ArrayList<>();
      List<Double> millis = new ArrayList<>();
      double end = first + time.toNanos() * 1e-9;
      double now = first;
      while (now < end) {
        long begin = System.nanoTime();
        remote.step();
        millis.add((System.nanoTime() - begin) * 1e-6);
        now = (System.nanoTime() - start) * 1e-9;
        ends.add(now);
      }
      return String.format(
          Locale.ROOT,
          "%-15s first step %.2f s, full speed %.1f s after java; peak %.0f MB resident",
          name,
          first,
          fullSpeed(ends, millis),
          remote.peakKilobytes() * 1e-3);
    }
  }

  /** The end of the first window of steps that is nearly as fast as the last quarter of all. */
  static double fullSpeed(List<Double> ends, List<Double> millis) {
    double last = median(millis.subList(millis.size() * 3 / 4, millis.size()));
    for (int i = 0; i + WINDOW <= millis.size(); i++) {
      if (median(millis.subList(i, i + WINDOW)) <= NEARLY * last) {
        return ends.get(i);
      }
    }
    return ends.getLast();
  }

  private static double median(List<Double> values) {
    return Compare.percentile(values.stream().mapToDouble(d -> d).toArray(), 50);
  }
}
