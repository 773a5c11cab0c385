// The simulated device's memory, see memory.c. Not for several threads at once.

/** An address, or 0 if there is not so much left. */
long long memory_allocate(long long bytes);
/** 0 if nothing was allocated there. */
int memory_release(long long address);
/** Where the content of allocated bytes lies; 0 if they are not all allocated, and together. */
void *memory_content(long long address, long long bytes);
int memory_is_device(long long address);
/** Whether anything was written outside what is allocated. */
int memory_torn(void);
void memory_limit(long long bytes);
long long memory_total(void);
long long memory_free(void);
