/** What training makes small. */
package jacobi.nn.loss;
