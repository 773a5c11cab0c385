package jacobi.bench;

import jacobi.Compiled;
import jacobi.Device;
import jacobi.Tensor;
import jacobi.bench.gpu.DeviceMemory;
import jacobi.nn.Activation;
import jacobi.nn.Linear;
import jacobi.nn.Module;
import jacobi.nn.Sequential;
import jacobi.runtime.Devices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Trains a small network for 200,000 steps, each with new tensors as a user would make them, and
 * prints the resident memory, and that in use on a GPU, as it goes. Ends with 1 if it (on a GPU:
 * what is in use there) varies by more than 5 % in the second half. Linux only: it reads /proc.
 */
public final class FlatMemory {
  private static final int STEPS = 200_000;

  /** How often memory is looked at. */
  private static final int LOOKS = 20;

  private static final double MOST_SPREAD = 5;

  private FlatMemory() {}

  /** Takes {@code --device NAME}, default cpu, and the number of steps, default 200,000. */
  public static void main(String[] args) {
    List<String> rest = new ArrayList<>(List.of(args));
    String name = Devices.CPU;
    if (rest.size() > 1 && rest.getFirst().equals("--device")) {
      name = rest.get(1);
      rest.subList(0, 2).clear();
    }
    Device device = Device.named(name);
    device.use();
    int steps = rest.isEmpty() ? STEPS : Integer.parseInt(rest.getFirst());
    Map<String, LongSupplier> memories = new LinkedHashMap<>();
    memories.put("resident", FlatMemory::residentKilobytes);
    if (!device.isCpu()) {
      DeviceMemory memory = DeviceMemory.of(device);
      memories.put("on " + device.name(), () -> memory.used() / 1024);
    }
    System.exit(run(steps, memories) <= MOST_SPREAD ? 0 : 1);
  }

  /** Trains, and returns how much the last of the memories varied, in percent. */
  private static double run(int steps, Map<String, LongSupplier> memories) {
    Module net = Sequential.of(Linear.of(64, 32), Activation.relu(), Linear.of(32, 10));
    Compiled step = JacobiPeer.trainingStep(net);
    float[] x = new float[32 * 64];
    long[] y = new long[32];
    Map<String, List<Long>> kilobytes = new LinkedHashMap<>();
    for (int i = 1; i <= steps; i++) {
      x[i % x.length] = i % 7 / 7f;
      y[i % y.length] = i % 10;
      double loss = step.call(Tensor.of(x, 32, 64), Tensor.of(y)).item();
      if (i % Math.max(1, steps / LOOKS) == 0) {
        System.out.printf(Locale.ROOT, "step %,d  loss %.3f", i, loss);
        memories.forEach(
            (where, memory) -> {
              long now = memory.getAsLong();
              kilobytes.computeIfAbsent(where, _ -> new ArrayList<>()).add(now);
              System.out.printf(Locale.ROOT, "  %s %,d kB", where, now);
            });
        System.out.println();
      }
    }
    double last = 0;
    for (var e : kilobytes.entrySet()) {
      last = spread(e.getKey(), e.getValue());
    }
    return last;
  }

  private static double spread(String where, List<Long> kilobytes) {
    List<Long> half = kilobytes.subList(kilobytes.size() / 2, kilobytes.size());
    long least = half.stream().mapToLong(k -> k).min().orElseThrow();
    long most = half.stream().mapToLong(k -> k).max().orElseThrow();
    double spread = 100.0 * (most - least) / least;
    System.out.printf(
        Locale.ROOT,
        "second half, %s: %,d to %,d kB, spread %.2f %%%n",
        where,
        least,
        most,
        spread);
    return spread;
  }

  private static long residentKilobytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(l -> l.startsWith("VmRSS:"))
          .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
