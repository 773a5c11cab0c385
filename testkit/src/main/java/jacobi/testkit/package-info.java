/**
 * What checks the engine and every backend: a row for each operation ({@link
 * jacobi.testkit.OpSpecs}), random graphs ({@link jacobi.testkit.RandomGraph}) and bounds on how
 * far results may lie from the reference ({@link jacobi.testkit.ErrorBounds}).
 */
package jacobi.testkit;
