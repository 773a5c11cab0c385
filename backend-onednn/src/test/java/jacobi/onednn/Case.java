package jacobi.onednn;

import jacobi.backend.Kernel;
import jacobi.backend.Prepared;
import jacobi.backend.Task.Activation;
import jacobi.backend.Task.Product;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/** A product over random native memory, with its result by plain loops in double precision. */
final class Case {
  final Product task;
  private final MemorySegment[] memory;

  /** Operands filled with values of [-1, 1); the result with NaN. */
  Case(Product task, long seed) {
    this.task = task;
    this.memory = task.operands().stream().map(Case::allocate).toArray(MemorySegment[]::new);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < memory.length; i++) {
      boolean isOut = i == memory.length - 1;
      for (long j = 0; j < memory[i].byteSize() / Float.BYTES; j++) {
        float value = isOut ? Float.NaN : (float) random.nextDouble(-1, 1);
        memory[i].setAtIndex(ValueLayout.JAVA_FLOAT, j, value);
      }
    }
  }

  /** A contiguous product: [m, k] x [k, n] with either operand stored transposed. */
  static Product matrices(
      int m, int n, int k, boolean transposeA, boolean transposeB, boolean bias, Activation act) {
    View a = view(Shape.of(m, k), 0, transposeA ? new long[] {1, m} : new long[] {k, 1});
    View b = view(Shape.of(k, n), 0, transposeB ? new long[] {1, k} : new long[] {n, 1});
    View out = View.contiguous(DType.FLOAT32, Shape.of(m, n));
    View row = view(Shape.of(m, n), 0, new long[] {0, 1});
    return new Product(a, b, bias ? Optional.of(row) : Optional.empty(), act, out);
  }

  static View view(Shape shape, long offset, long... strides) {
    return new View(DType.FLOAT32, shape, offset, strides);
  }

  private static MemorySegment allocate(View view) {
    long last = view.offset();
    for (int i = 0; i < view.strides().length; i++) {
      last += Math.max(0, view.shape().dim(i) - 1) * view.strides()[i];
    }
    return Arena.ofAuto().allocate((last + 1) * Float.BYTES, 64);
  }

  long[] addresses() {
    long[] addresses = new long[memory.length];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = memory[i].address();
    }
    return addresses;
  }

  /** Sets an element of an operand, counted from the start of its memory. */
  void set(int operand, long index, float value) {
    memory[operand].setAtIndex(ValueLayout.JAVA_FLOAT, index, value);
  }

  /** Runs all pieces in order on this thread and returns the result. */
  float[] run(Kernel kernel) {
    return run(kernel, addresses());
  }

  /** As {@link #run(Kernel)}, after preparing the operand that is to be prepared. */
  float[] run(Prepared prepared) {
    MemorySegment form = Arena.ofAuto().allocate(prepared.bytes(), 64);
    long[] addresses = addresses();
    try {
      run(prepared.prepare(), new long[] {addresses[prepared.operand()], form.address()});
      addresses[prepared.operand()] = form.address();
      return run(prepared.kernel(), addresses);
    } finally {
      Reference.reachabilityFence(form);
    }
  }

  private float[] run(Kernel kernel, long[] operands) {
    MemorySegment scratch = Arena.ofAuto().allocate(Math.max(1, kernel.scratchBytes()), 64);
    try {
      long[] addresses = Arrays.copyOf(operands, operands.length + 1);
      addresses[operands.length] = scratch.address();
      for (int i = 0; i < kernel.pieces(); i++) {
        kernel.run(addresses, i);
      }
      kernel.finish(addresses);
    } finally {
      Reference.reachabilityFence(scratch);
    }
    return out();
  }

  float[] out() {
    int size = (int) task.out().shape().size();
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          memory[memory.length - 1].getAtIndex(ValueLayout.JAVA_FLOAT, task.out().offset() + i);
    }
    return values;
  }

  /** The definition, element by element. */
  float[] expected() {
    Shape shape = task.out().shape();
    float[] values = new float[(int) shape.size()];
    int[] index = new int[shape.rank()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) activate(element(index));
      for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape.dim(axis); axis--) {
        index[axis] = 0;
      }
    }
    return values;
  }

  private double element(int[] index) {
    int last = index.length - 1;
    double sum = task.bias().isPresent() ? at(2, task.bias().get(), index) : 0;
    int[] left = index.clone();
    int[] right = index.clone();
    for (int k = 0; k < task.a().shape().dim(-1); k++) {
      left[last] = k;
      right[last - 1] = k;
      sum += at(0, task.a(), left) * at(1, task.b(), right);
    }
    return sum;
  }

  private double at(int operand, View view, int[] index) {
    long position = view.offset();
    for (int i = 0; i < index.length; i++) {
      position += index[i] * view.strides()[i];
    }
    return memory[operand].getAtIndex(ValueLayout.JAVA_FLOAT, position);
  }

  private double activate(double x) {
    return switch (task.activation()) {
      case NONE -> x;
      case RELU -> Double.isNaN(x) ? x : Math.max(x, 0);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
    };
  }
}
