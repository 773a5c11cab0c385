// CUDA C to a shared object that device.c can load, by the C compiler of this machine.

/**
 * Compiles a text, or finds what it was compiled to before.
 *
 * @param path gets the file, of at most `size` characters
 * @return 0, or memory to be freed: what is wrong with the text
 */
char *sim_compile(const char *text, char *path, int size);
