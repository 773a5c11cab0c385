package jacobi.runtime;

import jacobi.graph.Source;

/** A place in a traced graph for the value of a call's argument. */
public record Argument(int index) implements Source {}
