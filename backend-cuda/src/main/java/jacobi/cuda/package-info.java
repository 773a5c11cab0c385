/** NVIDIA GPUs as an {@link jacobi.backend.Accelerator}: memory, streams, kernels. */
package jacobi.cuda;
