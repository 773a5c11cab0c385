package jacobi.jvm;

import static jacobi.backend.Memory.ALL;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import jacobi.backend.Kernel;
import jacobi.backend.Philox;
import jacobi.backend.View;
import jacobi.graph.DType;

/**
 * Fills memory with counter-based random numbers. Any element can be computed by itself, so pieces
 * are ranges.
 */
final class RandomKernel implements Kernel {
  /** Words made at a time. */
  private static final int WORDS = 256;

  private static final ThreadLocal<int[]> OF_THREAD = ThreadLocal.withInitial(() -> new int[WORDS]);

  private final long salt;
  private final View key;
  private final View out;
  private final int perChunk;
  private final long chunks;
  private final int pieces;

  RandomKernel(long salt, View key, View out) {
    this.salt = salt;
    this.key = key;
    this.out = out;
    this.perChunk = out.dtype().bytes() == 8 ? WORDS / 2 : WORDS;
    this.chunks = (out.shape().size() + perChunk - 1) / perChunk;
    // Making a number takes some ten times as long as moving it.
    this.pieces = Math.clamp(chunks, 1, Copy.pieces(10 * out.shape().size() * out.dtype().bytes()));
  }

  @Override
  public int pieces() {
    return pieces;
  }

  @Override
  public void run(long[] addresses, int piece) {
    int[] words = OF_THREAD.get();
    long seed = ALL.get(JAVA_LONG_UNALIGNED, addresses[0] + key.offset() * 8);
    DType dtype = out.dtype();
    int size = dtype.bytes();
    for (long chunk = chunks * piece / pieces; chunk < chunks * (piece + 1) / pieces; chunk++) {
      Philox.fill(seed, salt, chunk * (WORDS / 4), words);
      long first = chunk * perChunk;
      int count = (int) Math.min(perChunk, out.shape().size() - first);
      long to = addresses[1] + (out.offset() + first) * size;
      switch (dtype) {
        case FLOAT32 -> {
          for (int i = 0; i < count; i++) {
            ALL.set(JAVA_FLOAT_UNALIGNED, to + 4L * i, Philox.float32(words[i]));
          }
        }
        case FLOAT64 -> {
          for (int i = 0; i < count; i++) {
            ALL.set(JAVA_DOUBLE_UNALIGNED, to + 8L * i, Philox.float64(pair(words, i)));
          }
        }
        case INT32 -> {
          for (int i = 0; i < count; i++) {
            ALL.set(JAVA_INT_UNALIGNED, to + 4L * i, words[i]);
          }
        }
        case INT64 -> {
          for (int i = 0; i < count; i++) {
            ALL.set(JAVA_LONG_UNALIGNED, to + 8L * i, pair(words, i));
          }
        }
        case BOOL -> {
          for (int i = 0; i < count; i++) {
            ALL.set(JAVA_BYTE, to + i, (byte) (words[i] & 1));
          }
        }
      }
    }
  }

  private static long pair(int[] words, int i) {
    return (words[2 * i] & 0xFFFFFFFFL) | ((long) words[2 * i + 1] << 32);
  }
}
