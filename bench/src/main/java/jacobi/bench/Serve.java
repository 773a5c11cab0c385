package jacobi.bench;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ServiceLoader;

/**
 * One peer with one workload in a process of its own, at another's command: for native libraries
 * that bear no other beside them, and to measure memory and start. Commands come on the standard
 * input, answers go to the standard output.
 */
public final class Serve {
  private Serve() {}

  /** What a peer is asked to do; see {@link Remote}. */
  enum Command {
    WARM_UP,
    TURN,
    LOSS
  }

  /** Takes the peer's name, workload, batch, training or inference, threads and seed. */
  public static void main(String[] args) throws IOException {
    DataInputStream in = new DataInputStream(System.in);
    DataOutputStream out = new DataOutputStream(System.out);
    // What a library prints must not come between the answers.
    System.setOut(System.err);
    Contestant contestant = contestant(args);
    while (true) {
      Command command;
      try {
        command = Command.valueOf(in.readUTF());
      } catch (EOFException _) {
        // Whoever asked is gone. Native threads may linger.
        System.exit(0);
        return;
      }
      switch (command) {
        case WARM_UP -> {
          contestant.warmUp(Duration.ofNanos(in.readLong()));
          out.writeByte(0);
        }
        case TURN -> {
          for (double millis : contestant.turn(in.readInt())) {
            out.writeDouble(millis);
          }
        }
        case LOSS -> {
          contestant.step();
          out.writeFloat(
              contestant instanceof Peer.Training training ? training.loss() : Float.NaN);
        }
      }
      out.flush();
    }
  }

  private static Contestant contestant(String[] args) {
    Peer peer = peer(args[0]);
    Workload workload = Workload.named(args[1]).withBatch(Integer.parseInt(args[2]));
    int threads = Integer.parseInt(args[4]);
    long seed = Long.parseLong(args[5]);
    return args[3].equals("training")
        ? peer.training(workload, threads, seed)
        : peer.inference(workload, threads, seed);
  }

  /** The peer of this name; others are not even loaded. */
  static Peer peer(String name) {
    return ServiceLoader.load(Peer.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no library named " + name));
  }
}
