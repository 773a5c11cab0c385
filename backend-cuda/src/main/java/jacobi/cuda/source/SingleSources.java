package jacobi.cuda.source;

import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.graph.Convolution;
import jacobi.graph.Op;
import java.util.List;

/** The primitives that no loop nest expresses, but for convolutions. */
final class SingleSources {
  private SingleSources() {}

  /**
   * See {@link Sources#of(Task, boolean)}; what is not only moved looks at its addresses itself.
   */
  static KernelSource of(Task.Single single, boolean aligned) {
    Op op = single.op();
    List<View> in = single.inputs();
    View first = in.getFirst();
    View out = single.out();
    return switch (op) {
      case Op.Gather _ -> GatherSource.of(first, in.get(1), out);
      case Op.ScatterAdd _ -> ScatterAddSource.of(first, in.get(1), in.get(2), out);
      case Op.FirstEqual _ -> FirstEqualSource.of(first, out);
      case Op.ArgMax argMax -> LineSources.argMax(argMax.axis(), first, out);
      case Op.CumSum sum -> LineSources.cumSum(sum.axis(), sum.reverse(), first, out);
      case Op.Random random -> RandomSource.of(random.salt(), first, out);
      case Op.Pad pad -> CopySource.pad(pad, first, out, aligned);
      case Op.Concat concat -> CopySource.concat(concat.axis(), in, out, aligned);
      case Op.Reshape _ -> CopySource.of(first, out, aligned);
      case Op.Permute permute -> CopySource.of(CopySource.permuted(permute, first), out, aligned);
      case Op.Broadcast broadcast ->
          CopySource.of(CopySource.stretched(broadcast, first), out, aligned);
      case Op.Slice slice -> CopySource.of(CopySource.sliced(slice, first), out, aligned);
      case Op.Flip flip -> CopySource.of(CopySource.flipped(flip, first), out, aligned);
      case Op.Detach _ -> CopySource.of(first, out, aligned);
      case Op.Input _ -> throw notClaimed(op);
      case Op.Constant _ -> throw notClaimed(op);
      case Op.Iota _ -> throw notClaimed(op);
      case Op.Unary _ -> throw notClaimed(op);
      case Op.Binary _ -> throw notClaimed(op);
      case Op.Compare _ -> throw notClaimed(op);
      case Op.Select _ -> throw notClaimed(op);
      case Op.Cast _ -> throw notClaimed(op);
      case Op.Reduce _ -> throw notClaimed(op);
      case Op.MatMul _ -> throw notClaimed(op);
      case Op.Scan _ -> throw notClaimed(op);
      case Convolution _ -> throw notClaimed(op);
    };
  }

  private static IllegalArgumentException notClaimed(Op op) {
    return new IllegalArgumentException("not claimed: " + op);
  }
}
