// Runs kernels that were compiled as C: block after block, the threads of a block as fibers, which
// change only where they wait for each other. What it cannot let pass it reports by its text.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <math.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "device.h"

#define MOST_THREADS 1024
#define WARP 32
#define STACK (64 << 10)
#define MOST_PARAMETERS 256
#define SPOILED 0xFF

// --- switching stacks -----------------------------------------------------------------------------

#if defined(__x86_64__)
typedef void *context;
// Pushes what a function must keep, leaves its stack in *from and goes on where `to` was left.
void sim_switch(context *from, context to);
__asm__(
    ".text\n"
    ".globl sim_switch\n"
    ".type sim_switch,@function\n"
    "sim_switch:\n"
    "pushq %rbp\npushq %rbx\npushq %r12\npushq %r13\npushq %r14\npushq %r15\n"
    "movq %rsp,(%rdi)\n"
    "movq %rsi,%rsp\n"
    "popq %r15\npopq %r14\npopq %r13\npopq %r12\npopq %rbx\npopq %rbp\n"
    "ret\n");
static void start(context *c, char *stack, void (*run)(void)) {
  void **top = (void **)(stack + STACK);
  *--top = 0;
  *--top = (void *)run;
  top -= 6;
  *c = top;
}
#define SWITCH(from, to) sim_switch(&(from), to)
#else
#include <ucontext.h>
typedef ucontext_t context;
static void start(context *c, char *stack, void (*run)(void)) {
  getcontext(c);
  c->uc_stack.ss_sp = stack;
  c->uc_stack.ss_size = STACK;
  makecontext(c, run, 0);
}
#define SWITCH(from, to) swapcontext(&(from), &(to))
#endif

// --- the block that runs --------------------------------------------------------------------------

enum state { UNBORN, READY, AT_BARRIER, AT_WARP, DONE };

static struct {
  unsigned x, y, z;
} *threadIdx;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *stacks;
static context scheduler;
static context fibers[MOST_THREADS];
static int free_fibers[MOST_THREADS], free_count;

static struct {
  enum state state;
  int fiber, line;
} threads[MOST_THREADS];

static struct {
  int arrived, line, kind, parity;
  unsigned long long values[2][WARP];
} warps[MOST_THREADS / WARP];

static int count, current, done, waiting, barrier_sum, barrier_result;
// Odd blocks begin with their last thread: whoever forgets to wait finds out.
static int backward;
static void *function;
static int parameter_count;
static void *parameters[MOST_PARAMETERS];
static char message[1024];

const char *sim_error(void) { return message; }

/** Ends the launch: nothing of it goes on. */
static void fail(const char *format, ...) {
  va_list list;
  va_start(list, format);
  char text[800];
  vsnprintf(text, sizeof text, format, list);
  va_end(list);
  if (message[0] == 0) {
    snprintf(message, sizeof message, "%s", text);
  }
  SWITCH(fibers[threads[current].fiber], scheduler);
}

static void go_on(int thread) {
  current = thread;
  threadIdx->x = (unsigned)thread;
  SWITCH(scheduler, fibers[threads[thread].fiber]);
}

static void yield(enum state state, int line) {
  threads[current].state = state;
  threads[current].line = line;
  SWITCH(fibers[threads[current].fiber], scheduler);
}

typedef void *p;
#define P4(a) parameters[a], parameters[a + 1], parameters[a + 2], parameters[a + 3]
#define P16(a) P4(a), P4(a + 4), P4(a + 8), P4(a + 12)
#define P64(a) P16(a), P16(a + 16), P16(a + 32), P16(a + 48)
typedef void (*upTo8)(p, p, p, p, p, p, p, p);
#define T16 p, p, p, p, p, p, p, p, p, p, p, p, p, p, p, p
typedef void (*upTo16)(T16);
typedef void (*upTo64)(T16, T16, T16, T16);
#define T64 T16, T16, T16, T16
typedef void (*upTo256)(T64, T64, T64, T64);

/** Calls the kernel as one thread. It ignores parameters that it has not declared. */
static void call(void) {
  if (parameter_count <= 8) {
    ((upTo8)function)(P4(0), P4(4));
  } else if (parameter_count <= 16) {
    ((upTo16)function)(P16(0));
  } else if (parameter_count <= 64) {
    ((upTo64)function)(P64(0));
  } else {
    ((upTo256)function)(P64(0), P64(64), P64(128), P64(192));
  }
}

