package jacobi.jvm;

import jacobi.backend.Kernel;
import jacobi.graph.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The buffers a nest runs on. Several operands may share one. */
final class NestBuffers {
  private final Arena arena;
  private final List<MemorySegment> segments = new ArrayList<>();

  NestBuffers(Arena arena) {
    this.arena = arena;
  }

  /** Adds the buffer of the next operand. */
  MemorySegment add(long bytes) {
    MemorySegment segment = arena.allocate(Math.max(1, bytes), 64);
    segments.add(segment);
    return segment;
  }

  /** The next operand lies in the same buffer as an earlier one. */
  void share(int operand) {
    segments.add(segments.get(operand));
  }

  MemorySegment get(int operand) {
    return segments.get(operand);
  }

  int size() {
    return segments.size();
  }

  NestBuffers copy() {
    NestBuffers copy = new NestBuffers(arena);
    for (int i = 0; i < segments.size(); i++) {
      int first = segments.indexOf(segments.get(i));
      if (first < i) {
        copy.share(first);
      } else {
        copy.add(segments.get(i).byteSize()).copyFrom(segments.get(i));
      }
    }
    return copy;
  }

  Number get(int operand, DType dtype, long element) {
    MemorySegment s = segments.get(operand);
    long at = element * dtype.bytes();
    return switch (dtype) {
      case FLOAT32 -> (double) s.get(ValueLayout.JAVA_FLOAT, at);
      case FLOAT64 -> s.get(ValueLayout.JAVA_DOUBLE, at);
      case INT64 -> s.get(ValueLayout.JAVA_LONG, at);
      case INT32 -> (long) s.get(ValueLayout.JAVA_INT, at);
      case BOOL -> (long) s.get(ValueLayout.JAVA_BYTE, at);
    };
  }

  void set(int operand, DType dtype, long element, Number value) {
    MemorySegment s = segments.get(operand);
    long at = element * dtype.bytes();
    switch (dtype) {
      case FLOAT32 -> s.set(ValueLayout.JAVA_FLOAT, at, value.floatValue());
      case FLOAT64 -> s.set(ValueLayout.JAVA_DOUBLE, at, value.doubleValue());
      case INT64 -> s.set(ValueLayout.JAVA_LONG, at, value.longValue());
      case INT32 -> s.set(ValueLayout.JAVA_INT, at, value.intValue());
      case BOOL -> s.set(ValueLayout.JAVA_BYTE, at, value.byteValue());
    }
  }

  /** Runs all pieces, in random order, then {@code finish}. */
  void run(Kernel kernel, Random order) {
    long[] addresses = new long[segments.size() + (kernel.scratchBytes() > 0 ? 1 : 0)];
    for (int i = 0; i < segments.size(); i++) {
      addresses[i] = segments.get(i).address();
    }
    if (kernel.scratchBytes() > 0) {
      MemorySegment scratch = arena.allocate(kernel.scratchBytes(), 64);
      scratch.fill((byte) 0x7f);
      addresses[segments.size()] = scratch.address();
    }
    List<Integer> pieces = new ArrayList<>();
    for (int i = 0; i < kernel.pieces(); i++) {
      pieces.add(i);
    }
    java.util.Collections.shuffle(pieces, order);
    pieces.forEach(piece -> kernel.run(addresses, piece));
    kernel.finish(addresses);
  }
}
