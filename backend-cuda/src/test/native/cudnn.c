// Stands in for libcudnn: float32 convolutions with channels last, computed by the caller's thread.
// Not for captures. Its fastest algorithm gives other bits each time and must not be chosen.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))
#define REQUIRE(condition) \
  if (!(condition)) { \
    return BAD_PARAM; \
  }
#define MOST 5

enum { SUCCESS = 0, BAD_PARAM = 2000, NOT_SUPPORTED = 3000 };
enum { FMA_MATH = 3, ALGORITHM = 1, WORKSPACE = 4096 };

int cuStreamSynchronize(void *stream);
int cuMemcpyDtoHAsync_v2(void *to, long long from, size_t bytes, void *stream);
int cuMemcpyHtoDAsync_v2(long long to, const void *from, size_t bytes, void *stream);

struct handle {
  void *stream;
};

/** Images or filters: [batch, channels, spatial…] with channels last in memory. */
struct tensor {
  int rank, extents[MOST];
};

struct convolution {
  int axes, padding[3], stride[3], dilation[3], groups, math;
};

struct result {
  int algorithm, status;
  float time;
  size_t memory;
  int determinism, math, reserved[3];
};

EXPORT int cudnnCreate(struct handle **out) {
  *out = calloc(1, sizeof **out);
  return SUCCESS;
}

EXPORT int cudnnSetStream(struct handle *handle, void *stream) {
  handle->stream = stream;
  return SUCCESS;
}

EXPORT size_t cudnnGetVersion(void) { return 92400; }

EXPORT const char *cudnnGetErrorString(int status) {
  return status == BAD_PARAM ? "bad parameter" : status == NOT_SUPPORTED ? "not supported" : "";
}

EXPORT int cudnnCreateTensorDescriptor(struct tensor **out) {
  *out = calloc(1, sizeof **out);
  return SUCCESS;
}

EXPORT int cudnnCreateFilterDescriptor(struct tensor **out) {
  return cudnnCreateTensorDescriptor(out);
}

EXPORT int cudnnDestroyTensorDescriptor(struct tensor *tensor) {
  free(tensor);
  return SUCCESS;
}

EXPORT int cudnnDestroyFilterDescriptor(struct tensor *tensor) {
  return cudnnDestroyTensorDescriptor(tensor);
}

EXPORT int cudnnSetTensorNdDescriptorEx(
    struct tensor *tensor, int format, int type, int rank, const int *extents) {
  REQUIRE(format == 1 && type == 0 && rank >= 4 && rank <= MOST)
  tensor->rank = rank;
  memcpy(tensor->extents, extents, sizeof *extents * (size_t)rank);
  return SUCCESS;
}

EXPORT int cudnnSetFilterNdDescriptor(
    struct tensor *tensor, int type, int format, int rank, const int *extents) {
  return cudnnSetTensorNdDescriptorEx(tensor, format, type, rank, extents);
}

EXPORT int cudnnCreateConvolutionDescriptor(struct convolution **out) {
  *out = calloc(1, sizeof **out);
  return SUCCESS;
}

EXPORT int cudnnDestroyConvolutionDescriptor(struct convolution *convolution) {
  free(convolution);
  return SUCCESS;
}

EXPORT int cudnnSetConvolutionNdDescriptor(
    struct convolution *c, int axes, const int *padding, const int *stride, const int *dilation,
    int mode, int type) {
  REQUIRE(axes >= 2 && axes <= 3 && mode == 1 && type == 0)
  c->axes = axes;
  memcpy(c->padding, padding, sizeof *padding * (size_t)axes);
  memcpy(c->stride, stride, sizeof *stride * (size_t)axes);
  memcpy(c->dilation, dilation, sizeof *dilation * (size_t)axes);
  return SUCCESS;
}

EXPORT int cudnnSetConvolutionGroupCount(struct convolution *c, int groups) {
  c->groups = groups;
  return SUCCESS;
}

EXPORT int cudnnSetConvolutionMathType(struct convolution *c, int math) {
  c->math = math;
  return SUCCESS;
}