/** Runs threads, one after the other as long as none has to wait. */
static void fiber(void) {
  for (;;) {
    int thread = current;
    int own = threads[thread].fiber;
    call();
    threads[current].state = DONE;
    done++;
    int next = backward ? thread - 1 : thread + 1;
    if (next >= 0 && next < count && threads[next].state == UNBORN) {
      threads[next].state = READY;
      threads[next].fiber = own;
      current = next;
      threadIdx->x = (unsigned)next;
    } else {
      free_fibers[free_count++] = own;
      SWITCH(fibers[own], scheduler);
    }
  }
}

static void free_all_fibers(void) {
  free_count = 0;
  for (int i = MOST_THREADS - 1; i >= 0; i--) {
    start(&fibers[i], stacks + (long)i * STACK, fiber);
    free_fibers[free_count++] = i;
  }
}

static void run_block(unsigned block) {
  for (int i = 0; i < count; i++) {
    threads[i].state = UNBORN;
  }
  memset(warps, 0, sizeof warps[0] * ((count + WARP - 1) / WARP));
  done = waiting = barrier_sum = 0;
  backward = block & 1;
  while (done < count) {
    int before = done, moved = 0;
    for (int i = 0; i < count; i++) {
      int thread = backward ? count - 1 - i : i;
      if (threads[thread].state == UNBORN) {
        threads[thread].state = READY;
        threads[thread].fiber = free_fibers[--free_count];
      }
      if (threads[thread].state == READY) {
        go_on(thread);
        moved = 1;
        if (message[0] != 0) {
          return;
        }
      }
    }
    if (waiting == count) {
      waiting = 0;
      barrier_result = barrier_sum;
      barrier_sum = 0;
      for (int i = 0; i < count; i++) {
        threads[i].state = READY;
      }
      moved = 1;
    }
    if (!moved && done == before) {
      for (int i = 0; i < count; i++) {
        if (threads[i].state == AT_BARRIER || threads[i].state == AT_WARP) {
          snprintf(
              message, sizeof message,
              "block %u: thread %d waits at line %d for threads of its %s that never come there",
              block, i, threads[i].line,
              threads[i].state == AT_WARP ? "warp" : "block");
          return;
        }
      }
    }
  }
}

// --- what kernels wait with -----------------------------------------------------------------------

int sim_barrier_count(int predicate, int line) {
  for (int i = 0; i < count && waiting > 0; i++) {
    if (threads[i].state == AT_BARRIER && threads[i].line != line) {
      fail("thread %d is at the barrier of line %d while thread %d is at that of line %d",
           current, line, i, threads[i].line);
    } else if (threads[i].state == AT_BARRIER) {
      break;
    }
  }
  waiting++;
  barrier_sum += predicate;
  yield(AT_BARRIER, line);
  return barrier_result;
}

void sim_barrier(int line) { sim_barrier_count(0, line); }

/** Waits for the warp; the values that its lanes brought. */
static unsigned long long *meet(int kind, unsigned mask, unsigned long long bits, int line) {
  int warp = current / WARP, first = warp * WARP;
  if (mask != 0xffffffffu || first + WARP > count) {
    fail("line %d: only whole warps can exchange values", line);
  }
  if (warps[warp].arrived > 0 && (warps[warp].kind != kind || warps[warp].line != line)) {
    fail("thread %d is at line %d while others of its warp are at line %d",
         current, line, warps[warp].line);
  }
  warps[warp].kind = kind;
  warps[warp].line = line;
  unsigned long long *values = warps[warp].values[warps[warp].parity];
  values[current - first] = bits;
  if (++warps[warp].arrived < WARP) {
    yield(AT_WARP, line);
  } else {
    warps[warp].arrived = 0;
    warps[warp].parity ^= 1;
    for (int i = first; i < first + WARP; i++) {
      threads[i].state = READY;
    }
  }
  return values;
}

unsigned long long sim_shuffle(
    int kind, unsigned mask, unsigned long long bits, int n, int line) {
  unsigned long long *values = meet(kind, mask, bits, line);
  int lane = current % WARP;
  int from = kind == 0 ? n & (WARP - 1) : kind == 1 ? lane - n : kind == 2 ? lane + n : lane ^ n;
  return values[from < 0 || from >= WARP ? lane : from];
}

unsigned sim_ballot(unsigned mask, int predicate, int line) {
  unsigned long long *values = meet(4, mask, (unsigned long long)predicate, line);
  unsigned all = 0;
  for (int i = 0; i < WARP; i++) {
    all |= (unsigned)values[i] << i;
  }
  return all;
}

