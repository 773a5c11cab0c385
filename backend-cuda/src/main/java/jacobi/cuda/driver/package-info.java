/** NVIDIA's driver and run-time compiler, found and called through the foreign-function API. */
package jacobi.cuda.driver;
