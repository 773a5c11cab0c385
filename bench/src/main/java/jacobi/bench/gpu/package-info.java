/** Training on a GPU beside PyTorch, in turns. */
package jacobi.bench.gpu;
