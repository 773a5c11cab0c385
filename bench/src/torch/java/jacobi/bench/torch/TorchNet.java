package jacobi.bench.torch;

import jacobi.bench.Cnn;
import jacobi.bench.LstmLanguageModel;
import jacobi.bench.Mlp;
import jacobi.bench.WindowLanguageModel;
import jacobi.bench.Workload;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The networks in PyTorch's C++ API: logits from parameters, in the workload's order, and input.
 */
interface TorchNet {
  Tensor logits(Tensor[] parameters, Tensor x);

  static TorchNet of(Workload workload) {
    return switch (workload) {
      case Mlp _ -> (p, x) -> dense(p, 0, x);
      case Cnn cnn -> (p, x) -> cnn(cnn, p, x);
      case LstmLanguageModel lm -> (p, x) -> lstm(lm, p, x);
      case WindowLanguageModel _ -> TorchNet::window;
    };
  }

  /** Parameters as PyTorch lays them out: channels come before rows and columns. */
  static Tensor[] parameters(Workload workload, List<Workload.Values> values) {
    Tensor[] p = values.stream().map(TorchNet::tensor).toArray(Tensor[]::new);
    if (workload instanceof Cnn cnn) {
      int dense = cnn.firstDense();
      long units = p[dense].size(0);
      int side = cnn.lastSide();
      Tensor images = p[dense].reshape(units, side, side, cnn.filters().getLast());
      p[dense] = channelsFirst(images).reshape(units, -1);
    }
    return p;
  }

  /** Four axes are those of images or filters, channels last. */
  static Tensor tensor(Workload.Values v) {
    Tensor t = Tensor.create(v.values(), Arrays.stream(v.shape()).asLongStream().toArray());
    return v.shape().length == 4 ? channelsFirst(t) : t;
  }

  private static Tensor channelsFirst(Tensor t) {
    return t.permute(0, 3, 1, 2).contiguous();
  }

  private static Tensor cnn(Cnn cnn, Tensor[] p, Tensor x) {
    Tensor a = x;
    for (int i = 0; i < cnn.firstDense(); i += 2) {
      a = torch.max_pool2d(torch.relu(convolution(a, p[i], p[i + 1])), 2, 2);
    }
    return dense(p, cnn.firstDense(), torch.flatten(a, 1, -1));
  }

  private static Tensor convolution(Tensor x, Tensor filters, Tensor bias) {
    long[] one = {1, 1};
    long[] padding = {filters.size(2) / 2, filters.size(3) / 2};
    return torch.conv2d(x, filters, new TensorOptional(bias), one, padding, one, 1);
  }

  private static Tensor lstm(LstmLanguageModel lm, Tensor[] p, Tensor x) {
    var weights = new TensorVector();
    for (int layer = 0; layer < lm.layers(); layer++) {
      Tensor bias = p[3 + 3 * layer];
      weights.push_back(p[1 + 3 * layer]);
      weights.push_back(p[2 + 3 * layer]);
      weights.push_back(bias);
      // PyTorch's second bias: the two are only ever added.
      weights.push_back(torch.zeros(bias.size(0)));
    }
    Tensor zeros = torch.zeros(lm.layers(), x.size(0), lm.size());
    Tensor output =
        torch
            .lstm(
                torch.embedding(p[0], x),
                new TensorVector(zeros, zeros),
                weights,
                true,
                lm.layers(),
                0,
                p[0].requires_grad(),
                false,
                true)
            .get0();
    Tensor rows = output.reshape(-1, lm.size());
    return linear(rows, p[p.length - 2], p[p.length - 1]);
  }

  /** Linear layers with ReLU between them, whose parameters begin somewhere. */
  private static Tensor dense(Tensor[] p, int first, Tensor x) {
    Tensor a = x;
    for (int i = first; i < p.length; i += 2) {
      a = linear(i == first ? a : torch.relu(a), p[i], p[i + 1]);
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
