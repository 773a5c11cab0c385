// What CUDA C has and C has not, as far as the kernels use it: put before a kernel's text, which is
// then compiled as C. Nothing is included and nearly nothing defined here: compile time matters.

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
#define __align__(n) __attribute__((aligned(n)))
#define __restrict__ restrict
#define __constant__ static const
typedef struct {
  unsigned x, y, z;
} sim_dim;
sim_dim threadIdx, blockIdx, blockDim, gridDim;
#define warpSize 32

typedef struct __align__(8) { float x, y; } float2;
typedef struct __align__(16) { float x, y, z, w; } float4;
typedef struct __align__(8) { int x, y; } int2;
typedef struct __align__(16) { int x, y, z, w; } int4;
typedef struct __align__(8) { unsigned x, y; } uint2;
typedef struct __align__(16) { unsigned x, y, z, w; } uint4;
typedef struct __align__(16) { double x, y; } double2;
typedef struct __align__(16) { long long x, y; } longlong2;
typedef struct __align__(16) { unsigned long long x, y; } ulonglong2;
typedef struct __align__(2) { unsigned char x, y; } uchar2;
typedef struct __align__(4) { unsigned char x, y, z, w; } uchar4;
#define make_float2(...) ((float2){__VA_ARGS__})
#define make_float4(...) ((float4){__VA_ARGS__})
#define make_int2(...) ((int2){__VA_ARGS__})
#define make_int4(...) ((int4){__VA_ARGS__})
#define make_uint2(...) ((uint2){__VA_ARGS__})
#define make_uint4(...) ((uint4){__VA_ARGS__})
#define make_double2(...) ((double2){__VA_ARGS__})
#define make_longlong2(...) ((longlong2){__VA_ARGS__})
#define make_ulonglong2(...) ((ulonglong2){__VA_ARGS__})
#define make_uchar2(...) ((uchar2){__VA_ARGS__})
#define make_uchar4(...) ((uchar4){__VA_ARGS__})

// __shared__ is defined before each text, see compile.c: blocks run one after the other, so one place
// is enough, and device.c spoils it between blocks.

// --- threads that wait for each other -------------------------------------------------------------

void sim_barrier(int line);
unsigned long long sim_shuffle(
    int kind, unsigned mask, unsigned long long bits, int n, int line);
unsigned sim_ballot(unsigned mask, int predicate, int line);
int sim_barrier_count(int predicate, int line);
#define __syncthreads() sim_barrier(__LINE__)
#define __syncthreads_count(p) sim_barrier_count((p) != 0, __LINE__)
#define __syncthreads_or(p) (sim_barrier_count((p) != 0, __LINE__) != 0)
#define __syncthreads_and(p) (sim_barrier_count((p) == 0, __LINE__) == 0)
#define __syncwarp(...) ((void)sim_ballot(0xffffffffu, 0, __LINE__))
#define __ballot_sync(m, p) sim_ballot(m, (p) != 0, __LINE__)
#define __any_sync(m, p) (sim_ballot(m, (p) != 0, __LINE__) != 0)
#define __all_sync(m, p) (sim_ballot(m, (p) == 0, __LINE__) == 0)
#define __threadfence() ((void)0)
#define __threadfence_block() ((void)0)
#define SIM_SHUFFLE(kind, m, v, n) \
  ({ \
    union { \
      unsigned long long bits; \
      __typeof__((v)) value; \
    } sim_u; \
    sim_u.bits = 0; \
    sim_u.value = (v); \
    sim_u.bits = sim_shuffle(kind, m, sim_u.bits, n, __LINE__); \
    sim_u.value; \
  })
#define __shfl_sync(m, v, n) SIM_SHUFFLE(0, m, v, n)
#define __shfl_up_sync(m, v, n) SIM_SHUFFLE(1, m, v, n)
#define __shfl_down_sync(m, v, n) SIM_SHUFFLE(2, m, v, n)
#define __shfl_xor_sync(m, v, n) SIM_SHUFFLE(3, m, v, n)

// --- atomics: threads only change where they wait, so plain code is atomic ------------------------

#define SIM_ATOMIC(p, v, next) \
  ({ \
    __typeof__(p) sim_p = (p); \
    __typeof__(*sim_p) sim_v = (v), sim_old = *sim_p; \
    *sim_p = (next); \
    sim_old; \
  })
#define atomicAdd(p, v) SIM_ATOMIC(p, v, sim_old + sim_v)
#define atomicSub(p, v) SIM_ATOMIC(p, v, sim_old - sim_v)
#define atomicExch(p, v) SIM_ATOMIC(p, v, sim_v)
#define atomicMin(p, v) SIM_ATOMIC(p, v, sim_v < sim_old ? sim_v : sim_old)
#define atomicMax(p, v) SIM_ATOMIC(p, v, sim_v > sim_old ? sim_v : sim_old)
#define atomicOr(p, v) SIM_ATOMIC(p, v, sim_old | sim_v)
#define atomicAnd(p, v) SIM_ATOMIC(p, v, sim_old & sim_v)
#define atomicCAS(p, c, v) \
  ({ \
    __typeof__(*(p)) sim_c = (c); \
    SIM_ATOMIC(p, v, sim_old == sim_c ? sim_v : sim_old); \
  })

// --- integers -----------------------------------------------------------------------------------

