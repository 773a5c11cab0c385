package jacobi.torch;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.nn.AvgPool1d;
import jacobi.nn.AvgPool2d;
import jacobi.nn.Conv1d;
import jacobi.nn.Conv2d;
import jacobi.nn.ConvTranspose1d;
import jacobi.nn.ConvTranspose2d;
import jacobi.nn.MaxPool1d;
import jacobi.nn.MaxPool2d;
import jacobi.nn.Module;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolution and pooling, forward and all gradients, against PyTorch 2.10 on every backend. */
class TorchConvolutionTest {
  private static final List<String> POOLING = List.of("halved", "overlapping", "padded", "uneven");

  private static void check(String layer, String backend, Map<String, Module> cases) {
    TorchVectors v = TorchVectors.of(layer);
    assertThat(v.cases("")).containsExactlyInAnyOrderElementsOf(cases.keySet());
    TorchVectors.on(backend, () -> cases.forEach(v::check));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void conv1d(String backend) {
    check(
        "conv1d",
        backend,
        Map.of(
            "plain", Conv1d.of(3, 4, 3),
            "strided", Conv1d.of(2, 3, 3).stride(2).padding(1),
            "uneven", Conv1d.of(2, 3, 3).padding(2).dilation(2).withoutBias(),
            "grouped", Conv1d.of(4, 6, 3).padding(1).groups(2),
            "depthwise", Conv1d.of(4, 4, 3).padding(1).groups(4).withoutBias(),
            "pointwise", Conv1d.of(3, 2, 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void conv2d(String backend) {
    Conv2d uneven = Conv2d.of(2, 3, 3, 2).stride(1, 2).padding(2, 1).dilation(2, 3).floor();
    check(
        "conv2d",
        backend,
        Map.of(
            "plain", Conv2d.of(3, 4, 3),
            "strided", Conv2d.of(2, 3, 3).stride(2).padding(1),
            "uneven", uneven.withoutBias(),
            "grouped", Conv2d.of(4, 6, 3).padding(1).groups(2),
            "depthwise", Conv2d.of(4, 4, 3).padding(1).groups(4).withoutBias(),
            "pointwise", Conv2d.of(3, 2, 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void convTranspose1d(String backend) {
    check(
        "conv_transpose1d",
        backend,
        Map.of(
            "plain", ConvTranspose1d.of(3, 4, 3),
            "strided", ConvTranspose1d.of(2, 3, 3).stride(2).padding(1),
            "uneven", ConvTranspose1d.of(2, 3, 3).padding(2).dilation(2).withoutBias(),
            "grouped", ConvTranspose1d.of(4, 6, 3).padding(1).groups(2),
            "depthwise", ConvTranspose1d.of(4, 4, 3).padding(1).groups(4).withoutBias(),
            "pointwise", ConvTranspose1d.of(3, 2, 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void convTranspose2d(String backend) {
    ConvTranspose2d uneven = ConvTranspose2d.of(2, 3, 3, 2).stride(1, 2).padding(2, 1);
    check(
        "conv_transpose2d",
        backend,
        Map.of(
            "plain", ConvTranspose2d.of(3, 4, 3, 3),
            "strided", ConvTranspose2d.of(2, 3, 3, 3).stride(2).padding(1),
            "uneven", uneven.dilation(2, 3).withoutBias(),
            "grouped", ConvTranspose2d.of(4, 6, 3, 3).padding(1).groups(2),
            "depthwise", ConvTranspose2d.of(4, 4, 3, 3).padding(1).groups(4).withoutBias(),
            "pointwise", ConvTranspose2d.of(3, 2, 1, 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void pooling1d(String backend) {
    TorchVectors v = TorchVectors.of("pooling");
    Map<String, MaxPool1d> max =
        Map.of(
            "halved", MaxPool1d.of(2),
            "overlapping", MaxPool1d.of(3).stride(2),
            "padded", MaxPool1d.of(3).stride(2).padding(1),
            "uneven", MaxPool1d.of(2).stride(1));
    Map<String, AvgPool1d> mean =
        Map.of(
            "halved", AvgPool1d.of(2),
            "overlapping", AvgPool1d.of(3).stride(2),
            "padded", AvgPool1d.of(3).stride(2).padding(1),
            "uneven", AvgPool1d.of(2).stride(1));
    TorchVectors.on(
        backend,
        () -> {
          for (String name : POOLING) {
            v.check("max1d." + name, max.get(name));
            v.check("avg1d_zeros." + name, mean.get(name));
            v.check("avg1d." + name, mean.get(name).withoutPadding());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void pooling2d(String backend) {
    TorchVectors v = TorchVectors.of("pooling");
    Map<String, MaxPool2d> max =
        Map.of(
            "halved", MaxPool2d.of(2),
            "overlapping", MaxPool2d.of(3).stride(2),
            "padded", MaxPool2d.of(3).stride(2).padding(1),
            "uneven", MaxPool2d.of(2, 3).stride(1, 2).padding(0, 1));
    Map<String, AvgPool2d> mean =
        Map.of(
            "halved", AvgPool2d.of(2),
            "overlapping", AvgPool2d.of(3).stride(2),
            "padded", AvgPool2d.of(3).stride(2).padding(1),
            "uneven", AvgPool2d.of(2, 3).stride(1, 2).padding(0, 1));
    TorchVectors.on(
        backend,
        () -> {
          for (String name : POOLING) {
            v.check("max2d." + name, max.get(name));
            v.check("avg2d_zeros." + name, mean.get(name));
            v.check("avg2d." + name, mean.get(name).withoutPadding());
          }
        });
  }
}
