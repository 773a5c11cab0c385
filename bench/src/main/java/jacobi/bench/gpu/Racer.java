package jacobi.bench.gpu;

import java.util.List;

/** A library that trains a workload's network on a device, from the same numbers as the others. */
interface Racer {

  /**
   * What so many steps found, each before its update.
   *
   * @param losses of the first steps there are
   * @param bytes of device memory that a step needs, parameters included; 0 if unknown
   */
  record Start(List<Float> losses, long bytes) {}

  /** Its name in tables. */
  String name();

  /** Takes the first steps. */
  Start start(int steps);

  /** Takes steps for some time, at least one. */
  void warmUp(double seconds);

  /**
   * Takes steps that follow one another without a wait, after a tenth as many that are not timed.
   *
   * @return the milliseconds of one
   */
  double turn(int steps);
}
