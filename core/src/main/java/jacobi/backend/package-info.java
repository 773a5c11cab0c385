/**
 * What a backend implements, and the tasks it is given. A backend sees {@link jacobi.backend.Task}s
 * over {@link jacobi.backend.View}s of buffers and makes {@link jacobi.backend.Kernel}s of them; it
 * never sees a tensor, a network or who owns memory.
 */
package jacobi.backend;
