// Stands in for libcublasLt: products of float32 and float64, computed by the caller's thread. Not
// for captures. Takes what the real one would and no more: attributes have sizes, matrices do not
// overlap, and an algorithm for aligned addresses gets no others.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))
#define REQUIRE(condition) \
  if (!(condition)) { \
    return INVALID_VALUE; \
  }

enum { SUCCESS = 0, INVALID_VALUE = 7, NOT_SUPPORTED = 15 };
enum { TYPE_32F = 0, TYPE_64F = 1, COMPUTE_32F = 68, COMPUTE_64F = 70, FAST_16BF = 75, FAST_TF32 = 77 };
enum { RELU = 2, BIAS = 4 };

int cuStreamSynchronize(void *stream);
int cuMemcpyDtoHAsync_v2(void *to, long long from, size_t bytes, void *stream);
int cuMemcpyHtoDAsync_v2(long long to, const void *from, size_t bytes, void *stream);

struct operation {
  int compute, type, transpose_a, transpose_b, epilogue;
  long long bias;
};

struct layout {
  int type;
  uint64_t rows, columns;
  int64_t distance, step;
  int batch;
};

struct preference {
  uint64_t workspace;
  uint32_t alignments[4];
};

struct result {
  uint64_t algorithm[8];
  size_t workspace;
  int state;
  float waves;
  int reserved[4];
};

EXPORT int cublasLtCreate(void **handle) {
  *handle = malloc(1);
  return SUCCESS;
}

EXPORT size_t cublasLtGetVersion(void) { return 130101; }

EXPORT const char *cublasLtGetStatusString(int status) {
  return status == INVALID_VALUE ? "invalid value" : status == NOT_SUPPORTED ? "not supported" : "";
}

EXPORT int cublasLtMatmulDescCreate(struct operation **out, int compute, int type) {
  *out = calloc(1, sizeof **out);
  **out = (struct operation){.compute = compute, .type = type, .epilogue = 1};
  return SUCCESS;
}

EXPORT int cublasLtMatmulDescDestroy(struct operation *operation) {
  free(operation);
  return SUCCESS;
}

EXPORT int cublasLtMatmulDescSetAttribute(
    struct operation *operation, int attribute, const void *value, size_t bytes) {
  REQUIRE(bytes == (attribute == 8 ? 8 : 4))
  switch (attribute) {
    case 3: operation->transpose_a = *(const int *)value; break;
    case 4: operation->transpose_b = *(const int *)value; break;
    case 7: operation->epilogue = *(const int *)value; break;
    case 8: operation->bias = *(const long long *)value; break;
    default: return INVALID_VALUE;
  }
  return SUCCESS;
}

EXPORT int cublasLtMatrixLayoutCreate(
    struct layout **out, int type, uint64_t rows, uint64_t columns, int64_t distance) {
  REQUIRE(distance >= (int64_t)rows)
  *out = calloc(1, sizeof **out);
  **out = (struct layout){type, rows, columns, distance, 0, 1};
  return SUCCESS;
}

EXPORT int cublasLtMatrixLayoutDestroy(struct layout *layout) {
  free(layout);
  return SUCCESS;
}

EXPORT int cublasLtMatrixLayoutSetAttribute(
    struct layout *layout, int attribute, const void *value, size_t bytes) {
  REQUIRE(bytes == (attribute == 5 ? 4 : 8))
  switch (attribute) {
    case 5: layout->batch = *(const int *)value; break;
    case 6: layout->step = *(const int64_t *)value; break;
    default: return INVALID_VALUE;
  }
  return SUCCESS;
}

EXPORT int cublasLtMatmulPreferenceCreate(struct preference **out) {
  *out = calloc(1, sizeof **out);
  return SUCCESS;
}

EXPORT int cublasLtMatmulPreferenceDestroy(struct preference *preference) {
  free(preference);
  return SUCCESS;
}

EXPORT int cublasLtMatmulPreferenceSetAttribute(
    struct preference *preference, int attribute, const void *value, size_t bytes) {
  REQUIRE(bytes == (attribute == 1 ? 8 : 4))
  if (attribute == 1) {
    preference->workspace = *(const uint64_t *)value;
  } else {
    REQUIRE(attribute >= 5 && attribute <= 8)
    preference->alignments[attribute - 5] = *(const uint32_t *)value;
  }
  return SUCCESS;
}

static int matches(struct operation *o, struct layout *a, struct layout *b, struct layout *d) {
  uint64_t m = o->transpose_a ? a->columns : a->rows;
  uint64_t k = o->transpose_a ? a->rows : a->columns;
  uint64_t n = o->transpose_b ? b->rows : b->columns;
  return k == (o->transpose_b ? b->columns : b->rows) && m == d->rows && n == d->columns
         && a->batch == b->batch && b->batch == d->batch && a->type == d->type
         && b->type == d->type && o->type == d->type && m > 0 && n > 0 && k > 0;
}

