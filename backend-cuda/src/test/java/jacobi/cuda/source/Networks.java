package jacobi.cuda.source;

import static jacobi.Jacobi.compiled;
import static jacobi.Jacobi.compiledAll;
import static jacobi.Jacobi.zeros;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.backend.LoopNest;
import jacobi.backend.Task;
import jacobi.compile.Kernels;
import jacobi.compile.Plan;
import jacobi.graph.DType;
import jacobi.nn.Activation;
import jacobi.nn.BatchNorm;
import jacobi.nn.Conv2d;
import jacobi.nn.Dropout;
import jacobi.nn.Embedding;
import jacobi.nn.Flatten;
import jacobi.nn.LayerNorm;
import jacobi.nn.Linear;
import jacobi.nn.Lstm;
import jacobi.nn.MaxPool2d;
import jacobi.nn.Module;
import jacobi.nn.Phase;
import jacobi.nn.Sequential;
import jacobi.nn.loss.Loss;
import jacobi.nn.loss.Losses;
import jacobi.nn.optim.Adagrad;
import jacobi.nn.optim.Adam;
import jacobi.nn.optim.AdamW;
import jacobi.nn.optim.GradientTransform;
import jacobi.nn.optim.Optimizer;
import jacobi.nn.optim.OptimizerState;
import jacobi.nn.optim.RmsProp;
import jacobi.nn.optim.Sgd;
import jacobi.runtime.Engine;
import jacobi.testkit.NestBackend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The tasks that networks of every kind compile to, small ones, trained and applied. */
final class Networks {
  private Networks() {}

  /** By the network's name, the tasks of its training step and its inference, each once. */
  static Map<String, List<Task>> tasks() {
    Map<String, List<Task>> all = new LinkedHashMap<>();
    Loss crossEntropy = Losses.crossEntropy();
    add(all, "mlp", mlp(), Adam.of(), crossEntropy, zeros(32, 784), labels(32));
    add(all, "lenet", lenet(), Sgd.of(.1).momentum(.9), crossEntropy, images(8, 28, 1), labels(8));
    add(all, "vgg", vgg(), AdamW.of(), crossEntropy, images(4, 32, 3), labels(4));
    add(all, "text", text(), Adagrad.of(), crossEntropy, labels(16, 24), labels(16));
    add(all, "lstm", lstm(), Adam.of(), crossEntropy, labels(4, 5), labels(4, 5));
    add(
        all,
        "attention",
        new Attention(32),
        RmsProp.of().momentum(.9),
        Losses.mse(),
        zeros(2, 12, 32),
        zeros(2, 12, 32));
    all.put("losses", losses());
    all.put("optimizers", optimizers());
    return all;
  }

  /** The loop nests of all networks, each once. */
  static Map<String, List<LoopNest>> nests() {
    Map<String, List<LoopNest>> all = new LinkedHashMap<>();
    List<LoopNest> seen = new ArrayList<>();
    tasks()
        .forEach(
            (name, tasks) -> {
              List<LoopNest> nests = new ArrayList<>();
              for (Task task : tasks) {
                if (task instanceof LoopNest nest && !seen.contains(nest)) {
                  nests.add(nest);
                  seen.add(nest);
                }
              }
              all.put(name, nests);
            });
    return all;
  }

  private static Module mlp() {
    return Sequential.of(
        Linear.of(784, 100), Activation.relu(), Dropout.of(.3), Linear.of(100, 10));
  }

  private static Module lenet() {
    return Sequential.of(
        Conv2d.of(1, 6, 5),
        Activation.tanh(),
        MaxPool2d.of(2),
        Conv2d.of(6, 16, 5),
        Activation.sigmoid(),
        MaxPool2d.of(2),
        Flatten.of(),
        Linear.of(256, 10));
  }

  private static Module vgg() {
    return Sequential.of(
        Conv2d.of(3, 16, 3).padding(1).withoutBias(),
        BatchNorm.of(16),
        Activation.relu(),
        MaxPool2d.of(2),
        Conv2d.of(16, 32, 3).padding(1),
        Activation.relu(),
        MaxPool2d.of(2),
        Flatten.of(),
        Linear.of(8 * 8 * 32, 64),
        Activation.relu(),
        Dropout.of(.5),
        Linear.of(64, 10));
  }

