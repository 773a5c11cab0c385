package jacobi.bench;

import static jacobi.nn.loss.Losses.crossEntropy;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.nn.Module;
import jacobi.nn.Parameter;
import jacobi.runtime.Engine;
import java.util.List;

/**
 * What it takes to make a plan of a step of training, with its kernels.
 *
 * @param nodes of the loss and its gradients; Adam adds some for each parameter
 * @param kernels runs of kernels in the plan
 * @param millis the median of some compilations
 */
record Compiling(int nodes, long kernels, double millis) {
  private static final int WARM_UP = 3;
  private static final int TIMES = 5;

  static Compiling of(Mlp workload) {
    Workload.Numbers numbers = workload.numbers(1);
    Tensor x = Tensor.of(numbers.x().values(), numbers.x().shape());
    Tensor y = Tensor.of(numbers.labels());
    Module net = workload.jacobi();
    net.init(1);
    Tensor loss = crossEntropy().apply(net.apply(x), y);
    List<Tensor> parameters = net.parameters().values().stream().map(Parameter::value).toList();
    int nodes = loss.graph().with(Jacobi.grad(loss, parameters)).graph().nodes().size();
    var millis = new double[TIMES];
    long kernels = 0;
    for (int i = -WARM_UP; i < TIMES; i++) {
      // Engines remember plans: each time one that knows none.
      var engine = new Engine("auto", 1);
      Compiled step = JacobiPeer.trainingStep(net);
      long start = System.nanoTime();
      kernels = engine.run(() -> Counts.of(step.plan(x, y)).kernels());
      if (i >= 0) {
        millis[i] = (System.nanoTime() - start) * 1e-6;
      }
    }
    return new Compiling(nodes, kernels, Compare.percentile(millis, 50));
  }
}
