/**
 * The {@code jacobi} command: a thin layer over {@link jacobi.models}. docs/cli.md is its manual.
 */
package jacobi.cli;