// --- what the compiler's checks call --------------------------------------------------------------

struct place {
  const char *file;
  uint32_t line, column;
};

void __ubsan_handle_type_mismatch_v1(struct place *at, void *address) {
  fail("misaligned address %p at line %u", address, at->line);
}

void __ubsan_handle_out_of_bounds(struct place *at, void *index) {
  fail("index %ld outside its array at line %u", (long)index, at->line);
}

void __ubsan_handle_float_cast_overflow(struct place *at, void *bits) {
  (void)bits;
  fail("a cast to an integer that cannot hold the value at line %u", at->line);
}

void __ubsan_handle_divrem_overflow(struct place *at, void *a, void *b) {
  fail("integer division of %ld by %ld at line %u", (long)a, (long)b, at->line);
}

// --- modules --------------------------------------------------------------------------------------

struct module {
  void *library;
  sim_entry *entries;
  void *thread, *block, *block_dim, *grid_dim;
  char *shared_begin, *shared_end;
};

/** A symbol of the text of a number. */
static void *symbol(void *library, const char *name, const char *number) {
  char whole[64];
  snprintf(whole, sizeof whole, "%s_%s", name, number);
  return dlsym(library, whole);
}

void *sim_load(const char *path) {
  char file[1024];
  snprintf(file, sizeof file, "%s", path);
  char *number = strrchr(file, '#');
  *number++ = 0;
  void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (library == 0) {
    snprintf(message, sizeof message, "%s", dlerror());
    return 0;
  }
  struct module *module = calloc(1, sizeof *module);
  module->library = library;
  module->thread = dlsym(library, "threadIdx");
  module->block = dlsym(library, "blockIdx");
  module->block_dim = dlsym(library, "blockDim");
  module->grid_dim = dlsym(library, "gridDim");
  module->entries = symbol(library, "sim_entries", number);
  module->shared_begin = ((char *(*)(void))symbol(library, "sim_shared_begin", number))();
  module->shared_end = ((char *(*)(void))symbol(library, "sim_shared_end", number))();
  return module;
}

void sim_unload(void *module) {
  dlclose(((struct module *)module)->library);
  free(module);
}

sim_entry *sim_find(void *module, const char *name) {
  for (sim_entry *e = ((struct module *)module)->entries; e->name != 0; e++) {
    if (strcmp(e->name, name) == 0) {
      return e;
    }
  }
  return 0;
}

static int run(struct module *module, sim_entry *entry, unsigned blocks, unsigned size, void **values) {
  message[0] = 0;
  if (blocks == 0 || size == 0 || size > MOST_THREADS) {
    snprintf(message, sizeof message, "%s: %u blocks of %u threads", entry->name, blocks, size);
    return 1;
  }
  if (entry->parameters > MOST_PARAMETERS) {
    snprintf(message, sizeof message, "%s: %d parameters", entry->name, entry->parameters);
    return 1;
  }
  if (module->shared_end - module->shared_begin > 48 << 10) {
    snprintf(
        message, sizeof message, "%s: %ld bytes of shared memory", entry->name,
        (long)(module->shared_end - module->shared_begin));
    return 1;
  }
  if (stacks == 0) {
    stacks = mmap(
        0, (size_t)MOST_THREADS * STACK, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    free_all_fibers();
  }
  threadIdx = module->thread;
  count = (int)size;
  function = entry->function;
  parameter_count = entry->parameters;
  memcpy(parameters, values, sizeof(void *) * (size_t)parameter_count);
  *(unsigned *)module->block_dim = size;
  *(unsigned *)module->grid_dim = blocks;
  for (unsigned block = 0; block < blocks && message[0] == 0; block++) {
    *(unsigned *)module->block = block;
    memset(module->shared_begin, SPOILED, (size_t)(module->shared_end - module->shared_begin));
    run_block(block);
  }
  if (message[0] != 0) {
    free_all_fibers();
    char text[800];
    snprintf(text, sizeof text, "%.700s", message);
    snprintf(message, sizeof message, "%s: %s", entry->name, text);
    return 1;
  }
  return 0;
}

int sim_launch(void *module, const char *name, unsigned blocks, unsigned size, void **values) {
  pthread_mutex_lock(&lock);
  sim_entry *entry = sim_find(module, name);
  int result = 1;
  if (entry == 0) {
    snprintf(message, sizeof message, "no kernel %s", name);
  } else {
    result = run(module, entry, blocks, size, values);
  }
  pthread_mutex_unlock(&lock);
  return result;
}
