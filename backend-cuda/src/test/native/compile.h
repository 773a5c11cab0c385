// CUDA C to a shared object that device.c can load, by the C compiler of this machine.

/**
 * Compiles a text, or finds what it was compiled to before.
 *
 * @param path gets what sim_load takes, of at most `size` characters
 * @return 0, or memory to be freed: what is wrong with the text
 */
char *sim_compile(const char *text, char *path, int size);

/** Compiles different texts together, which takes far less time than one by one. */
void sim_prepare(const char **texts, int count);
