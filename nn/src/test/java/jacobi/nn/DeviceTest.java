package jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.Compiled;
import jacobi.Device;
import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.Variable;
import jacobi.backend.AddressSpace;
import jacobi.backend.DeviceException;
import jacobi.compile.Kernels;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.nn.loss.Losses;
import jacobi.nn.optim.Adam;
import jacobi.nn.optim.OptimizerState;
import jacobi.runtime.Engine;
import jacobi.testkit.FarDevice;
import jacobi.testkit.NestBackend;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tensors, variables and compiled functions on a device that does everything elsewhere and late.
 */
class DeviceTest {
  private static final long MEGABYTE = 1L << 20;

  private final Engine near = new Engine(new Kernels(List.of(new NestBackend()), true), 1);
  private final FarDevice device = new FarDevice(64 * MEGABYTE);
  private final Engine far = device.engine(new NestBackend());

  private record Run(List<Float> losses, float[] weights) {}

  /** A few steps of a network with dropout and a recurrent layer, each on another batch. */
  private static Run train() {
    Module net = Sequential.of(Lstm.of(3, 5).last(), Dropout.of(.3), Linear.of(5, 4));
    net.init(7);
    OptimizerState state = Adam.of(.05).attach(net);
    Compiled step =
        Jacobi.compiledAll(
            in -> {
              Tensor logits = Phase.training(RandomKey.of(3), () -> net.apply(in.get(0)));
              Tensor loss = Losses.crossEntropy().apply(logits, in.get(1));
              state.minimize(loss);
              return List.of(loss);
            });
    List<Float> losses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Tensor x = Jacobi.arange(2 * 7 * 3).mul(.01 * (i + 1)).sin().reshape(2, 7, 3).eval();
      Tensor y = Tensor.of(new int[] {i % 4, (i + 1) % 4}, 2);
      losses.add((float) step.call(x, y).item());
    }
    return new Run(losses, net.parameters().values().iterator().next().value().toFloats());
  }

  @Test
  void trainingGivesTheSameBitsAsOnTheProcessor() {
    Run expected = near.run(DeviceTest::train);

    Run found = far.run(DeviceTest::train);

    assertThat(found.losses()).isEqualTo(expected.losses());
    assertThat(found.weights()).isEqualTo(expected.weights());
  }

  @Test
  void tensorsOfTheProcessorAreUsedOnTheDeviceAndTheOtherWayRound() {
    Tensor here = near.run(() -> Jacobi.vector(1, 2, 3).mul(2).eval());

    Tensor there = far.run(() -> here.add(1).eval());

    assertThat(near.run(() -> there.mul(here).eval()).toFloats()).containsExactly(6, 20, 42);
    assertThat(there.toFloats()).containsExactly(3, 5, 7);
    assertThat(far.run(() -> here.sum()).item()).isEqualTo(12);
  }

  @Test
  void aVariableMovesToWhereItIsUsed() {
    Variable v = Variable.of("v", Jacobi.vector(1, 2));
    Compiled twice =
        Jacobi.compiledAll(
            _ -> {
              v.assign(v.value().mul(2));
              return List.of();
            });

    Tensor before = v.value();
    near.run(twice::callAll);
    far.run(twice::callAll);
    far.run(twice::callAll);
    near.run(twice::callAll);

    assertThat(v.value().toFloats()).containsExactly(16, 32);
    assertThat(before.toFloats()).containsExactly(1, 2);
  }

  @Test
  void whatIsWrittenIntoAVariableIsNotSeenByEarlierRuns() {
    far.run(
        () -> {
          Variable v = Variable.of("v", Jacobi.zeros(4));
          Compiled sum = Jacobi.compiled(() -> v.value().sum());
          List<Tensor> sums = new ArrayList<>();
          for (int i = 1; i <= 5; i++) {
            v.write(new float[] {i, i, i, i});
            sums.add(sum.call());
          }
          assertThat(sums).extracting(Tensor::item).containsExactly(4., 8., 12., 16., 20.);
          return sums;
        });
  }

  @Test
  void allTypesAreWrittenAndRead() {
    far.run(
        () -> {
          assertThat(Tensor.of(new double[] {1.5, -2}, 2).mul(2).toDoubles())
              .containsExactly(3, -4);
          assertThat(Tensor.of(new long[] {1L << 40}, 1).mul(2).toLongs())
              .containsExactly(1L << 41);
          assertThat(Tensor.of(new int[] {3, 4}, 2).mul(2).toInts()).containsExactly(6, 8);
          assertThat(Jacobi.vector(1, 5).lt(3).as(DType.INT32).toInts()).containsExactly(1, 0);
          assertThat(Jacobi.full(2.5, DType.FLOAT32, 2, 3).sum().item()).isEqualTo(15);
          return true;
        });
  }

  @Test
  void droppedTensorsGiveTheirMemoryBack() {
    far.run(
        () -> {
          Tensor x = Tensor.of(new float[1 << 18], 1 << 18);
          for (int i = 0; i < 300; i++) {
            x = x.add(1).eval();
          }
          return x;
        });

    assertThat(device.liveAllocations()).isLessThan(80);
  }

  @Test
  void aTensorThatDoesNotFitIsRefusedWithWhatIsLive() {
    Tensor large = far.run(() -> Jacobi.zeros(10 << 20).eval());

    assertThatThrownBy(() -> far.run(() -> Jacobi.zeros(8 << 20).eval()))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("out of memory: 33554432 bytes more for float32[8388608]")
        .hasMessageContaining("do not fit on far, which had 67108864 bytes free")
        .hasMessageContaining("live: 41943040 bytes of float32[10485760] (from ");
    assertThat(large.shape().size()).isEqualTo(10 << 20);
  }

  @Test
  void aDeviceThatFailsSaysWhatIsLive() {
    AddressSpace failing = new Failing(device);
    Engine engine = new Engine(new Kernels(List.of(new NestBackend()), true), failing);

    assertThatThrownBy(() -> engine.run(() -> Tensor.of(new float[3], 3)))
        .isInstanceOf(DeviceException.class)
        .hasMessage("it broke; live: 64 bytes of float32[3]");
  }

  @Test
  void devicesGoByTheirNames() {
    assertThat(Device.cpu().name()).isEqualTo("cpu");
    assertThat(Device.all().getFirst().isCpu()).isTrue();
    assertThatThrownBy(() -> Device.named("tpu"))
        .isInstanceOf(JacobiException.class)
        .hasMessageStartingWith("no device 'tpu'; there are: cpu");
    assertThat(Device.cpu().run(() -> Jacobi.vector(1, 2).sum().item())).isEqualTo(3);
  }

  /** Breaks when written to. */
  private record Failing(AddressSpace space) implements AddressSpace {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public long capacity() {
      return space.capacity();
    }

    @Override
    public long allocate(long bytes) {
      return space.allocate(bytes);
    }

    @Override
    public void free(long address) {
      space.free(address);
    }

    @Override
    public long now() {
      return space.now();
    }

    @Override
    public void write(MemorySegment from, long to, long since) {
      throw new DeviceException("it broke");
    }

    @Override
    public void read(long from, MemorySegment to) {
      space.read(from, to);
    }

    @Override
    public Runner runner(List<Region> regions) {
      return space.runner(regions);
    }
  }
}
