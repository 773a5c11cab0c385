package jacobi.graph;

/**
 * Where the value of an {@link Op.Input} comes from when a graph runs. Opaque here; the runtime
 * knows its kinds.
 */
public interface Source {}
