package jacobi.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Measures how much of the machine is used by other processes than this one and those it started:
 * without it, noise looks like a result.
 */
final class OtherLoad {
  private static final Path STAT = Path.of("/proc/stat");

  /** Processor time since boot, in ticks. */
  private record Ticks(long busy, long total) {}

  private final Optional<Ticks> start = ticks();
  private final Duration ownStart = own();

  private OtherLoad() {}

  static OtherLoad start() {
    return new OtherLoad();
  }

  /** Share of all processors used by others since the start, 0 to 1; empty if not on Linux. */
  OptionalDouble share() {
    Optional<Ticks> end = ticks();
    Duration ownEnd = own();
    if (start.isEmpty() || end.isEmpty() || end.get().total == start.get().total) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        share(
            end.get().busy - start.get().busy,
            end.get().total - start.get().total,
            ownEnd.minus(ownStart)));
  }

  static double share(long busy, long total, Duration own) {
    // A tick of /proc is 10 ms: USER_HZ is 100 on every architecture Linux still runs on.
    return Math.clamp((busy - own.toMillis() / 10.0) / total, 0, 1);
  }

  private static Duration own() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.concat(Stream.of(self), self.descendants())
        .map(p -> p.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Optional<Ticks> ticks() {
    if (!Files.isReadable(STAT)) {
      return Optional.empty();
    }
    try (var lines = Files.lines(STAT)) {
      String[] fields = lines.findFirst().orElseThrow().split(" +", -1);
      // cpu user nice system idle iowait irq softirq steal; guest time is already within user.
      long idle = Long.parseLong(fields[4]) + Long.parseLong(fields[5]);
      long total = 0;
      for (int i = 1; i <= 8; i++) {
        total += Long.parseLong(fields[i]);
      }
      return Optional.of(new Ticks(total - idle, total));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
