package jacobi.testkit;

import jacobi.backend.Backend;
import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.graph.Graph;
import jacobi.graph.Node;
import jacobi.graph.Op;
import jacobi.reference.ReferenceBackend;
import java.lang.ref.Reference;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates a graph node by node on the reference backend: no compiler, no fusion, no memory plan,
 * so that all of these are checked against it too.
 */
public final class Interpreter {
  private static final Backend REFERENCE = new ReferenceBackend();

  private Interpreter() {}

  /** The value of every node, given those of the inputs. */
  public static Map<Node, Data> evaluate(Graph graph, Map<Node, Data> inputs) {
    Map<Node, Data> values = new IdentityHashMap<>();
    for (Node n : graph.nodes()) {
      if (n.op() instanceof Op.Input) {
        values.put(n, inputs.get(n));
      } else {
        values.put(n, apply(n.op(), n.inputs().stream().map(values::get).toList()));
      }
    }
    return values;
  }

  /** One operation. */
  public static Data apply(Op op, List<Data> in) {
    return op instanceof Op.Scan scan ? ScanSteps.values(scan, in) : alone(op, in);
  }

  private static Data alone(Op op, List<Data> in) {
    Op.Type type = op.type(in.stream().map(Data::type).toList());
    Data out = Data.zeros(type.dtype(), type.shape());
    List<View> views = in.stream().map(d -> View.contiguous(d.dtype(), d.shape())).toList();
    long[] addresses = new long[in.size() + 1];
    for (int i = 0; i < in.size(); i++) {
      addresses[i] = in.get(i).memory().address();
    }
    addresses[in.size()] = out.memory().address();
    View view = View.contiguous(out.dtype(), out.shape());
    try {
      REFERENCE.compile(new Task.Single(op, views, view)).run(addresses, 0);
    } finally {
      Reference.reachabilityFence(in);
    }
    return out;
  }
}
