package jacobi.torch;

import jacobi.Gradients;
import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.nn.Gru;
import jacobi.nn.Lstm;
import jacobi.nn.Recurrent;
import jacobi.nn.Rnn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recurrent layers against PyTorch 2.10 on every backend: outputs, last states, and the gradients
 * of inputs, parameters and initial states.
 */
class TorchRecurrentTest {
  private static final int FEATURES = 3;
  private static final int UNITS = 2;

  /** One layer; one with an initial state; two; both directions; all of that. */
  private static <S extends Recurrent<S>> void check(String kind, String backend, S one) {
    TorchVectors v = TorchVectors.of(kind);
    TorchVectors.on(
        backend,
        () -> {
          check(v, kind, "one", one);
          check(v, kind, "state", one);
          check(v, kind, "stacked", one.layers(2));
          check(v, kind, "bidirectional", one.bidirectional());
          check(v, kind, "everything", one.layers(2).bidirectional());
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void rnnTanh(String backend) {
    check("rnn_tanh", backend, Rnn.of(FEATURES, UNITS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void rnnRelu(String backend) {
    check("rnn_relu", backend, Rnn.of(FEATURES, UNITS).relu());
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void lstm(String backend) {
    check("lstm", backend, Lstm.of(FEATURES, UNITS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void gru(String backend) {
    check("gru", backend, Gru.of(FEATURES, UNITS));
  }

  private static void check(TorchVectors v, String kind, String name, Recurrent<?> layer) {
    boolean gru = kind.equals("gru");
    boolean lstm = kind.equals("lstm");
    layer.parameters().forEach((path, p) -> p.assign(parameter(v, name + ".", path, gru)));
    Tensor x = v.get(name + ".x");
    List<Tensor> start = new ArrayList<>(layer.initialState(x.dim(0)).tensors());
    boolean given = v.has(name + ".h0");
    if (given) {
      int carries = lstm ? 2 : 1;
      for (int i = 0; i < start.size(); i++) {
        String state = i % carries == 0 ? ".h0" : ".c0";
        start.set(i, v.get(name + state).get(0, i / carries).eval());
      }
    }
    Recurrent.Result result = layer.run(x, new Recurrent.State(start));
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("y", result.output());
    outputs.put("h", every(result.state().tensors(), lstm ? 2 : 1, 0));
    if (lstm) {
      outputs.put("c", every(result.state().tensors(), 2, 1));
    }
    Tensor sum = Jacobi.scalar(0);
    for (Map.Entry<String, Tensor> e : outputs.entrySet()) {
      v.close(name + "." + e.getKey(), e.getValue());
      sum = sum.add(e.getValue().mul(v.get(name + "." + e.getKey() + ".up")).sum());
    }
    List<Tensor> inputs = new ArrayList<>(List.of(x));
    layer.parameters().values().forEach(p -> inputs.add(p.value()));
    inputs.addAll(start);
    Gradients g = Jacobi.grad(sum, inputs);
    v.close(name + ".x.grad", g.of(x));
    layer.parameters().forEach((path, p) -> gradient(v, name + ".", path, gru, g.of(p.value())));
    if (given) {
      List<Tensor> ofStart = start.stream().map(g::of).toList();
      v.close(name + ".h0.grad", every(ofStart, lstm ? 2 : 1, 0));
      if (lstm) {
        v.close(name + ".c0.grad", every(ofStart, 2, 1));
      }
    }
  }

  private static Tensor every(List<Tensor> tensors, int n, int first) {
    List<Tensor> some = new ArrayList<>();
    for (int i = first; i < tensors.size(); i += n) {
      some.add(tensors.get(i));
    }
    return Jacobi.stack(some);
  }

  /** Ours from PyTorch's: one bias for its two, but for the candidate of a Gru. */
  private static Tensor parameter(TorchVectors v, String name, String path, boolean gru) {
    if (path.startsWith("weight")) {
      return v.get(name + path);
    }
    String end = path.substring(path.indexOf("_l"));
    Tensor input = v.get(name + "bias_ih" + end);
    Tensor state = v.get(name + "bias_hh" + end);
    if (path.startsWith("bias_hn")) {
      return state.slice(0, 2 * UNITS, 3 * UNITS);
    }
    return gru ? input.add(state.slice(0, 0, 2 * UNITS).pad(0, 0, UNITS)) : input.add(state);
  }

  private static void gradient(
      TorchVectors v, String name, String path, boolean gru, Tensor gradient) {
    if (path.startsWith("weight")) {
      v.close(name + path + ".grad", gradient);
      return;
    }
    String end = path.substring(path.indexOf("_l")) + ".grad";
    if (path.startsWith("bias_hn")) {
      v.close(name + "bias_hh" + end, 2 * UNITS, 3 * UNITS, gradient);
      return;
    }
    v.close(name + "bias_ih" + end, gradient);
    if (!gru) {
      v.close(name + "bias_hh" + end, gradient);
    }
  }
}
