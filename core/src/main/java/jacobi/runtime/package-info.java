/** Running plans: which backends, which memory, which threads. */
package jacobi.runtime;
