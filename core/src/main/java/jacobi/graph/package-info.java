/**
 * The compute graph: what a computation is, before anybody decides how to run it. Types, shapes,
 * primitives, nodes; no execution.
 */
package jacobi.graph;
