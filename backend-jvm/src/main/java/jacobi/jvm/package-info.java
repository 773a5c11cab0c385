/**
 * The portable backend: loop nests become bytecode that C2 compiles, products and the rest are
 * written by hand.
 */
package jacobi.jvm;