  private static Module text() {
    return Sequential.of(
        Embedding.of(100, 20),
        Flatten.of(),
        Linear.of(480, 33),
        Activation.gelu(),
        Linear.of(33, 4));
  }

  private static Module lstm() {
    return Sequential.of(Embedding.of(50, 12), Lstm.of(12, 10).layers(2), Linear.of(10, 50));
  }

  /** One head of attention with what is around it. */
  private static final class Attention extends Module {
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final LayerNorm norm;

    Attention(int size) {
      query = child("query", Linear.of(size, size));
      key = child("key", Linear.of(size, size));
      value = child("value", Linear.of(size, size));
      norm = child("norm", LayerNorm.of(size));
    }

    @Override
    protected Tensor forward(Tensor x) {
      Tensor scores = query.apply(x).matmul(key.apply(x).permute(0, 2, 1)).mul(.25f);
      return norm.apply(x.add(scores.softmax(-1).matmul(value.apply(x))));
    }
  }

  private static Tensor images(int count, int size, int channels) {
    return zeros(count, size, size, channels);
  }

  private static Tensor labels(int... shape) {
    return zeros(shape).as(DType.INT64);
  }

  private static void add(
      Map<String, List<Task>> all,
      String name,
      Module net,
      Optimizer optimizer,
      Loss loss,
      Tensor x,
      Tensor y) {
    OptimizerState state = optimizer.attach(net);
    List<Task> tasks = new ArrayList<>();
    collect(
        tasks,
        () ->
            compiledAll(
                    in -> {
                      Tensor l =
                          Phase.training(
                              RandomKey.of(1), () -> loss.apply(net.apply(in.get(0)), in.get(1)));
                      state.minimize(l);
                      return List.of(l);
                    })
                .plan(x, y));
    collect(tasks, () -> compiled(net).plan(x));
    all.put(name, tasks);
  }

  private static List<Task> losses() {
    List<Task> tasks = new ArrayList<>();
    for (Loss loss :
        List.of(
            Losses.crossEntropy(.1),
            Losses.mae(),
            Losses.huber(1),
            Losses.binaryCrossEntropy(),
            Losses.klDivergence())) {
      boolean labels = loss.toString().equals("cross_entropy");
      Compiled f =
          compiledAll(
              in -> {
                Tensor l = loss.apply(in.get(0), in.get(1));
                return List.of(l, Jacobi.grad(l, in.get(0)).of(in.get(0)));
              });
      collect(tasks, () -> f.plan(zeros(20, 300), labels ? labels(20) : zeros(20, 300)));
    }
    return tasks;
  }

  private static List<Task> optimizers() {
    List<Task> tasks = new ArrayList<>();
    for (Optimizer optimizer :
        List.of(
            Sgd.of(.1),
            Sgd.of(.1).nesterov(.9),
            AdamW.of(),
            Adam.of().with(GradientTransform.clipByNorm(1)),
            RmsProp.of())) {
      OptimizerState state = optimizer.attach(Linear.of(61, 32));
      Compiled f =
          compiledAll(
              gradients -> {
                state.apply(gradients);
                return List.of();
              });
      collect(tasks, () -> f.plan(zeros(32, 61), zeros(32)));
    }
    return tasks;
  }

  private static void collect(List<Task> tasks, Supplier<Plan> plan) {
    Engine engine = new Engine(new Kernels(List.of(new NestBackend()), true), 1);
    collect(tasks, engine.run(plan));
  }

  private static void collect(List<Task> tasks, Plan plan) {
    for (Plan.Step step : plan.steps()) {
      switch (step) {
        case Plan.Call call -> {
          if (!tasks.contains(call.task())) {
            tasks.add(call.task());
          }
        }
        case Plan.Loop loop -> collect(tasks, loop.inner());
      }
    }
  }
}
