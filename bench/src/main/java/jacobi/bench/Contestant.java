package jacobi.bench;

/** One implementation of a workload, ready to be timed. */
public interface Contestant {

  /** The name under which its times are reported, unique within one comparison. */
  String name();

  /**
   * Does the work once and returns when it is done: asynchronous work must have ended, so that the
   * wall time of the call is the time of the step.
   */
  void step();
}
