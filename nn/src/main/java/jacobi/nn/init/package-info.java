/** How parameters get their first values. */
package jacobi.nn.init;
