/** CUDA C for the compiler's tasks: text alone, made and tested without a GPU. */
package jacobi.cuda.source;
