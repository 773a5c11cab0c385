// The streams of the simulated driver: lists of what they were asked for. Done as late as it may be,
// or on some streams at once, so that whoever forgets to wait reads or writes at the wrong time.
#include "stream.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "memory.h"

struct host {
  char *begin;
  long long bytes;
  struct host *next;
};

static struct stream *streams;
static struct host *hosts;
static int stream_count, sticky, fail_code;
static long long fail_after = -1, launches;
static enum order order;
static char said[1200];

int stick(int code, const char *format, ...) {
  if (sticky == 0) {
    va_list list;
    va_start(list, format);
    vsnprintf(said, sizeof said, format, list);
    va_end(list);
    sticky = code;
    fprintf(stderr, "simulated GPU: %s\n", said);
  }
  return sticky;
}

int stuck(void) { return sticky; }
const char *stuck_because(void) { return said; }
void set_order(enum order wanted) { order = wanted; }
long long launches_done(void) { return launches; }

void unstick(void) {
  sticky = 0;
  fail_after = -1;
  said[0] = 0;
}

void fail_launch(long long after, int code) {
  fail_after = after;
  fail_code = code;
}

void *host_allocate(long long bytes) {
  struct host *host = malloc(sizeof *host);
  char *begin = aligned_alloc(4096, (size_t)(bytes + 4095) / 4096 * 4096);
  *host = (struct host){begin, bytes, hosts};
  hosts = host;
  return begin;
}

int host_release(void *address) {
  for (struct host **at = &hosts; *at != 0; at = &(*at)->next) {
    if ((*at)->begin == address) {
      struct host *host = *at;
      *at = host->next;
      free(host->begin);
      free(host);
      return 1;
    }
  }
  return 0;
}

int is_host(long long address, long long bytes) {
  char *p = (char *)(intptr_t)address;
  for (struct host *h = hosts; h != 0; h = h->next) {
    if (p >= h->begin && p + bytes <= h->begin + h->bytes) {
      return 1;
    }
  }
  return 0;
}

static void *place(long long address, long long bytes) {
  return memory_is_device(address) ? memory_content(address, bytes) : (void *)(intptr_t)address;
}

static void launch(struct op *op) {
  void *values[256];
  launches++;
  if (fail_after >= 0 && fail_after-- == 0) {
    stick(fail_code, "%s fails because a test wants it to", op->function->name);
    return;
  }
  for (int i = 0; i < op->function->parameters; i++) {
    long long address = op->values[i];
    values[i] = address == 0 || is_host(address, 0) ? (void *)(intptr_t)address
                                                    : memory_content(address, 0);
    if (address != 0 && values[i] == 0) {
      stick(
          ILLEGAL_ADDRESS, "%s: parameter %d is %llx, where nothing is allocated",
          op->function->name, i, address);
      return;
    }
  }
  if (sim_launch(op->function->module, op->function->name, op->blocks, op->threads, values) != 0) {
    stick(LAUNCH_FAILED, "%s", sim_error());
  } else if (memory_torn()) {
    stick(ILLEGAL_ADDRESS, "%s wrote where nothing is allocated", op->function->name);
  }
}

static void perform(struct op *op) {
  if (sticky != 0) {
    return;
  }
  switch (op->kind) {
    case LAUNCH: launch(op); break;
    case COPY: {
      void *to = place(op->to, op->bytes);
      void *from = op->staged != 0 ? op->staged : place(op->from, op->bytes);
      if (to == 0 || from == 0) {
        stick(ILLEGAL_ADDRESS, "a copy of %lld bytes where not so much is allocated", op->bytes);
      } else {
        memmove(to, from, (size_t)op->bytes);
      }
      break;
    }
    case SET: {
      void *to = place(op->to, op->bytes);
      if (to == 0) {
        stick(ILLEGAL_ADDRESS, "%lld bytes set where not so much is allocated", op->bytes);
      } else {
        memset(to, op->byte, (size_t)op->bytes);
      }
      break;
    }
    case WAIT: go(op->stream, op->until); break;
    case NOTHING: break;
    case GRAPH:
      for (struct op *o = op->graph->first; o != 0; o = o->next) {
        perform(o);
      }
      break;
  }
}

static void discard(struct op *op) {
  free(op->values);
  free(op->staged);
  if (op->graph != 0) {
    drop(op->graph);
  }
  free(op);
}

void drop(struct graph *graph) {
  if (--graph->holders == 0) {
    for (struct op *op = graph->first; op != 0;) {
      struct op *next = op->next;
      discard(op);
      op = next;
    }
    free(graph);
  }
}

void go(struct stream *stream, long long until) {
  while (stream->done < until && stream->first != 0) {
    struct op *op = stream->first;
    stream->first = op->next;
    if (stream->first == 0) {
      stream->end = &stream->first;
    }
    perform(op);
    stream->done++;
    discard(op);
  }
}

void go_all(void) {
  // The last one first: whoever counts on the order in which they were made finds out.
  for (struct stream *s = streams; s != 0; s = s->next) {
    go(s, s->asked);
  }
}

struct stream *stream_create(void) {
  struct stream *stream = calloc(1, sizeof *stream);
  stream->end = &stream->first;
  stream->number = stream_count++;
  stream->next = streams;
  streams = stream;
  return stream;
}

int is_stream(struct stream *stream) {
  for (struct stream *s = streams; s != 0; s = s->next) {
    if (s == stream) {
      return 1;
    }
  }
  return 0;
}

int unsafe(void) {
  for (struct stream *s = streams; s != 0; s = s->next) {
    if (s->capture != 0 && s->strict) {
      s->capture->broken = 1;
      return 1;
    }
  }
  return 0;
}

int ask(struct stream *stream, struct op wanted) {
  struct op *op = malloc(sizeof *op);
  *op = wanted;
  if (stream->capture != 0) {
    *stream->capture->end = op;
    stream->capture->end = &op->next;
    return stream->capture->broken ? CAPTURE_INVALIDATED : SUCCESS;
  }
  *stream->end = op;
  stream->end = &op->next;
  stream->asked++;
  int early = order == ALL_BUT_FIRST_AT_ONCE ? stream->number != 0
              : order == FIRST_AT_ONCE       ? stream->number == 0
                                             : 0;
  if (early) {
    go(stream, stream->asked);
  }
  return sticky;
}
