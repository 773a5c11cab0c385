package jacobi.bench;

/** A library that is measured. Found through {@link java.util.ServiceLoader}. */
public interface Peer {

  /** A contestant whose step trains. */
  interface Training extends Contestant {

    /** The loss that the last step found, before its update. */
    float loss();
  }

  /** Steps of training: gradients, loss and update. Starts from {@code workload.data(seed)}. */
  Training training(MlpWorkload workload, int threads, long seed);

  /** Forward passes over the same batch, without gradients. */
  Contestant inference(MlpWorkload workload, int threads, long seed);
}
