package jacobi.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jacobi.Gradients;
import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.io.Safetensors;
import jacobi.io.TensorFile;
import jacobi.nn.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What PyTorch computed for one kind of layer, written by {@code ./jacobi-bench vectors}: for each
 * case its inputs, {@code CASE.y}, the gradient {@code CASE.y.up} that comes from above, and {@code
 * CASE.INPUT.grad}.
 */
final class TorchVectors {
  private static final double TOLERANCE = 2e-5;

  private final String layer;
  private final TensorFile file;

  private TorchVectors(String layer, TensorFile file) {
    this.layer = layer;
    this.file = file;
  }

  static TorchVectors of(String layer) {
    try {
      Path path =
          Path.of(TorchVectors.class.getResource("/torch/" + layer + ".safetensors").toURI());
      return new TorchVectors(layer, Safetensors.read(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean has(String name) {
    return file.tensors().containsKey(name);
  }

  Tensor get(String name) {
    return file.get(name).toTensor();
  }

  /** The names of the cases that start with something, such as {@code max2d.}. */
  List<String> cases(String prefix) {
    return file.tensors().keySet().stream()
        .filter(name -> name.startsWith(prefix) && name.endsWith(".y"))
        .map(name -> name.substring(0, name.length() - 2))
        .sorted()
        .toList();
  }

  /** Compares a tensor with one of PyTorch's; the tolerance grows with the greatest element. */
  void close(String name, Tensor got) {
    close(name, get(name), got);
  }

  /** As {@link #close(String, Tensor)}, with a part of a vector of PyTorch's. */
  void close(String name, int from, int to, Tensor got) {
    close(name, get(name).slice(0, from, to), got);
  }

  private void close(String name, Tensor expected, Tensor got) {
    assertThat(got.shape()).as(layer + " " + name).isEqualTo(expected.shape());
    double greatest = Math.max(1, expected.abs().amax().item());
    assertThat(got.sub(expected).abs().amax().item())
        .as(layer + " " + name)
        .isCloseTo(0, within(TOLERANCE * greatest));
  }

  /**
   * Compares a module's output and all gradients. Its parameters and buffers get the values that
   * the case has under their paths.
   */
  void check(String name, Module m) {
    check(name, m, m);
  }

  /** As {@link #check(String, Module)}, applied in some other way. */
  void check(String name, Module m, Function<Tensor, Tensor> apply) {
    m.parameters().forEach((path, p) -> p.assign(get(name + "." + path)));
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    Tensor x = get(name + ".x");
    if (has(name + ".x.grad")) {
      inputs.put("x", x);
    }
    m.parameters()
        .forEach(
            (path, p) -> {
              if (p.isTrainable()) {
                inputs.put(path, p.value());
              }
            });
    gradients(name, Map.of("y", apply.apply(x)), inputs);
  }

  /** Compares outputs by name, and the gradients of inputs by name. */
  void gradients(String name, Map<String, Tensor> outputs, Map<String, Tensor> inputs) {
    List<Tensor> sums = new ArrayList<>();
    outputs.forEach(
        (key, y) -> {
          close(name + "." + key, y);
          sums.add(y.mul(get(name + "." + key + ".up")).sum());
        });
    Tensor sum = sums.stream().reduce(Tensor::add).orElseThrow();
    Gradients g = Jacobi.grad(sum, List.copyOf(inputs.values()));
    inputs.forEach((key, x) -> close(name + "." + key + ".grad", g.of(x)));
  }

  /** Runs a test on a backend, where it is. */
  static void on(String backend, Runnable test) {
    Jacobi.using(
        backend,
        1,
        () -> {
          test.run();
          return true;
        });
  }
}
