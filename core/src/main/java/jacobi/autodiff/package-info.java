/** Differentiation as a function from graph to graph: gradients are nodes like any other. */
package jacobi.autodiff;
