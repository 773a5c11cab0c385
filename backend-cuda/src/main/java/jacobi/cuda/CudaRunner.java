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

  /** So many runs are watched at least. */
  private static final int WATCHED_RUNS = 3;

  /** Then whatever moves next is not worth another capture. */
  private static final int MOST_CAPTURES = 8;

  /** A replay costs what two or three launches do. */
  private static final int FEWEST_LAUNCHES = 4;

  private final CudaSpace space;
  private final Gpu gpu;
  private final List<Region> regions;
  private final boolean[] moves;
  private final long[] last;
  private final Replay.Holder replay;
  private boolean capturing = Settings.graphs();
  private int runs;
  private int captures;
  private long launches;

  CudaRunner(CudaSpace space, List<Region> regions) {
    this.space = space;
    this.gpu = space.gpu();
    this.regions = List.copyOf(regions);
    this.moves = new boolean[regions.size()];
    this.last = new long[regions.size()];
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
    if (sawMove(bases)) {
      replay.clear();
      return false;
    }
    if (runs < WATCHED_RUNS) {
      runs++;
      return false;
    }
    if (launches < FEWEST_LAUNCHES) {
      return false;
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
    if (captures == MOST_CAPTURES) {
      giveUp("its memory moves again and again");
      return;
    }
    captures++;
    try {
      Optional<Replay> captured = Replay.capture(gpu, layout, steps);
      captured.ifPresentOrElse(replay::set, () -> giveUp("no memory is left to do so"));
    } catch (RuntimeException e) {
      // Whatever it is: if it is not about the capture, the run without one meets it again.
      giveUp(e.toString());
    }
  }

  private void giveUp(String why) {
    capturing = false;
    LOG.log(Level.INFO, "a plan of " + launches + " launches is run without a CUDA graph: " + why);
  }

  /** Whether a region moved that did not move before. */
  private boolean sawMove(long[] bases) {
    boolean found = false;
    for (int i = 0; i < bases.length; i++) {
      if (runs > 0 && !moves[i] && bases[i] != last[i] && regions.get(i).bytes() > 0) {
        moves[i] = true;
        found = true;
      }
      last[i] = bases[i];
    }
    return found;
  }

  @Override
  public String toString() {
    return "runner of " + regions.size() + " regions, moving " + Arrays.toString(moves);
  }
}
