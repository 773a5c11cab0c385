package jacobi.jvm;

import jacobi.backend.Kernel;
import jacobi.backend.LoopNest;
import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.graph.Convolution;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import java.util.List;

/**
 * The portable kernels written by hand: products, and the primitives that no loop nest expresses.
 */
final class JvmTasks {
  private JvmTasks() {}

  /** Whether {@link #compile} accepts the task. */
  static boolean claims(Task task) {
    return switch (task) {
      case LoopNest nest -> false;
      case Task.Product product -> product.out().dtype().isFloating();
      case Task.Single single ->
          switch (single.op()) {
            case Op.Gather gather -> true;
            case Op.ScatterAdd scatter -> single.out().dtype().bytes() > 1;
            case Op.FirstEqual first -> true;
            case Op.ArgMax argMax -> true;
            case Op.CumSum cumSum -> true;
            case Op.Random random -> true;
            case Op.Pad pad -> true;
            case Op.Concat concat -> true;
            case Op.Reshape reshape -> true;
            case Op.Permute permute -> true;
            case Op.Broadcast broadcast -> true;
            case Op.Slice slice -> true;
            case Op.Flip flip -> true;
            case Op.Detach detach -> true;
            case Op.Input input -> false;
            case Op.Constant constant -> false;
            case Op.Iota iota -> false;
            case Op.Unary unary -> false;
            case Op.Binary binary -> false;
            case Op.Compare compare -> false;
            case Op.Select select -> false;
            case Op.Cast cast -> false;
            case Op.Reduce reduce -> false;
            case Op.MatMul matMul -> false;
            case Convolution convolution -> single.inputs().stream().allMatch(View::isContiguous);
            case Op.Scan scan -> false;
          };
    };
  }

  /** The kernel of a claimed task, in the form that {@link Lanes#bits} says. */
  static Kernel compile(Task task) {
    return switch (task) {
      case Task.Product product -> ProductKernel.of(product, Lanes.bits());
      case Task.Single single -> single(single.op(), single.inputs(), single.out());
      case LoopNest nest -> throw new IllegalArgumentException("not claimed: " + nest);
    };
  }

  private static Kernel single(Op op, List<View> in, View out) {
    View first = in.getFirst();
    return switch (op) {
      case Op.Gather gather -> IndexedKernels.gather(first, in.get(1), out);
      case Op.ScatterAdd _ -> new ScatterAdd(first, in.get(1), in.get(2), out);
      case Op.FirstEqual _ -> new FirstEqualKernel(first);
      case Op.ArgMax argMax -> LineKernels.argMax(argMax.axis(), first, out);
      case Op.CumSum cumSum -> LineKernels.cumSum(cumSum.axis(), cumSum.reverse(), first, out);
      case Op.Random random -> new RandomKernel(random.salt(), first, out);
      case Op.Pad pad -> CopyKernels.pad(pad.before(), pad.interior(), first, out);
      case Op.Concat concat -> CopyKernels.concat(concat.axis(), in, out);
      case Op.Reshape reshape -> CopyKernels.copy(first, out);
      case Op.Permute permute -> CopyKernels.copy(permuted(permute, first), out);
      case Op.Broadcast broadcast -> CopyKernels.copy(stretched(broadcast, first), out);
      case Op.Slice slice -> CopyKernels.copy(sliced(slice, first), out);
      case Op.Flip flip -> CopyKernels.copy(flipped(flip, first), out);
      case Op.Detach detach -> CopyKernels.copy(first, out);
      case Op.Input input -> throw notClaimed(op);
      case Op.Constant constant -> throw notClaimed(op);
      case Op.Iota iota -> throw notClaimed(op);
      case Op.Unary unary -> throw notClaimed(op);
      case Op.Binary binary -> throw notClaimed(op);
      case Op.Compare compare -> throw notClaimed(op);
      case Op.Select select -> throw notClaimed(op);
      case Op.Cast cast -> throw notClaimed(op);
      case Op.Reduce reduce -> throw notClaimed(op);
      case Op.MatMul matMul -> throw notClaimed(op);
      case Convolution c -> ConvKernel.of(c, first, in.get(1), out, Lanes.bits());
      case Op.Scan scan -> throw notClaimed(op);
    };
  }

  private static IllegalArgumentException notClaimed(Op op) {
    return new IllegalArgumentException("not claimed: " + op);
  }

  private static View permuted(Op.Permute op, View in) {
    int rank = in.shape().rank();
    int[] extents = new int[rank];
    long[] strides = new long[rank];
    for (int i = 0; i < rank; i++) {
      extents[i] = in.shape().dim(op.axes().get(i));
      strides[i] = in.stride(op.axes().get(i));
    }
    return new View(in.dtype(), Shape.of(extents), in.offset(), strides);
  }

  private static View stretched(Op.Broadcast op, View in) {
    long[] strides = in.strides().clone();
    for (int i = 0; i < strides.length; i++) {
      strides[i] = in.shape().dim(i) == op.shape().dim(i) ? strides[i] : 0;
    }
    return new View(in.dtype(), op.shape(), in.offset(), strides);
  }

  private static View sliced(Op.Slice op, View in) {
    long[] strides = in.strides().clone();
    long offset = in.offset();
    for (int i = 0; i < strides.length; i++) {
      offset += op.starts().get(i) * strides[i];
      strides[i] *= op.steps().get(i);
    }
    return new View(in.dtype(), Shape.of(op.counts().toArray()), offset, strides);
  }

  private static View flipped(Op.Flip op, View in) {
    long[] strides = in.strides().clone();
    long offset = in.offset();
    for (int i = 0; i < strides.length; i++) {
      if (op.axes().contains(i)) {
        offset += (in.shape().dim(i) - 1) * strides[i];
        strides[i] = -strides[i];
      }
    }
    return new View(in.dtype(), in.shape(), offset, strides);
  }
}
