package jacobi.testkit;

import jacobi.graph.DType;
import jacobi.graph.Node;
import jacobi.graph.Op;
import java.lang.foreign.MemorySegment;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A scan step by step, its body interpreted node by node. */
final class ScanSteps {
  private final Op.Scan scan;
  private final List<Data> operands;
  private final List<Data> operandBounds;
  private final Data values;
  private final Data bounds;

  private ScanSteps(Op.Scan scan, List<Data> operands, List<Data> operandBounds) {
    this.scan = scan;
    this.operands = operands;
    this.operandBounds = operandBounds;
    Op.Type type = scan.type(operands.stream().map(Data::type).toList());
    this.values = Data.zeros(type.dtype(), type.shape());
    this.bounds = Data.zeros(DType.FLOAT64, type.shape());
    run();
  }

  /** The scan's result. */
  static Data values(Op.Scan scan, List<Data> operands) {
    return new ScanSteps(scan, operands, List.of()).values;
  }

  /** How far a correct result may be off, given how far the operands may be. */
  static Data bounds(Op.Scan scan, List<Data> operands, List<Data> operandBounds) {
    return new ScanSteps(scan, operands, operandBounds).bounds;
  }

  private void run() {
    List<Node> outputs = scan.body().outputs();
    List<Data> carries = operands.subList(scan.consts(), scan.consts() + scan.carries());
    List<Data> carryBounds =
        operandBounds.isEmpty()
            ? List.of()
            : operandBounds.subList(scan.consts(), scan.consts() + scan.carries());
    for (int i = 0; i < scan.steps(); i++) {
      int at = scan.reverse() ? scan.steps() - 1 - i : i;
      Map<Node, Data> known =
          Interpreter.evaluate(scan.body().graph(), parameters(operands, carries, at));
      keep(outputs, known, at, values);
      carries = outputs.subList(0, scan.carries()).stream().map(known::get).toList();
      if (!operandBounds.isEmpty()) {
        Map<Node, Data> off =
            ErrorBounds.of(scan.body().graph(), known, parameters(operandBounds, carryBounds, at));
        keep(outputs, off, at, bounds);
        carryBounds = outputs.subList(0, scan.carries()).stream().map(off::get).toList();
      }
    }
  }

  private Map<Node, Data> parameters(List<Data> all, List<Data> carries, int at) {
    Map<Node, Data> given = new IdentityHashMap<>();
    List<Node> parameters = scan.body().parameters();
    for (int i = 0; i < parameters.size(); i++) {
      int carry = i - scan.consts();
      Data d = all.get(i);
      if (carry >= 0 && carry < scan.carries()) {
        d = carries.get(carry);
      } else if (carry >= 0) {
        Data part = Data.zeros(d.dtype(), parameters.get(i).shape());
        copy(d, at * part.size(), part, 0, part.size());
        d = part;
      }
      given.put(parameters.get(i), d);
    }
    return given;
  }

  private void keep(List<Node> outputs, Map<Node, Data> from, int at, Data into) {
    for (int o = 0; o < outputs.size(); o++) {
      Data d = from.get(outputs.get(o));
      copy(d, 0, into, scan.offset(o) + at * d.size(), d.size());
    }
  }

  private static void copy(Data from, long first, Data to, long at, long count) {
    long bytes = from.dtype().bytes();
    MemorySegment.copy(from.memory(), first * bytes, to.memory(), at * bytes, count * bytes);
  }
}
