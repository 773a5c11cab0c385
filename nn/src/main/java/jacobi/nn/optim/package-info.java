/**
 * How parameters change: an {@link jacobi.nn.optim.Optimizer} is a rule, an {@link
 * jacobi.nn.optim.OptimizerState} is what it remembers of one network, a {@link
 * jacobi.nn.optim.Schedule} says how fast.
 */
package jacobi.nn.optim;
