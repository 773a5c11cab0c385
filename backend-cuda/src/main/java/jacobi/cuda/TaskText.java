package jacobi.cuda;

import jacobi.backend.LoopNest;
import jacobi.backend.Task;
import jacobi.backend.View;
import java.util.stream.Collectors;

/** A task in short, for messages. */
record TaskText(Task task) {
  @Override
  public String toString() {
    return switch (task) {
      case LoopNest nest ->
          "loops over "
              + nest.domain()
              + " with "
              + nest.operands().size()
              + " operands"
              + (nest.hasReduction() ? ", reducing" : "");
      case Task.Product product -> "matmul " + product.a().shape() + " x " + product.b().shape();
      case Task.Single single ->
          single.op().label()
              + " "
              + single.inputs().stream()
                  .map(View::shape)
                  .map(Object::toString)
                  .collect(Collectors.joining(", "))
              + " -> "
              + single.out().shape();
    };
  }
}
