/**
 * Networks: a {@link jacobi.nn.Module} computes a tensor from a tensor, owns parameters by name and
 * is composed of other modules.
 */
package jacobi.nn;
