// What the simulated driver is asked for, and when it is done; see stream.c. Not for several threads
// at once.
#include <stdint.h>

enum {
  SUCCESS = 0,
  INVALID_VALUE = 1,
  OUT_OF_MEMORY = 2,
  NOT_INITIALIZED = 3,
  INVALID_IMAGE = 200,
  INVALID_CONTEXT = 201,
  INVALID_HANDLE = 400,
  NOT_FOUND = 500,
  ILLEGAL_ADDRESS = 700,
  LAUNCH_FAILED = 719,
  CAPTURE_UNSUPPORTED = 900,
  CAPTURE_INVALIDATED = 901,
  CAPTURE_UNMATCHED = 903,
  CAPTURE_ISOLATION = 905,
  CAPTURED_EVENT = 907
};

struct function {
  void *module;
  const char *name;
  int parameters;
};

enum kind { LAUNCH, COPY, SET, WAIT, NOTHING, GRAPH };

struct op {
  enum kind kind;
  struct op *next;
  struct function *function;
  unsigned blocks, threads;
  long long *values;
  long long to, from, bytes;
  char *staged; // what lies at `from`, if that may change
  int byte;
  struct stream *stream; // to wait for, up to its operation number `until`
  long long until;
  struct graph *graph;
};

struct graph {
  struct op *first, **end;
  int holders, broken;
};

struct stream {
  struct op *first, **end;
  long long asked, done; // how many operations
  struct graph *capture;
  int number, strict;
  struct stream *next;
};

struct event {
  struct stream *stream; // 0: never recorded
  long long until;
  struct graph *capture;
};


/** Nothing works any more; says why, for tests. Returns the code of what failed first. */
int stick(int code, const char *format, ...);
/** Code of what failed, 0 if nothing did. */
int stuck(void);
/** Forgets what failed. */
void unstick(void);
const char *stuck_because(void);

/** Whether bytes lie in pinned host memory. */
int is_host(long long address, long long bytes);
void *host_allocate(long long bytes);
/** 0 if it is not the address of an allocation. */
int host_release(void *address);

struct stream *stream_create(void);
/** Whether there is such a stream. */
int is_stream(struct stream *stream);
/** Gives an operation to a stream, or to the graph that it captures. */
int ask(struct stream *stream, struct op wanted);
/** Does what a stream was asked for, up to an operation. */
void go(struct stream *stream, long long until);
void go_all(void);
/** Whether a stream captures that does not allow what might wait for the device. */
int unsafe(void);
void drop(struct graph *graph);

/** Which streams do things at once, the others as late as they may. */
enum order { NONE_AT_ONCE, ALL_BUT_FIRST_AT_ONCE, FIRST_AT_ONCE };
void set_order(enum order wanted);
/** The launch after so many more fails with a code. */
void fail_launch(long long after, int code);
long long launches_done(void);
