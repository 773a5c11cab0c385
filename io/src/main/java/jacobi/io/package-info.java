/**
 * Files that hold networks: {@link jacobi.io.Safetensors} for named tensors, {@link
 * jacobi.io.ModelFolder} for tensors beside a readable description. A file appears whole or not at
 * all. Nothing here knows what a network is.
 */
package jacobi.io;
