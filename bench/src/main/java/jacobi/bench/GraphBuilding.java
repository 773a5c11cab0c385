package jacobi.bench;

import static jacobi.nn.loss.Losses.crossEntropy;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.nn.Module;
import jacobi.nn.Parameter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a 784-128-10 training step costs besides its kernels: building its graph, and calling it
 * compiled.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class GraphBuilding {
  private Module net;
  private Compiled step;
  private Tensor x;
  private Tensor y;

  /** Makes the network and a compiled step of it. */
  @Setup
  public void prepare() {
    Workload w = Mlp.W1;
    Workload.Numbers numbers = w.numbers(1);
    net = w.jacobi();
    net.init(1);
    step = JacobiPeer.trainingStep(net);
    x = Tensor.of(numbers.x().values(), numbers.x().shape());
    y = Tensor.of(numbers.labels());
  }

  /** Forward and gradient nodes of one step, nothing computed. */
  @Benchmark
  public List<Tensor> traced() {
    Tensor loss = crossEntropy().apply(net.apply(x), y);
    List<Tensor> parameters = net.parameters().values().stream().map(Parameter::value).toList();
    return Jacobi.grad(loss, parameters).all();
  }

  /** A whole compiled step, kernels included. */
  @Benchmark
  public double compiled() {
    return step.call(x, y).item();
  }
}
