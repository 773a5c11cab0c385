package jacobi.bench.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import jacobi.bench.Cnn;
import jacobi.bench.Contestant;
import jacobi.bench.LstmLanguageModel;
import jacobi.bench.Mlp;
import jacobi.bench.Peer;
import jacobi.bench.WindowLanguageModel;
import jacobi.bench.Workload;
import jacobi.bench.Workload.Values;
import java.util.Arrays;
import java.util.List;

/** DJL 0.35.1 on PyTorch 2.7.1, the networks as its users write them. */
public final class DjlPeer implements Peer {
  private static final String NAME = "DJL 0.35.1";

  /** A network with the numbers of a seed, and its batch. */
  private static final class Net {
    final NDManager manager;
    final Model model;
    final Trainer trainer;
    final Loss loss = Loss.softmaxCrossEntropyLoss();
    final NDArray x;
    final NDArray labels;

    Net(Workload workload, int threads, long seed) {
      // Read once, when the engine is loaded.
      System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
      System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
      System.setProperty("ai.djl.offline", "true");
      Workload.Numbers numbers = workload.numbers(seed);
      manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
      x = array(manager, numbers.x());
      labels = manager.create(numbers.labels());
      model = Model.newInstance("net", Device.cpu(), "PyTorch");
      SequentialBlock block = block(workload);
      model.setBlock(block);
      var config =
          new DefaultTrainingConfig(loss)
              .optOptimizer(Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build())
              .optDevices(new Device[] {Device.cpu()});
      trainer = model.newTrainer(config);
      trainer.initialize(x.getShape());
      List<Parameter> parameters = block.getParameters().values();
      for (int i = 0; i < parameters.size(); i++) {
        Values v = numbers.parameters().get(i);
        try (NDArray value = array(manager, v);
            NDArray ordered = ordered(workload, i, value)) {
          ordered.copyTo(parameters.get(i).getArray());
        }
      }
    }

    /** Four axes are those of images or filters, channels last. */
    private static NDArray array(NDManager manager, Values v) {
      NDArray a =
          manager.create(v.values(), new Shape(Arrays.stream(v.shape()).asLongStream().toArray()));
      return v.shape().length == 4 ? a.transpose(0, 3, 1, 2).duplicate() : a;
    }

    private static NDArray ordered(Workload workload, int parameter, NDArray value) {
      return workload instanceof Cnn cnn && parameter == cnn.firstDense()
          ? dense(value, cnn)
          : value;
    }

    private static NDArray dense(NDArray weight, Cnn cnn) {
      long units = weight.getShape().get(0);
      return weight
          .reshape(units, cnn.lastSide(), cnn.lastSide(), cnn.filters().getLast())
          .transpose(0, 3, 1, 2)
          .reshape(units, -1)
          .duplicate();
    }

    private static SequentialBlock block(Workload workload) {
      var block = new SequentialBlock();
      switch (workload) {
        case Mlp mlp -> {
          for (int i = 1; i < mlp.sizes().length; i++) {
            if (i > 1) {
              block.add(Activation::relu);
            }
            block.add(Linear.builder().setUnits(mlp.sizes()[i]).build());
          }
        }
        case Cnn cnn -> {
          var kernel = new Shape(cnn.kernel(), cnn.kernel());
          var padding = new Shape(cnn.kernel() / 2, cnn.kernel() / 2);
          for (int filters : cnn.filters()) {
            block
                .add(
                    Conv2d.builder()
                        .setKernelShape(kernel)
                        .optPadding(padding)
                        .setFilters(filters)
                        .build())
                .add(Activation::relu)
                .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
          }
          block.add(Blocks.batchFlattenBlock());
          for (int units : cnn.hidden()) {
            block.add(Linear.builder().setUnits(units).build()).add(Activation::relu);
          }
          block.add(Linear.builder().setUnits(cnn.classes()).build());
        }
        case LstmLanguageModel _, WindowLanguageModel _ ->
            throw new IllegalArgumentException("not written: " + workload.title());
      }
      return block;
    }
  }

  private static final class Train implements Training {
    private final Net net;
    private float loss = Float.NaN;

    Train(Net net) {
      this.net = net;
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void step() {
      try (NDManager scope = net.manager.newSubManager()) {
        net.x.tempAttach(scope);
        net.labels.tempAttach(scope);
        NDArray l;
        try (GradientCollector collector = net.trainer.newGradientCollector()) {
          NDList logits = net.trainer.forward(new NDList(net.x));
          l = net.loss.evaluate(new NDList(net.labels), logits);
          collector.backward(l);
        }
        net.trainer.step();
        loss = l.getFloat();
      }
    }

    @Override
    public float loss() {
      return loss;
    }
  }

  private record Infer(Net net, ParameterStore parameters) implements Contestant {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void step() {
      try (NDManager scope = net.manager.newSubManager()) {
        net.x.tempAttach(scope);
        net.model.getBlock().forward(parameters, new NDList(net.x), false);
      }
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean runs(Workload workload) {
    return workload instanceof Mlp || workload instanceof Cnn;
  }

  /** Its libtorch is another one than {@link jacobi.bench.torch.TorchPeer}'s. */
  @Override
  public boolean apart() {
    return true;
  }

  @Override
  public Training training(Workload workload, int threads, long seed) {
    return new Train(new Net(workload, threads, seed));
  }

  @Override
  public Contestant inference(Workload workload, int threads, long seed) {
    Net net = new Net(workload, threads, seed);
    return new Infer(net, new ParameterStore(net.manager, false));
  }
}
