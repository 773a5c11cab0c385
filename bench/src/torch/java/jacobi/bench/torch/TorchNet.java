package jacobi.bench.torch;

import jacobi.bench.Mlp;
import jacobi.bench.WindowLanguageModel;
import jacobi.bench.Workload;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * The networks in PyTorch's C++ API: logits from parameters, in the workload's order, and input.
 */
interface TorchNet {
  Tensor logits(Tensor[] parameters, Tensor x);

  static TorchNet of(Workload workload) {
    return switch (workload) {
      case Mlp _ -> TorchNet::mlp;
      case WindowLanguageModel _ -> TorchNet::window;
    };
  }

  private static Tensor mlp(Tensor[] p, Tensor x) {
    Tensor a = x;
    for (int i = 0; i < p.length; i += 2) {
      a = linear(i == 0 ? a : torch.relu(a), p[i], p[i + 1]);
    }
    return a;
  }

  private static Tensor window(Tensor[] p, Tensor x) {
    Tensor e = torch.flatten(torch.embedding(p[0], x), 1, -1);
    return linear(torch.sigmoid(linear(e, p[1], p[2])), p[3], p[4]);
  }

  private static Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return torch.linear(x, weight, new TensorOptional(bias));
  }
}
