package jacobi.compile;

import jacobi.backend.Task;
import jacobi.graph.Node;
import java.util.List;

/**
 * A task before memory is planned.
 *
 * @param operands the node whose value each of the task's operands is
 * @param results the nodes it computes
 */
record Draft(Task task, List<Node> operands, List<Node> results) {}
