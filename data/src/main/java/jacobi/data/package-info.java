/**
 * Where examples come from and how they reach a network: {@link jacobi.data.Csv}, {@link
 * jacobi.data.Idx}, arrays and {@link jacobi.data.Embedded} sets give a {@link
 * jacobi.data.Dataset}; it is split and scaled into a {@link jacobi.data.Split}, and read batch by
 * batch through {@link jacobi.data.Batches}.
 */
package jacobi.data;
