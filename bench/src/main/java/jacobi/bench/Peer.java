package jacobi.bench;

/** A library that is measured. Found through {@link java.util.ServiceLoader}. */
public interface Peer {

  /** A contestant whose step trains. */
  interface Training extends Contestant {

    /** The loss that the last step found, before its update. */
    float loss();
  }

  /** The name in tables. */
  String name();

  /** Whether it knows a workload at all. */
  default boolean runs(Workload workload) {
    return true;
  }

  /** Whether it trains, or only computes forward passes. */
  default boolean trains() {
    return true;
  }

  /** Whether it must have a process of its own, as its native library bears no other beside it. */
  default boolean apart() {
    return false;
  }

  /** Steps of training: gradients, loss and update. Starts from {@code workload.numbers(seed)}. */
  Training training(Workload workload, int threads, long seed);

  /** Forward passes over the same batch, without gradients. */
  Contestant inference(Workload workload, int threads, long seed);
}
