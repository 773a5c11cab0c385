/** Products by cuBLASLt and convolutions by cuDNN, called through the foreign-function API. */
package jacobi.cuda.library;
