// Stands in for libcuda: one device. What it is asked for goes to streams, see stream.c.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "memory.h"
#include "stream.h"

#define EXPORT __attribute__((visibility("default")))

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int initialized;
static __thread long long context;

// --- what every function begins and ends with -----------------------------------------------------

static int begin(int needs_context) {
  pthread_mutex_lock(&lock);
  return stuck() != 0                      ? stuck()
         : !initialized                   ? NOT_INITIALIZED
         : needs_context && context == 0  ? INVALID_CONTEXT
                                          : SUCCESS;
}

static int end(int code) {
  pthread_mutex_unlock(&lock);
  return code;
}

#define BEGIN \
  int code = begin(1); \
  if (code != SUCCESS) { \
    return end(code); \
  }
#define REQUIRE(condition, otherwise) \
  if (!(condition)) { \
    return end(otherwise); \
  }

// --- the device -----------------------------------------------------------------------------------

EXPORT int cuInit(unsigned flags) {
  pthread_mutex_lock(&lock);
  initialized = 1;
  return end(flags == 0 ? stuck() : INVALID_VALUE);
}

EXPORT int cuDriverGetVersion(int *version) {
  *version = 13000;
  return SUCCESS;
}

EXPORT int cuDeviceGetCount(int *count) {
  *count = 1;
  return initialized ? SUCCESS : NOT_INITIALIZED;
}

EXPORT int cuDeviceGet(int *device, int index) {
  *device = 0;
  return index == 0 ? SUCCESS : INVALID_VALUE;
}

EXPORT int cuDeviceGetName(char *name, int size, int device) {
  snprintf(name, (size_t)size, "Simulated device");
  return device == 0 ? SUCCESS : INVALID_VALUE;
}

EXPORT int cuDeviceGetAttribute(int *value, int attribute, int device) {
  switch (attribute) {
    case 1: *value = 1024; break;       // threads of a block
    case 8: *value = 48 << 10; break;   // bytes of shared memory of a block
    case 16: *value = 4; break;         // multiprocessors
    case 39: *value = 2048; break;      // threads of a multiprocessor
    case 75: *value = 9; break;         // compute capability
    case 76: *value = 0; break;
    default: return INVALID_VALUE;
  }
  return device == 0 ? SUCCESS : INVALID_VALUE;
}

EXPORT int cuDevicePrimaryCtxRetain(long long *out, int device) {
  *out = 1;
  return device == 0 ? SUCCESS : INVALID_VALUE;
}

EXPORT int cuCtxSetCurrent(long long wanted) {
  context = wanted;
  return stuck();
}

EXPORT int cuCtxGetCurrent(long long *out) {
  *out = context;
  return SUCCESS;
}

// --- memory ---------------------------------------------------------------------------------------

EXPORT int cuMemAlloc_v2(long long *out, size_t bytes) {
  BEGIN
  REQUIRE(bytes > 0, INVALID_VALUE)
  REQUIRE(!unsafe(), CAPTURE_UNSUPPORTED)
  *out = memory_allocate((long long)bytes);
  return end(*out == 0 ? OUT_OF_MEMORY : SUCCESS);
}

EXPORT int cuMemFree_v2(long long address) {
  BEGIN
  REQUIRE(!unsafe(), CAPTURE_UNSUPPORTED)
  go_all();
  REQUIRE(stuck() == 0, stuck())
  return end(address == 0 || memory_release(address) ? SUCCESS : INVALID_VALUE);
}

EXPORT int cuMemGetInfo_v2(size_t *free, size_t *total) {
  BEGIN
  *free = (size_t)memory_free();
  *total = (size_t)memory_total();
  return end(SUCCESS);
}

EXPORT int cuMemHostAlloc(void **out, size_t bytes, unsigned flags) {
  (void)flags;
  BEGIN
  *out = host_allocate((long long)bytes);
  return end(SUCCESS);
}

EXPORT int cuMemFreeHost(void *address) {
  BEGIN
  go_all();
  return end(host_release(address) ? stuck() : INVALID_VALUE);
}

EXPORT int cuMemcpyHtoDAsync_v2(
    long long to, void *from, size_t bytes, struct stream *stream) {
  BEGIN
  REQUIRE(is_stream(stream), INVALID_HANDLE)
  REQUIRE(memory_content(to, (long long)bytes) && !memory_is_device((intptr_t)from), INVALID_VALUE)
  struct op op = {
      .kind = COPY, .to = to, .from = (intptr_t)from, .bytes = (long long)bytes};
  // Memory that is not pinned has been read when the call returns.
  if (stream->capture == 0 && !is_host(op.from, op.bytes)) {
    op.staged = malloc(bytes + 1);
    memcpy(op.staged, from, bytes);
  }
  return end(ask(stream, op));
}

