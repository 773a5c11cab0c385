package jacobi.jvm;

import jacobi.backend.Kernel;
import jacobi.backend.Task.Activation;
import jacobi.backend.Task.Product;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Shape;
import jacobi.jvm.Buffers.Operand;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Prints the speed of products on one thread, best and median, by its processor time. Run by hand;
 * arguments are vector widths.
 */
final class ProductSpeed {
  private ProductSpeed() {}

  private record Case(int m, int k, int n, boolean aTransposed, boolean bTransposed) {}

  /** Prints a table. */
  public static void main(String[] args) {
    List<Case> cases =
        List.of(
            new Case(64, 784, 128, false, false),
            new Case(128, 1024, 1024, false, false),
            new Case(1024, 128, 1024, true, false),
            new Case(128, 1024, 1024, false, true),
            new Case(20, 200, 800, false, false),
            new Case(1024, 1024, 1024, false, false),
            new Case(1, 1024, 1024, false, false),
            new Case(128, 128, 10, false, false));
    for (String bits : args) {
      for (Case c : cases) {
        measure(Integer.parseInt(bits), c);
      }
    }
  }

  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void measure(int bits, Case c) {
    View a = ProductTest.matrix(DType.FLOAT32, c.m, c.k, c.aTransposed, 0, 0);
    View b = ProductTest.matrix(DType.FLOAT32, c.k, c.n, c.bTransposed, 0, 0);
    View out = View.contiguous(DType.FLOAT32, Shape.of(c.m, c.n));
    Kernel kernel =
        ProductTest.compile(new Product(a, b, Optional.empty(), Activation.NONE, out), bits);
    Random random = new Random(1);
    List<Operand> operands =
        List.of(Buffers.random(a, random), Buffers.random(b, random), Buffers.empty(out));
    long[] addresses = operands.stream().mapToLong(Operand::address).toArray();
    double work = 2.0 * c.m * c.n * c.k;
    int repeats = (int) Math.max(1, 2e7 / work);
    List<Double> rates = new ArrayList<>();
    long until = cpuTime() + 1_500_000_000L;
    try {
      while (cpuTime() < until) {
        long start = cpuTime();
        for (int i = 0; i < repeats; i++) {
          for (int piece = 0; piece < kernel.pieces(); piece++) {
            kernel.run(addresses, piece);
          }
        }
        rates.add(work * repeats / (cpuTime() - start));
      }
    } finally {
      // Else the memory is free once its address is known.
      Reference.reachabilityFence(operands);
    }
    Collections.sort(rates);
    System.out.printf(
        "bits %3d  %4d x %4d x %4d%s%s  pieces %2d  best %6.1f  median %6.1f GFLOP/s%n",
        bits,
        c.m,
        c.k,
        c.n,
        c.aTransposed ? " a'" : "   ",
        c.bTransposed ? " b'" : "   ",
        kernel.pieces(),
        rates.getLast(),
        rates.get(rates.size() / 2));
  }
}