static int fits(struct tensor *x, struct tensor *w, struct convolution *c, struct tensor *y) {
  int good = x->rank == c->axes + 2 && w->rank == x->rank && y->rank == x->rank
             && x->extents[0] == y->extents[0] && w->extents[0] == y->extents[1]
             && w->extents[1] * c->groups == x->extents[1];
  for (int i = 0; i < c->axes && good; i++) {
    int span = (w->extents[i + 2] - 1) * c->dilation[i] + 1;
    good = (x->extents[i + 2] + 2 * c->padding[i] - span) / c->stride[i] + 1 == y->extents[i + 2];
  }
  return good;
}

static int algorithms(struct convolution *c, int wanted, int *count, struct result *results) {
  REQUIRE(wanted >= 3)
  int math = c->math == FMA_MATH ? FMA_MATH : 1;
  results[0] = (struct result){.algorithm = 0, .memory = 0, .determinism = 0, .math = math};
  results[1] = (struct result){
      .algorithm = 2, .status = NOT_SUPPORTED, .determinism = 1, .math = math};
  results[2] = (struct result){
      .algorithm = ALGORITHM, .memory = WORKSPACE, .determinism = 1, .math = math};
  *count = 3;
  return SUCCESS;
}

static int workspace(int algorithm, size_t *bytes) {
  *bytes = WORKSPACE;
  return algorithm == ALGORITHM ? SUCCESS : NOT_SUPPORTED;
}

static long long size(struct tensor *t) {
  long long size = 1;
  for (int i = 0; i < t->rank; i++) {
    size *= t->extents[i];
  }
  return size;
}

/** Where an element lies whose channel is the last number. */
static long long at(struct tensor *t, int first, const int *spatial, int channel) {
  long long at = first;
  for (int i = 2; i < t->rank; i++) {
    at = at * t->extents[i] + spatial[i - 2];
  }
  return at * t->extents[1] + channel;
}

static float *fetch(long long address, struct tensor *t, void *stream, int *code) {
  float *values = malloc((size_t)size(t) * 4);
  *code |= cuMemcpyDtoHAsync_v2(values, address, (size_t)size(t) * 4, stream);
  return values;
}

enum kind { FORWARD, DATA, FILTER };

/** Adds to one of the three what the other two say, for all products there are. */
static void accumulate(
    enum kind kind, struct tensor *x, float *xs, struct tensor *w, float *ws,
    struct convolution *c, struct tensor *y, float *ys) {
  int out = w->extents[0] / c->groups, in = w->extents[1], place[3] = {0}, tap[3], pixel[3];
  long long places = 1, taps = 1;
  for (int i = 0; i < c->axes; i++) {
    places *= y->extents[i + 2];
    taps *= w->extents[i + 2];
  }
  for (long long n = 0; n < y->extents[0] * places * taps; n++) {
    long long rest = n;
    int inside = 1;
    for (int i = c->axes - 1; i >= 0; i--) {
      tap[i] = (int)(rest % w->extents[i + 2]);
      rest /= w->extents[i + 2];
    }
    for (int i = c->axes - 1; i >= 0; i--) {
      place[i] = (int)(rest % y->extents[i + 2]);
      rest /= y->extents[i + 2];
      pixel[i] = place[i] * c->stride[i] - c->padding[i] + tap[i] * c->dilation[i];
      inside &= pixel[i] >= 0 && pixel[i] < x->extents[i + 2];
    }
    for (int o = 0; o < w->extents[0] && inside; o++) {
      for (int i = 0; i < in; i++) {
        float *px = &xs[at(x, (int)rest, pixel, o / out * in + i)];
        float *pw = &ws[at(w, o, tap, i)];
        float *py = &ys[at(y, (int)rest, place, o)];
        switch (kind) {
          case FORWARD: *py += *px * *pw; break;
          case DATA: *px += *py * *pw; break;
          case FILTER: *pw += *px * *py; break;
        }
      }
    }
  }
}

