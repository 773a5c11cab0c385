package jacobi.cuda;

import jacobi.backend.AddressSpace.Region;
import jacobi.backend.AddressSpace.Runner;
import jacobi.cuda.driver.Gpu;
import jacobi.cuda.driver.Settings;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs a plan's steps: launch by launch at first; then, when it is seen which of its memory stays
 * where it is, all at once as a {@link Replay}.
 */
final class CudaRunner implements Runner {
  private static final System.Logger LOG = System.getLogger("jacobi.cuda");

  /**
   * What lies where it did for so many runs stays there. In the first runs of training everything
   * moves: parameters that a user has seen are not overwritten, but once more put elsewhere.
   */
  private static final int WATCHED_RUNS = 3;

  /** What spoils a replay that was used less often counts as moving from then on. */
  private static final int WORTH_A_CAPTURE = 50;

  /** A replay costs what two or three launches do. */
  private static final int FEWEST_LAUNCHES = 4;

  private final CudaSpace space;
  private final Gpu gpu;
  private final List<Region> regions;
  private final boolean[] moves;
  private final long[] last;

  /** For each region the run in which it was last seen to have moved. */
  private final long[] movedIn;

  /** Those that stay for a few runs, and then move. */
  private final boolean[] restless;

  private final Replay.Holder replay;
  private boolean capturing = Settings.graphs();
  private long runs;
  private long watchedSince;
  private long capturedIn;
  private long launches;

  CudaRunner(CudaSpace space, List<Region> regions) {
    this.space = space;
    this.gpu = space.gpu();
    this.regions = List.copyOf(regions);
    this.moves = new boolean[regions.size()];
    this.last = new long[regions.size()];
    this.movedIn = new long[regions.size()];
    this.restless = new boolean[regions.size()];
    this.replay = Replay.Holder.ownedBy(this, gpu);
    if (gpu.isChecking()) {
      capturing = false;
    }
  }

  @Override
  public void run(long[] bases, Consumer<long[]> steps) {
    if (capturing && replayed(bases, steps)) {
      return;
    }
    long before = gpu.asked();
    steps.accept(bases);
    gpu.exclusively(
        () -> {
          launches = gpu.asked() - before;
          space.marks().mark();
        });
  }

  private boolean replayed(long[] bases, Consumer<long[]> steps) {
    watch(bases);
    if (runs - watchedSince <= WATCHED_RUNS || launches < FEWEST_LAUNCHES) {
      return false;
    }
    if (replay.get().isEmpty()) {
      chooseMoving();
    }
    Layout layout = new Layout(regions, moves, bases);
    if (!layout.isSeparate()) {
      return false;
    }
    return gpu.exclusively(
        () -> {
          if (replay.get().isEmpty()) {
            capture(layout, steps);
          }
          Optional<Replay> captured = replay.get().filter(r -> r.fits(layout));
          captured.ifPresent(
              r -> {
                r.run(layout);
                space.marks().mark();
              });
          return captured.isPresent();
        });
  }

  private void capture(Layout layout, Consumer<long[]> steps) {
    capturedIn = runs;
    try {
      Optional<Replay> captured = Replay.capture(gpu, layout, steps);
      captured.ifPresentOrElse(this::keep, () -> giveUp("no memory is left to do so"));
    } catch (RuntimeException e) {
      // Whatever it is: if it is not about the capture, the run without one meets it again.
      giveUp(e.toString());
    }
  }

  private void keep(Replay captured) {
    LOG.log(Level.DEBUG, "from run " + runs + " on " + captured);
    replay.set(captured);
  }

  private void giveUp(String why) {
    capturing = false;
    LOG.log(Level.INFO, "a plan of " + launches + " launches is run without a CUDA graph: " + why);
  }

  /** Notes what has moved. If the replay counts on its staying, that is over. */
  private void watch(long[] bases) {
    runs++;
    boolean captured = replay.get().isPresent();
    boolean spoiled = false;
    for (int i = 0; i < bases.length; i++) {
      if (bases[i] != last[i] && regions.get(i).bytes() > 0) {
        movedIn[i] = runs;
        if (captured && !moves[i]) {
          spoiled = true;
          restless[i] |= runs - capturedIn < WORTH_A_CAPTURE;
        }
      }
      last[i] = bases[i];
    }
    if (runs == 1 || spoiled) {
      replay.clear();
      watchedSince = runs;
    }
  }

  private void chooseMoving() {
    for (int i = 0; i < moves.length; i++) {
      moves[i] = restless[i] || runs - movedIn[i] < WATCHED_RUNS;
    }
  }

  @Override
  public String toString() {
    return "runner of " + regions.size() + " regions, moving " + Arrays.toString(moves);
  }
}
