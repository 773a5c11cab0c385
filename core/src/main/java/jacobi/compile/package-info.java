/**
 * From a graph to an immutable {@link jacobi.compile.Plan}: simplify, fuse, order, plan memory.
 * {@link jacobi.compile.Compiler} names the passes in order; each is one class.
 */
package jacobi.compile;
