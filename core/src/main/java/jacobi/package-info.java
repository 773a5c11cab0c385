/**
 * Tensors, gradients and compiled functions: what users of the library write with. {@link
 * jacobi.Jacobi} has the functions to import statically, {@link jacobi.Tensor} the operations.
 */
package jacobi;
