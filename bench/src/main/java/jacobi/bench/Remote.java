package jacobi.bench;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A contestant in a process of its own, with the flags of this one or its own. */
final class Remote implements Peer.Training, AutoCloseable {
  private final String name;
  private final Process process;
  private final DataInputStream in;
  private final DataOutputStream out;
  private float loss = Float.NaN;

  /** Starts the process, and does not wait for it. */
  Remote(Peer peer, Workload workload, boolean training, int threads, long seed) {
    this(peer.name(), flags(), peer, workload, training, threads, seed);
  }

  /** The same with a name and flags for the JVM. */
  Remote(
      String name,
      List<String> flags,
      Peer peer,
      Workload workload,
      boolean training,
      int threads,
      long seed) {
    this.name = name;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath(peer), Serve.class.getName()));
    command.addAll(
        List.of(
            peer.name(),
            workload.id(),
            Integer.toString(workload.batch()),
            training ? "training" : "inference",
            Integer.toString(threads),
            Long.toString(seed)));
    try {
      this.process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.in = new DataInputStream(process.getInputStream());
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
  }

  /** Jacobi needs none of the folders, with which the JVM would not archive its classes. */
  private static String classPath(Peer peer) {
    String all = System.getProperty("java.class.path");
    if (!(peer instanceof JacobiPeer)) {
      return all;
    }
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(entry -> !Files.isDirectory(Path.of(entry)))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The flags of this process. */
  static List<String> flags() {
    return List.copyOf(ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void step() {
    loss = ask(Serve.Command.LOSS, DataInputStream::readFloat);
  }

  @Override
  public float loss() {
    return loss;
  }

  @Override
  public void warmUp(Duration time) {
    ask(
        Serve.Command.WARM_UP,
        i -> {
          out.writeLong(time.toNanos());
          out.flush();
          return i.readByte();
        });
  }

  @Override
  public double[] turn(int steps) {
    return ask(
        Serve.Command.TURN,
        i -> {
          out.writeInt(steps);
          out.flush();
          var millis = new double[steps];
          for (int s = 0; s < steps; s++) {
            millis[s] = i.readDouble();
          }
          return millis;
        });
  }

  private interface Answer<T> {
    T read(DataInputStream in) throws IOException;
  }

  private <T> T ask(Serve.Command command, Answer<T> answer) {
    try {
      out.writeUTF(command.name());
      out.flush();
      return answer.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " ended in its own process", e);
    }
  }

  /** The most memory the process had resident so far, in kilobytes. Linux only. */
  long peakKilobytes() {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try (var lines = Files.lines(status)) {
      return lines
          .filter(l -> l.startsWith("VmHWM:"))
          .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets the process end by itself. */
  void end() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " ended in its own process", e);
    }
    process.onExit().join();
  }

  /** Ends the process. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
