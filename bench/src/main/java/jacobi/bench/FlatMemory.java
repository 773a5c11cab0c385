package jacobi.bench;

import jacobi.Compiled;
import jacobi.Tensor;
import jacobi.nn.Activation;
import jacobi.nn.Linear;
import jacobi.nn.Module;
import jacobi.nn.Sequential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Trains a small network for 200,000 steps, each with new tensors as a user would make them, and
 * prints the resident memory as it goes. Ends with 1 if it varies by more than 5 % in the second
 * half. Linux only: it reads /proc.
 */
public final class FlatMemory {
  private static final int STEPS = 200_000;
  private static final int EVERY = 10_000;

  private FlatMemory() {}

  /** Takes the number of steps, default 200,000. */
  public static void main(String[] args) throws IOException {
    int steps = args.length == 0 ? STEPS : Integer.parseInt(args[0]);
    Module net = Sequential.of(Linear.of(64, 32), Activation.relu(), Linear.of(32, 10));
    Compiled step = JacobiPeer.trainingStep(net);
    float[] x = new float[32 * 64];
    long[] y = new long[32];
    List<Long> resident = new ArrayList<>();
    for (int i = 1; i <= steps; i++) {
      x[i % x.length] = i % 7 / 7f;
      y[i % y.length] = i % 10;
      double loss = step.call(Tensor.of(x, 32, 64), Tensor.of(y)).item();
      if (i % EVERY == 0) {
        resident.add(residentKilobytes());
        System.out.printf(
            Locale.ROOT, "step %,d  loss %.3f  resident %,d kB%n", i, loss, resident.getLast());
      }
    }
    List<Long> half = resident.subList(resident.size() / 2, resident.size());
    long least = half.stream().mapToLong(k -> k).min().orElseThrow();
    long most = half.stream().mapToLong(k -> k).max().orElseThrow();
    double spread = 100.0 * (most - least) / least;
    System.out.printf(
        Locale.ROOT, "second half: %,d to %,d kB, spread %.2f %%%n", least, most, spread);
    System.exit(spread <= 5 ? 0 : 1);
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(l -> l.startsWith("VmRSS:"))
        .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