#define min(a, b) ({ __auto_type sim_a = (a); __auto_type sim_b = (b); sim_a < sim_b ? sim_a : sim_b; })
#define max(a, b) ({ __auto_type sim_a = (a); __auto_type sim_b = (b); sim_a > sim_b ? sim_a : sim_b; })
int abs(int);
long long llabs(long long);
int __mulhi(int, int);
unsigned __umulhi(unsigned, unsigned);
long long __mul64hi(long long, long long);
unsigned long long __umul64hi(unsigned long long, unsigned long long);
#define __clz(x) ((x) == 0 ? 32 : __builtin_clz(x))
#define __clzll(x) ((x) == 0 ? 64 : __builtin_clzll(x))
#define __ffs(x) __builtin_ffs(x)
#define __ffsll(x) __builtin_ffsll(x)
#define __popc(x) __builtin_popcount(x)
#define __popcll(x) __builtin_popcountll(x)
unsigned __brev(unsigned);

// --- bits and conversions; to integers as the hardware does: saturating ---------------------------

int __float_as_int(float);
unsigned __float_as_uint(float);
float __int_as_float(int);
float __uint_as_float(unsigned);
long long __double_as_longlong(double);
double __longlong_as_double(long long);
int __double2hiint(double);
int __double2loint(double);
double __hiloint2double(int, int);
int __float2int_rz(float);
int __float2int_rn(float);
long long __float2ll_rz(float);
int __double2int_rz(double);
int __double2int_rn(double);
long long __double2ll_rz(double);
unsigned __float2uint_rz(float);
unsigned __double2uint_rz(double);
unsigned long long __double2ull_rz(double);
#define __int2float_rn(x) ((float)(int)(x))
#define __uint2float_rn(x) ((float)(unsigned)(x))
#define __ll2float_rn(x) ((float)(long long)(x))
#define __int2double_rn(x) ((double)(int)(x))
#define __ll2double_rn(x) ((double)(long long)(x))
#define __double2float_rn(x) ((float)(double)(x))
#define __ldg(p) (*(p))
#define __ldcs(p) (*(p))
#define __ldcg(p) (*(p))
#define __stcs(p, v) (*(p) = (v))

// --- arithmetic ---------------------------------------------------------------------------------

#define __fadd_rn(a, b) ((float)(a) + (float)(b))
#define __fsub_rn(a, b) ((float)(a) - (float)(b))
#define __fmul_rn(a, b) ((float)(a) * (float)(b))
#define __fdiv_rn(a, b) ((float)(a) / (float)(b))
#define __dadd_rn(a, b) ((double)(a) + (double)(b))
#define __dsub_rn(a, b) ((double)(a) - (double)(b))
#define __dmul_rn(a, b) ((double)(a) * (double)(b))
#define __ddiv_rn(a, b) ((double)(a) / (double)(b))
#define __fmaf_rn(a, b, c) fmaf(a, b, c)
#define __fma_rn(a, b, c) fma(a, b, c)
#define __fsqrt_rn(a) sqrtf(a)
#define __dsqrt_rn(a) sqrt(a)
#define INFINITY __builtin_inff()
#define NAN __builtin_nanf("")
#define isnan(x) __builtin_isnan(x)
#define isinf(x) __builtin_isinf_sign(x)
#define isfinite(x) __builtin_isfinite(x)
#define signbit(x) __builtin_signbit(x)

#define SIM_FUNCTION1(name) double name(double); float name##f(float);
#define SIM_FUNCTION2(name) double name(double, double); float name##f(float, float);
SIM_FUNCTION1(sqrt) SIM_FUNCTION1(rsqrt) SIM_FUNCTION1(cbrt)
SIM_FUNCTION1(exp) SIM_FUNCTION1(exp2) SIM_FUNCTION1(expm1)
SIM_FUNCTION1(log) SIM_FUNCTION1(log2) SIM_FUNCTION1(log10) SIM_FUNCTION1(log1p)
SIM_FUNCTION1(sin) SIM_FUNCTION1(cos) SIM_FUNCTION1(tan)
SIM_FUNCTION1(asin) SIM_FUNCTION1(acos) SIM_FUNCTION1(atan)
SIM_FUNCTION1(sinh) SIM_FUNCTION1(cosh) SIM_FUNCTION1(tanh)
SIM_FUNCTION1(erf) SIM_FUNCTION1(erfc) SIM_FUNCTION1(lgamma) SIM_FUNCTION1(tgamma)
SIM_FUNCTION1(floor) SIM_FUNCTION1(ceil) SIM_FUNCTION1(rint) SIM_FUNCTION1(nearbyint)
SIM_FUNCTION1(trunc) SIM_FUNCTION1(round) SIM_FUNCTION1(fabs)
SIM_FUNCTION2(pow) SIM_FUNCTION2(fmod) SIM_FUNCTION2(atan2) SIM_FUNCTION2(fmin)
SIM_FUNCTION2(fmax) SIM_FUNCTION2(copysign) SIM_FUNCTION2(hypot) SIM_FUNCTION2(fdim)
SIM_FUNCTION2(remainder) SIM_FUNCTION2(nextafter)
double fma(double, double, double);
float fmaf(float, float, float);
double ldexp(double, int);
float ldexpf(float, int);

// --- what device.c looks up in the shared object that this becomes --------------------------------

typedef struct {
  const char *name;
  void *function;
  int parameters;
} sim_entry;
#define SIM_SHARED(n) \
  extern char __start_sim_shared_##n[] __attribute__((weak, visibility("hidden"))); \
  extern char __stop_sim_shared_##n[] __attribute__((weak, visibility("hidden"))); \
  char *sim_shared_begin_##n(void) { return __start_sim_shared_##n; } \
  char *sim_shared_end_##n(void) { return __stop_sim_shared_##n; }
