package jacobi.cuda.source;

import jacobi.backend.Task;
import jacobi.graph.Convolution;
import jacobi.graph.Op;

/** The primitives that no loop nest expresses, but for convolutions. */
final class SingleSources {
  private SingleSources() {}

  static KernelSource of(Task.Single single) {
    Op op = single.op();
    switch (op) {
      case Op.Gather _ -> throw notClaimed(op);
      case Op.ScatterAdd _ -> throw notClaimed(op);
      case Op.FirstEqual _ -> throw notClaimed(op);
      case Op.ArgMax _ -> throw notClaimed(op);
      case Op.CumSum _ -> throw notClaimed(op);
      case Op.Random _ -> throw notClaimed(op);
      case Op.Pad _ -> throw notClaimed(op);
      case Op.Concat _ -> throw notClaimed(op);
      case Op.Reshape _ -> throw notClaimed(op);
      case Op.Permute _ -> throw notClaimed(op);
      case Op.Broadcast _ -> throw notClaimed(op);
      case Op.Slice _ -> throw notClaimed(op);
      case Op.Flip _ -> throw notClaimed(op);
      case Op.Detach _ -> throw notClaimed(op);
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
    }
  }

  private static IllegalArgumentException notClaimed(Op op) {
    return new IllegalArgumentException("not claimed: " + op);
  }
}
