// What the simulated driver and compiler use of device.c.

typedef struct {
  const char *name;
  void *function;
  int parameters;
} sim_entry;

/** A compiled kernel text, or 0: see sim_error. */
void *sim_load(const char *path);
void sim_unload(void *module);
sim_entry *sim_find(void *module, const char *name);

/** 0 if all went well, else sim_error says what did not. Parameters are 8 bytes each. */
int sim_launch(void *module, const char *name, unsigned blocks, unsigned size, void **values);

/** What went wrong last. */
const char *sim_error(void);