static int run(
    enum kind kind, struct handle *handle, const float *alpha, const float *beta, struct tensor *x,
    long long ax, struct tensor *w, long long aw, struct convolution *c, struct tensor *y,
    long long ay, int algorithm, long long space, size_t bytes) {
  REQUIRE(*alpha == 1 && *beta == 0 && algorithm == ALGORITHM && bytes >= WORKSPACE && space != 0)
  REQUIRE(fits(x, w, c, y) && ax % 16 == 0 && aw % 16 == 0 && ay % 16 == 0)
  REQUIRE(cuStreamSynchronize(handle->stream) == 0) // not while it is captured
  int code = 0;
  float *xs = fetch(ax, x, handle->stream, &code);
  float *ws = fetch(aw, w, handle->stream, &code);
  float *ys = fetch(ay, y, handle->stream, &code);
  struct tensor *result = kind == FORWARD ? y : kind == DATA ? x : w;
  float *values = kind == FORWARD ? ys : kind == DATA ? xs : ws;
  memset(values, 0, (size_t)size(result) * 4);
  accumulate(kind, x, xs, w, ws, c, y, ys);
  long long to = kind == FORWARD ? ay : kind == DATA ? ax : aw;
  code |= cuMemcpyHtoDAsync_v2(to, values, (size_t)size(result) * 4, handle->stream);
  free(xs);
  free(ws);
  free(ys);
  return code == 0 ? SUCCESS : BAD_PARAM;
}

EXPORT int cudnnGetConvolutionForwardAlgorithm_v7(
    struct handle *handle, struct tensor *x, struct tensor *w, struct convolution *c,
    struct tensor *y, int wanted, int *count, struct result *results) {
  REQUIRE(handle != 0 && fits(x, w, c, y))
  return algorithms(c, wanted, count, results);
}

EXPORT int cudnnGetConvolutionBackwardDataAlgorithm_v7(
    struct handle *handle, struct tensor *w, struct tensor *y, struct convolution *c,
    struct tensor *x, int wanted, int *count, struct result *results) {
  REQUIRE(handle != 0 && fits(x, w, c, y))
  return algorithms(c, wanted, count, results);
}

EXPORT int cudnnGetConvolutionBackwardFilterAlgorithm_v7(
    struct handle *handle, struct tensor *x, struct tensor *y, struct convolution *c,
    struct tensor *w, int wanted, int *count, struct result *results) {
  REQUIRE(handle != 0 && fits(x, w, c, y))
  return algorithms(c, wanted, count, results);
}

EXPORT int cudnnGetConvolutionForwardWorkspaceSize(
    struct handle *handle, struct tensor *x, struct tensor *w, struct convolution *c,
    struct tensor *y, int algorithm, size_t *bytes) {
  REQUIRE(handle != 0 && fits(x, w, c, y))
  return workspace(algorithm, bytes);
}

EXPORT int cudnnGetConvolutionBackwardDataWorkspaceSize(
    struct handle *handle, struct tensor *w, struct tensor *y, struct convolution *c,
    struct tensor *x, int algorithm, size_t *bytes) {
  REQUIRE(handle != 0 && fits(x, w, c, y))
  return workspace(algorithm, bytes);
}

EXPORT int cudnnGetConvolutionBackwardFilterWorkspaceSize(
    struct handle *handle, struct tensor *x, struct tensor *y, struct convolution *c,
    struct tensor *w, int algorithm, size_t *bytes) {
  REQUIRE(handle != 0 && fits(x, w, c, y))
  return workspace(algorithm, bytes);
}

EXPORT int cudnnConvolutionForward(
    struct handle *handle, const float *alpha, struct tensor *x, long long ax, struct tensor *w,
    long long aw, struct convolution *c, int algorithm, long long space, size_t bytes,
    const float *beta, struct tensor *y, long long ay) {
  return run(FORWARD, handle, alpha, beta, x, ax, w, aw, c, y, ay, algorithm, space, bytes);
}

EXPORT int cudnnConvolutionBackwardData(
    struct handle *handle, const float *alpha, struct tensor *w, long long aw, struct tensor *y,
    long long ay, struct convolution *c, int algorithm, long long space, size_t bytes,
    const float *beta, struct tensor *x, long long ax) {
  return run(DATA, handle, alpha, beta, x, ax, w, aw, c, y, ay, algorithm, space, bytes);
}

EXPORT int cudnnConvolutionBackwardFilter(
    struct handle *handle, const float *alpha, struct tensor *x, long long ax, struct tensor *y,
    long long ay, struct convolution *c, int algorithm, long long space, size_t bytes,
    const float *beta, struct tensor *w, long long aw) {
  return run(FILTER, handle, alpha, beta, x, ax, w, aw, c, y, ay, algorithm, space, bytes);
}