EXPORT int cuMemcpyDtoHAsync_v2(
    void *to, long long from, size_t bytes, struct stream *stream) {
  BEGIN
  REQUIRE(is_stream(stream), INVALID_HANDLE)
  REQUIRE(memory_content(from, (long long)bytes) && !memory_is_device((intptr_t)to), INVALID_VALUE)
  struct op op = {
      .kind = COPY, .to = (intptr_t)to, .from = from, .bytes = (long long)bytes};
  code = ask(stream, op);
  // Memory that is not pinned has been written when the call returns.
  if (stream->capture == 0 && !is_host(op.to, op.bytes)) {
    go(stream, stream->asked);
    code = stuck();
  }
  return end(code);
}

EXPORT int cuMemcpyDtoDAsync_v2(
    long long to, long long from, size_t bytes, struct stream *stream) {
  BEGIN
  REQUIRE(is_stream(stream), INVALID_HANDLE)
  REQUIRE(memory_content(to, (long long)bytes), INVALID_VALUE)
  REQUIRE(memory_content(from, (long long)bytes), INVALID_VALUE)
  return end(ask(
      stream, (struct op){.kind = COPY, .to = to, .from = from, .bytes = (long long)bytes}));
}

EXPORT int cuMemsetD8Async(
    long long to, unsigned char byte, size_t bytes, struct stream *stream) {
  BEGIN
  REQUIRE(is_stream(stream), INVALID_HANDLE)
  REQUIRE(memory_content(to, (long long)bytes), INVALID_VALUE)
  return end(
      ask(stream, (struct op){.kind = SET, .to = to, .byte = byte, .bytes = (long long)bytes}));
}

// --- streams and events ---------------------------------------------------------------------------

EXPORT int cuStreamCreate(struct stream **out, unsigned flags) {
  (void)flags;
  BEGIN
  *out = stream_create();
  return end(SUCCESS);
}

EXPORT int cuStreamSynchronize(struct stream *stream) {
  BEGIN
  REQUIRE(is_stream(stream), INVALID_HANDLE)
  if (stream->capture != 0) {
    stream->capture->broken = 1;
    return end(CAPTURE_UNSUPPORTED);
  }
  go(stream, stream->asked);
  return end(stuck());
}

EXPORT int cuCtxSynchronize(void) {
  BEGIN
  REQUIRE(!unsafe(), CAPTURE_UNSUPPORTED)
  go_all();
  return end(stuck());
}

EXPORT int cuEventCreate(struct event **out, unsigned flags) {
  (void)flags;
  BEGIN
  *out = calloc(1, sizeof **out);
  return end(SUCCESS);
}

EXPORT int cuEventRecord(struct event *event, struct stream *stream) {
  BEGIN
  REQUIRE(is_stream(stream), INVALID_HANDLE)
  event->stream = stream;
  event->capture = stream->capture;
  code = ask(stream, (struct op){.kind = NOTHING});
  event->until = stream->asked;
  return end(code);
}

EXPORT int cuEventSynchronize(struct event *event) {
  BEGIN
  REQUIRE(event->capture == 0, CAPTURED_EVENT)
  if (event->stream != 0) {
    go(event->stream, event->until);
  }
  return end(stuck());
}

EXPORT int cuEventQuery(struct event *event) {
  BEGIN
  REQUIRE(event->capture == 0, CAPTURED_EVENT)
  return end(event->stream == 0 || event->stream->done >= event->until ? SUCCESS : 600);
}

EXPORT int cuStreamWaitEvent(struct stream *stream, struct event *event, unsigned flags) {
  (void)flags;
  BEGIN
  REQUIRE(is_stream(stream), INVALID_HANDLE)
  if (event->stream == 0) {
    return end(SUCCESS);
  }
  if (stream->capture != event->capture) {
    if (stream->capture != 0) {
      stream->capture->broken = 1;
    }
    return end(CAPTURE_ISOLATION);
  }
  if (stream->capture != 0) {
    return end(SUCCESS);
  }
  return end(ask(
      stream, (struct op){.kind = WAIT, .stream = event->stream, .until = event->until}));
}

// --- kernels --------------------------------------------------------------------------------------

EXPORT int cuModuleLoadData(void **out, const char *image) {
  static const char PREFIX[] = "SIMULATED ";
  BEGIN
  REQUIRE(strncmp(image, PREFIX, sizeof PREFIX - 1) == 0, INVALID_IMAGE)
  *out = sim_load(image + sizeof PREFIX - 1);
  if (*out == 0) {
    fprintf(stderr, "simulated GPU: %s\n", sim_error());
    return end(INVALID_IMAGE);
  }
  return end(SUCCESS);
}

