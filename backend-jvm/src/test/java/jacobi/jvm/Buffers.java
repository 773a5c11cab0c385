package jacobi.jvm;

import jacobi.backend.Kernel;
import jacobi.backend.Prepared;
import jacobi.backend.View;
import jacobi.graph.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Native memory for tests: strided operands filled with random values, and results between guard
 * bytes.
 */
final class Buffers {
  private static final int GUARD = 256;
  private static final byte MARK = 0x5A;

  private Buffers() {}

  /** One operand: its view and the memory it looks at. */
  record Operand(View view, MemorySegment memory, MemorySegment guard) {
    long address() {
      return memory.address();
    }

    double number(long offset) {
      return switch (view.dtype()) {
        case FLOAT32 -> memory.getAtIndex(ValueLayout.JAVA_FLOAT, offset);
        case FLOAT64 -> memory.getAtIndex(ValueLayout.JAVA_DOUBLE, offset);
        case INT32, INT64, BOOL -> bits(offset);
      };
    }

    /** The element as it is stored. */
    long bits(long offset) {
      return switch (view.dtype()) {
        case FLOAT32, INT32 -> memory.getAtIndex(ValueLayout.JAVA_INT, offset);
        case FLOAT64, INT64 -> memory.getAtIndex(ValueLayout.JAVA_LONG, offset);
        case BOOL -> memory.get(ValueLayout.JAVA_BYTE, offset);
      };
    }

    void set(long offset, double value) {
      switch (view.dtype()) {
        case FLOAT32 -> memory.setAtIndex(ValueLayout.JAVA_FLOAT, offset, (float) value);
        case FLOAT64 -> memory.setAtIndex(ValueLayout.JAVA_DOUBLE, offset, value);
        case INT32 -> memory.setAtIndex(ValueLayout.JAVA_INT, offset, (int) value);
        case INT64 -> memory.setAtIndex(ValueLayout.JAVA_LONG, offset, (long) value);
        case BOOL -> memory.set(ValueLayout.JAVA_BYTE, offset, (byte) (value == 0 ? 0 : 1));
      }
    }

    /** Element at a multi-index. */
    long offset(int... index) {
      long offset = view.offset();
      for (int i = 0; i < index.length; i++) {
        offset += index[i] * view.stride(i);
      }
      return offset;
    }

    /** All elements in row-major order, as stored. */
    long[] all() {
      long[] values = new long[Math.toIntExact(view.shape().size())];
      int[] i = {0};
      forEach(view.shape().dims(), at -> values[i[0]++] = bits(offset(at)));
      return values;
    }

    void checkGuards() {
      for (long i = 0; i < guard.byteSize(); i++) {
        if (guard.get(ValueLayout.JAVA_BYTE, i) != MARK) {
          throw new AssertionError("wrote " + i + " bytes past the end of " + view);
        }
      }
    }
  }

  /**
   * Elements that may be stored anywhere in the view's buffer: small random numbers, some negative
   * where the type has them.
   */
  static Operand random(View view, Random random) {
    Operand operand = empty(view);
    for (long i = 0; i < operand.memory.byteSize() / view.dtype().bytes(); i++) {
      double value =
          switch (view.dtype()) {
            case FLOAT32, FLOAT64 -> random.nextGaussian();
            case INT32, INT64 -> random.nextInt(-100, 100);
            case BOOL -> random.nextInt(2);
          };
      operand.set(i, value);
    }
    return operand;
  }

  static Operand empty(View view) {
    long least = view.offset();
    long most = view.offset();
    for (int i = 0; i < view.shape().rank(); i++) {
      long reach = view.stride(i) * Math.max(0, view.shape().dim(i) - 1);
      least += Math.min(0, reach);
      most += Math.max(0, reach);
    }
    if (least < 0) {
      throw new IllegalArgumentException(view + " begins before its buffer");
    }
    long bytes = (most + 1) * view.dtype().bytes();
    MemorySegment memory = Arena.ofAuto().allocate(bytes + GUARD, 64);
    memory.fill(MARK);
    return new Operand(view, memory.asSlice(0, bytes), memory.asSlice(bytes));
  }

  static Operand contiguous(DType dtype, int... extents) {
    return empty(View.contiguous(dtype, jacobi.graph.Shape.of(extents)));
  }

  /** Runs a kernel's pieces in a shuffled order. */
  static void run(Kernel kernel, Random random, List<Operand> operands) {
    run(kernel, random, addresses(operands));
    operands.forEach(Operand::checkGuards);
  }

  /** The same with an operand prepared before. */
  static void run(Prepared prepared, Random random, List<Operand> operands) {
    Operand form = memory(prepared.bytes());
    Operand scratch = memory(prepared.kernel().scratchBytes());
    long[] addresses = Arrays.copyOf(addresses(operands), operands.size() + 1);
    run(prepared.prepare(), random, new long[] {addresses[prepared.operand()], form.address()});
    addresses[prepared.operand()] = form.address();
    addresses[operands.size()] = scratch.address();
    run(prepared.kernel(), random, addresses);
    operands.forEach(Operand::checkGuards);
    form.checkGuards();
    scratch.checkGuards();
  }

  private static Operand memory(long bytes) {
    return contiguous(DType.BOOL, Math.toIntExact(Math.max(1, bytes)));
  }

  private static long[] addresses(List<Operand> operands) {
    return operands.stream().mapToLong(Operand::address).toArray();
  }

  private static void run(Kernel kernel, Random random, long[] addresses) {
    List<Integer> pieces = new ArrayList<>();
    for (int i = 0; i < kernel.pieces(); i++) {
      pieces.add(i);
    }
    Collections.shuffle(pieces, random);
    for (int piece : pieces) {
      kernel.run(addresses, piece);
    }
    kernel.finish(addresses);
  }

  interface IndexUse {
    void at(int[] index);
  }

  /** Every multi-index, in row-major order. */
  static void forEach(int[] extents, IndexUse use) {
    long count = 1;
    for (int extent : extents) {
      count *= extent;
    }
    int[] index = new int[extents.length];
    for (long i = 0; i < count; i++) {
      use.at(index.clone());
      for (int axis = extents.length - 1; axis >= 0 && ++index[axis] == extents[axis]; axis--) {
        index[axis] = 0;
      }
    }
  }
}
