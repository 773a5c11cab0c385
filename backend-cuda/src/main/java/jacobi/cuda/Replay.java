package jacobi.cuda;

import jacobi.cuda.driver.CudaException;
import jacobi.cuda.driver.Driver;
import jacobi.cuda.driver.Gpu;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A plan's launches as a CUDA graph, which knows all addresses. What lies elsewhere from run to run
 * has a stand-in that the graph knows in its place: copied there before the graph runs where it is
 * read, and back afterwards where it is a result.
 */
final class Replay {
  private final Gpu gpu;
  private final Driver driver;
  private final Layout layout;
  private final long executable;
  private final List<StandIn> standIns;
  private final String name;

  /** Memory of the size of the largest region of a place. */
  private record StandIn(int place, long address) {}

  private Replay(Gpu gpu, Layout layout, long executable, List<StandIn> standIns, long launches) {
    this.gpu = gpu;
    this.driver = gpu.driver();
    this.layout = layout;
    this.executable = executable;
    this.standIns = List.copyOf(standIns);
    this.name = "a captured plan of " + launches + " launches";
  }

  /**
   * Writes down what a plan launches. To be called exclusively.
   *
   * @return empty if there is no memory for stand-ins
   */
  static Optional<Replay> capture(Gpu gpu, Layout layout, Consumer<long[]> steps) {
    List<StandIn> standIns = new ArrayList<>();
    try {
      if (!allocate(gpu, layout, standIns)) {
        free(gpu, standIns);
        return Optional.empty();
      }
      long before = gpu.asked();
      long graph = graph(gpu, substituted(layout, standIns), steps);
      try {
        long executable = gpu.driver().instantiate(graph);
        long launches = gpu.asked() - before;
        return Optional.of(new Replay(gpu, layout, executable, standIns, launches));
      } finally {
        gpu.driver().destroyGraph(graph);
      }
    } catch (RuntimeException e) {
      free(gpu, standIns);
      throw e;
    }
  }

  private static boolean allocate(Gpu gpu, Layout layout, List<StandIn> standIns) {
    for (int i = 0; i < layout.size(); i++) {
      if (layout.place(i) == i) {
        long bytes = 0;
        for (int j = 0; j < layout.size(); j++) {
          bytes = layout.place(j) == i ? Math.max(bytes, layout.bytes(j)) : bytes;
        }
        long address = gpu.driver().allocate(bytes);
        if (address == 0) {
          return false;
        }
        standIns.add(new StandIn(i, address));
      }
    }
    return true;
  }

  private static long[] substituted(Layout layout, List<StandIn> standIns) {
    long[] bases = layout.bases();
    for (StandIn s : standIns) {
      for (int i = 0; i < bases.length; i++) {
        bases[i] = layout.place(i) == s.place ? s.address : bases[i];
      }
    }
    return bases;
  }

  private static long graph(Gpu gpu, long[] bases, Consumer<long[]> steps) {
    Driver driver = gpu.driver();
    driver.beginCapture(gpu.stream());
    try {
      steps.accept(bases);
    } catch (RuntimeException e) {
      abandon(gpu, e);
      throw e;
    }
    return driver.endCapture(gpu.stream());
  }

  private static void abandon(Gpu gpu, RuntimeException e) {
    try {
      gpu.driver().destroyGraph(gpu.driver().endCapture(gpu.stream()));
    } catch (CudaException ending) {
      // That of a capture which a call has made invalid always fails; but it is over then.
      e.addSuppressed(ending);
    }
  }

  /** Whether a run in this layout can be done by it. */
  boolean fits(Layout run) {
    return layout.isLike(run);
  }

  /** Runs the plan on memory that lies so. To be called exclusively. */
  void run(Layout run) {
    gpu.launch(
        name,
        () -> {
          for (StandIn s : standIns) {
            copy(run, s, true);
          }
          driver.launchGraph(executable, gpu.stream());
          for (StandIn s : standIns) {
            copy(run, s, false);
          }
        });
  }

  /** Copies as much of a place as any region there needs, to its stand-in or back. */
  private void copy(Layout run, StandIn s, boolean in) {
    long bytes = 0;
    for (int i = s.place; i < run.size(); i++) {
      if (run.place(i) == s.place && (in ? run.isRead(i) : run.isResult(i))) {
        bytes = Math.max(bytes, run.bytes(i));
      }
    }
    long base = run.base(s.place);
    if (bytes > 0 && in) {
      driver.copy(s.address, base, bytes, gpu.stream());
    } else if (bytes > 0) {
      driver.copy(base, s.address, bytes, gpu.stream());
    }
  }

  @Override
  public String toString() {
    return name + " with " + standIns.size() + " stand-ins";
  }

  private void free() {
    driver.synchronize(gpu.stream());
    driver.destroyExecutable(executable);
    free(gpu, standIns);
  }

  private static void free(Gpu gpu, List<StandIn> standIns) {
    standIns.forEach(s -> gpu.driver().free(s.address));
  }

  /** Has one at a time, and frees it when its owner cannot be reached any more. */
  static final class Holder {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Gpu gpu;
    private Optional<Replay> held = Optional.empty();

    private Holder(Gpu gpu) {
      this.gpu = gpu;
    }

    static Holder ownedBy(Object owner, Gpu gpu) {
      Holder holder = new Holder(gpu);
      CLEANER.register(owner, holder::clear);
      return holder;
    }

    Optional<Replay> get() {
      return held;
    }

    void set(Replay replay) {
      held = Optional.of(replay);
    }

    void clear() {
      gpu.exclusively(
          () -> {
            Optional<Replay> old = held;
            held = Optional.empty();
            old.ifPresent(Replay::free);
          });
    }
  }
}
