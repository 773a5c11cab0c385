package examples;

import jacobi.Device;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.Precision;

/** Computes on a GPU where one works, else on the processor. */
public final class Devices {
  private Devices() {}

  /** A product there, and its mean squared distance from the processor's. */
  public static double run() {
    Tensor x = RandomKey.of(1).normal(DType.FLOAT32, 20, 30);
    Tensor w = RandomKey.of(2).normal(DType.FLOAT32, 30, 10);
    Device gpu = Device.best().precision(Precision.TF32); // the processor where no GPU works
    Tensor there = gpu.run(() -> x.matmul(w).eval()); // this once
    Tensor here = Device.cpu().run(() -> x.matmul(w).eval());
    return here.sub(there).square().mean().item();
  }

  /** Computes there from now on. */
  public static void use() {
    Device.best().use();
  }
}
