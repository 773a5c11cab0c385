package jacobi.bench.gpu;

import jacobi.Compiled;
import jacobi.Device;
import jacobi.Tensor;
import jacobi.bench.JacobiNet;
import jacobi.bench.JacobiPeer;
import jacobi.bench.Workload;
import jacobi.compile.Plan;
import jacobi.graph.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Jacobi on a device. A turn's time is that of the clock: its steps are asked for one after the
 * other, and the loss of the last one is read, which waits for all of them. That is the time
 * between two events on the device, and the few microseconds of one copy.
 */
final class JacobiRacer implements Racer {
  static final String NAME = "Jacobi";

  private final Device device;
  private final Compiled step;
  private final JacobiNet net;

  JacobiRacer(Device device, Workload workload, Workload.Numbers numbers, double learningRate) {
    this.device = device;
    this.net = device.run(() -> JacobiNet.of(workload, numbers));
    this.step = device.run(() -> JacobiPeer.trainingStep(net.module(), learningRate));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Start start(int steps) {
    return device.run(
        () -> {
          List<Float> losses = new ArrayList<>();
          for (int i = 0; i < steps; i++) {
            losses.add((float) step().item());
          }
          return new Start(losses, bytes(step.plan(net.x(), net.labels())));
        });
  }

  @Override
  public void warmUp(double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    onDevice(
        () -> {
          double loss;
          do {
            loss = step().item();
          } while (System.nanoTime() < end);
          return loss;
        });
  }

  @Override
  public double turn(int steps) {
    return onDevice(
        () -> {
          run((steps + 9) / 10);
          long start = System.nanoTime();
          run(steps);
          return (System.nanoTime() - start) * 1e-6 / steps;
        });
  }

  private double onDevice(Supplier<Double> work) {
    return device.run(work);
  }

  private void run(int steps) {
    for (int i = 1; i < steps; i++) {
      step();
    }
    step().item();
  }

  private Tensor step() {
    return step.call(net.x(), net.labels());
  }

  /** Of a plan's inputs, results and what is between them. */
  static long bytes(Plan plan) {
    long sum = plan.arenaBytes() + plan.preparedBytes();
    for (Op.Type input : plan.inputs()) {
      sum += bytes(input);
    }
    for (int o = 0; o < plan.outputs().size(); o++) {
      if (plan.aliases().get(o) < 0) {
        sum += bytes(plan.outputs().get(o));
      }
    }
    return sum;
  }

  private static long bytes(Op.Type type) {
    return type.shape().size() * type.dtype().bytes();
  }
}