EXPORT int cublasLtMatmulAlgoGetHeuristic(
    void *handle, struct operation *o, struct layout *a, struct layout *b, struct layout *c,
    struct layout *d, struct preference *preference, int wanted, struct result *results,
    int *count) {
  REQUIRE(handle != 0 && wanted > 0 && c == d && matches(o, a, b, d))
  REQUIRE(preference->workspace == 32 << 20)
  int single = o->compute == COMPUTE_32F || o->compute == FAST_TF32 || o->compute == FAST_16BF;
  *count = 0;
  if (o->type == TYPE_32F ? !single : o->compute != COMPUTE_64F || o->epilogue != 1) {
    return NOT_SUPPORTED;
  }
  memset(results, 0, sizeof *results);
  results->algorithm[0] = preference->alignments[0];
  results->workspace = 1 << 20;
  *count = 1;
  return SUCCESS;
}

static int copy_out(double *to, long long from, long long count, int type, void *stream) {
  if (type == TYPE_64F) {
    return cuMemcpyDtoHAsync_v2(to, from, (size_t)count * 8, stream);
  }
  float *values = malloc((size_t)count * 4);
  int code = cuMemcpyDtoHAsync_v2(values, from, (size_t)count * 4, stream);
  for (long long i = 0; i < count; i++) {
    to[i] = values[i];
  }
  free(values);
  return code;
}

static int copy_in(long long to, const double *from, long long count, int type, void *stream) {
  if (type == TYPE_64F) {
    return cuMemcpyHtoDAsync_v2(to, from, (size_t)count * 8, stream);
  }
  float *values = malloc((size_t)count * 4);
  for (long long i = 0; i < count; i++) {
    values[i] = (float)from[i];
  }
  int code = cuMemcpyHtoDAsync_v2(to, values, (size_t)count * 4, stream);
  free(values);
  return code;
}

static long long extent(struct layout *l) {
  return (long long)(l->columns - 1) * l->distance + (long long)l->rows
         + (long long)(l->batch - 1) * l->step;
}

static double *fetch(long long address, struct layout *l, void *stream, int *code) {
  double *values = malloc((size_t)extent(l) * 8);
  *code |= copy_out(values, address, extent(l), l->type, stream);
  return values;
}

EXPORT int cublasLtMatmul(
    void *handle, struct operation *o, const void *alpha, long long a, struct layout *la,
    long long b, struct layout *lb, const void *beta, long long c, struct layout *lc, long long d,
    struct layout *ld, struct result *algorithm, long long workspace, size_t bytes, void *stream) {
  REQUIRE(handle != 0 && c == d && lc == ld && matches(o, la, lb, ld))
  REQUIRE(bytes == 1 << 20 && workspace != 0)
  REQUIRE(cuStreamSynchronize(stream) == 0) // not while it is captured
  if (o->type == TYPE_64F) {
    REQUIRE(*(const double *)alpha == 1 && *(const double *)beta == 0)
  } else {
    REQUIRE(*(const float *)alpha == 1 && *(const float *)beta == 0)
  }
  long long aligned = (long long)algorithm->algorithm[0];
  long long bias = o->epilogue & BIAS ? o->bias : 0;
  REQUIRE(a % aligned == 0 && b % aligned == 0 && d % aligned == 0 && bias % aligned == 0)
  int code = 0;
  double *as = fetch(a, la, stream, &code);
  double *bs = fetch(b, lb, stream, &code);
  long long m = (long long)ld->rows, n = (long long)ld->columns;
  long long k = (long long)(o->transpose_a ? la->rows : la->columns);
  double *biases = calloc((size_t)m, 8);
  if (bias != 0) {
    code |= copy_out(biases, bias, m, ld->type, stream);
  }
  double *out = malloc((size_t)extent(ld) * 8);
  code |= copy_out(out, d, extent(ld), ld->type, stream);
  for (int i = 0; i < ld->batch; i++) {
    for (long long column = 0; column < n; column++) {
      for (long long row = 0; row < m; row++) {
        double sum = biases[row];
        for (long long l = 0; l < k; l++) {
          long long at = o->transpose_a ? row * la->distance + l : l * la->distance + row;
          long long bt = o->transpose_b ? l * lb->distance + column : column * lb->distance + l;
          sum += as[i * la->step + at] * bs[i * lb->step + bt];
        }
        out[i * ld->step + column * ld->distance + row] = o->epilogue & RELU && sum < 0 ? 0 : sum;
      }
    }
  }
  code |= copy_in(d, out, extent(ld), ld->type, stream);
  free(as);
  free(bs);
  free(biases);
  free(out);
  return code == 0 ? SUCCESS : INVALID_VALUE;
}
