package jacobi.bench.torch.vectors;

import jacobi.bench.torch.vectors.Recorder.Inputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Recurrent layers on [batch, steps, features]. Parameters have PyTorch's names and layouts: {@code
 * weight_ih_l0} [gates hidden, in], {@code weight_hh_l0} [gates hidden, hidden], {@code bias_ih_l0}
 * and {@code bias_hh_l0} [gates hidden], with {@code _reverse} for the other direction; gates are
 * in the order i, f, g, o (LSTM) and r, z, n (GRU). States are [layers directions, batch, hidden].
 */
final class RecurrentCases {
  private static final int BATCH = 2;
  private static final int STEPS = 4;
  private static final int FEATURES = 3;
  private static final long HIDDEN = 2;

  private RecurrentCases() {}

  static void write(Path folder) throws IOException {
    for (String kind : new String[] {"rnn_tanh", "rnn_relu", "lstm", "gru"}) {
      Recorder r = new Recorder(kind);
      add(r, kind, "one", 1, false, false);
      add(r, kind, "state", 1, false, true);
      add(r, kind, "stacked", 2, false, false);
      add(r, kind, "bidirectional", 1, true, false);
      add(r, kind, "everything", 2, true, true);
      r.write(folder);
    }
  }

  private static void add(
      Recorder r, String kind, String name, int layers, boolean both, boolean state) {
    long gates = kind.equals("lstm") ? 4 : kind.equals("gru") ? 3 : 1;
    int directions = both ? 2 : 1;
    Inputs in = r.inputs(name).normal("x", BATCH, STEPS, FEATURES);
    TensorVector names = new TensorVector();
    java.util.List<String> parameters = new java.util.ArrayList<>();
    for (int l = 0; l < layers; l++) {
      for (int d = 0; d < directions; d++) {
        String suffix = "_l" + l + (d == 1 ? "_reverse" : "");
        long width = l == 0 ? FEATURES : HIDDEN * directions;
        in.normal("weight_ih" + suffix, .7, gates * HIDDEN, width);
        in.normal("weight_hh" + suffix, .7, gates * HIDDEN, HIDDEN);
        in.normal("bias_ih" + suffix, .5, gates * HIDDEN);
        in.normal("bias_hh" + suffix, .5, gates * HIDDEN);
        for (String p : new String[] {"weight_ih", "weight_hh", "bias_ih", "bias_hh"}) {
          parameters.add(p + suffix);
        }
      }
    }
    long[] shape = {(long) layers * directions, BATCH, HIDDEN};
    boolean lstm = kind.equals("lstm");
    if (state) {
      in.normal("h0", shape);
      if (lstm) {
        in.normal("c0", shape);
      }
    }
    r.addAll(
        name,
        in,
        all -> {
          for (String p : parameters) {
            names.push_back(all.get(p));
          }
          Tensor zeros = torch.zeros(shape);
          Tensor h0 = all.getOrDefault("h0", zeros);
          Tensor x = all.get("x");
          if (lstm) {
            TensorVector start = new TensorVector(h0, all.getOrDefault("c0", zeros));
            var result = torch.lstm(x, start, names, true, layers, 0, true, both, true);
            return Map.of("y", result.get0(), "h", result.get1(), "c", result.get2());
          }
          var result =
              switch (kind) {
                case "gru" -> torch.gru(x, h0, names, true, layers, 0, true, both, true);
                case "rnn_tanh" -> torch.rnn_tanh(x, h0, names, true, layers, 0, true, both, true);
                default -> torch.rnn_relu(x, h0, names, true, layers, 0, true, both, true);
              };
          return Map.of("y", result.get0(), "h", result.get1());
        });
  }
}