EXPORT int cuModuleGetFunction(struct function **out, void *module, const char *name) {
  BEGIN
  sim_entry *entry = sim_find(module, name);
  REQUIRE(entry != 0, NOT_FOUND)
  *out = malloc(sizeof **out);
  **out = (struct function){module, entry->name, entry->parameters};
  return end(SUCCESS);
}

EXPORT int cuLaunchKernel(
    struct function *function, unsigned blocks, unsigned blocks_y, unsigned blocks_z,
    unsigned threads, unsigned threads_y, unsigned threads_z, unsigned shared,
    struct stream *stream, void **parameters, void **extra) {
  BEGIN
  REQUIRE(is_stream(stream), INVALID_HANDLE)
  REQUIRE(
      blocks_y == 1 && blocks_z == 1 && threads_y == 1 && threads_z == 1 && shared == 0
          && extra == 0 && blocks > 0 && blocks <= INT32_MAX && threads > 0 && threads <= 1024,
      INVALID_VALUE)
  struct op op = {.kind = LAUNCH, .function = function, .blocks = blocks, .threads = threads};
  op.values = malloc(sizeof *op.values * (size_t)(function->parameters + 1));
  for (int i = 0; i < function->parameters; i++) {
    memcpy(&op.values[i], parameters[i], sizeof *op.values);
  }
  return end(ask(stream, op));
}

// --- graphs ---------------------------------------------------------------------------------------

EXPORT int cuStreamBeginCapture_v2(struct stream *stream, int mode) {
  BEGIN
  REQUIRE(is_stream(stream) && stream->capture == 0, INVALID_VALUE)
  stream->capture = calloc(1, sizeof *stream->capture);
  stream->capture->end = &stream->capture->first;
  stream->capture->holders = 1;
  stream->strict = mode != 2;
  return end(SUCCESS);
}

EXPORT int cuStreamEndCapture(struct stream *stream, struct graph **out) {
  BEGIN
  REQUIRE(is_stream(stream), INVALID_HANDLE)
  REQUIRE(stream->capture != 0, CAPTURE_UNMATCHED)
  *out = stream->capture;
  stream->capture = 0;
  if ((*out)->broken) {
    drop(*out);
    *out = 0;
    return end(CAPTURE_INVALIDATED);
  }
  return end(SUCCESS);
}

EXPORT int cuGraphInstantiateWithFlags(
    struct graph **out, struct graph *graph, unsigned long long flags) {
  (void)flags;
  BEGIN
  graph->holders++;
  *out = graph;
  return end(SUCCESS);
}

EXPORT int cuGraphLaunch(struct graph *graph, struct stream *stream) {
  BEGIN
  REQUIRE(is_stream(stream), INVALID_HANDLE)
  REQUIRE(stream->capture == 0, CAPTURE_UNSUPPORTED)
  graph->holders++;
  return end(ask(stream, (struct op){.kind = GRAPH, .graph = graph}));
}

EXPORT int cuGraphExecDestroy(struct graph *graph) {
  BEGIN
  drop(graph);
  return end(SUCCESS);
}

EXPORT int cuGraphDestroy(struct graph *graph) {
  BEGIN
  drop(graph);
  return end(SUCCESS);
}

// --- for tests ------------------------------------------------------------------------------------

EXPORT long long sim_order(long long wanted) {
  pthread_mutex_lock(&lock);
  set_order((enum order)wanted);
  return end(SUCCESS);
}

EXPORT long long sim_memory(long long bytes) {
  pthread_mutex_lock(&lock);
  memory_limit(bytes);
  return end(SUCCESS);
}

/** The launch after so many more fails with a code; from then on everything does. */
EXPORT long long sim_fail(long long after, int code) {
  pthread_mutex_lock(&lock);
  fail_launch(after, code);
  return end(SUCCESS);
}

/** Forgets what failed, which a real device would not. What was still to be done is not done. */
EXPORT long long sim_heal(void) {
  pthread_mutex_lock(&lock);
  go_all();
  unstick();
  return end(SUCCESS);
}

/** What failed first. */
EXPORT const char *sim_said(void) { return stuck_because(); }

/** How many kernels have run. */
EXPORT long long sim_launches(void) { return launches_done(); }

/** Bytes allocated now. */
EXPORT long long sim_used(void) {
  pthread_mutex_lock(&lock);
  long long bytes = memory_total() - memory_free();
  pthread_mutex_unlock(&lock);
  return bytes;
}
