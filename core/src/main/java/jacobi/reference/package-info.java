/**
 * The living definition of every operation: a scalar interpreter, one element at a time, as simple
 * as it can be. Every other backend is checked against it.
 */
package jacobi.reference;
