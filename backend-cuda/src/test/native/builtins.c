// Functions that CUDA C has and C's library has not.
#include <math.h>
#include <stdint.h>
#include <string.h>

float rsqrtf(float x) { return (float)(1 / sqrt((double)x)); }
double rsqrt(double x) { return 1 / sqrt(x); }
int __mulhi(int a, int b) { return (int)(((long long)a * b) >> 32); }
unsigned __umulhi(unsigned a, unsigned b) { return (unsigned)(((unsigned long long)a * b) >> 32); }
long long __mul64hi(long long a, long long b) { return (long long)(((__int128)a * b) >> 64); }
unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
  return (unsigned long long)(((unsigned __int128)a * b) >> 64);
}
unsigned __brev(unsigned x) {
  unsigned y = 0;
  for (int i = 0; i < 32; i++) {
    y |= ((x >> i) & 1) << (31 - i);
  }
  return y;
}

#define BITS(name, from, to) \
  to name(from x) { \
    to y; \
    memcpy(&y, &x, sizeof y); \
    return y; \
  }
BITS(__float_as_int, float, int)
BITS(__float_as_uint, float, unsigned)
BITS(__int_as_float, int, float)
BITS(__uint_as_float, unsigned, float)
BITS(__double_as_longlong, double, long long)
BITS(__longlong_as_double, long long, double)
int __double2hiint(double x) { return (int)(__double_as_longlong(x) >> 32); }
int __double2loint(double x) { return (int)__double_as_longlong(x); }
double __hiloint2double(int high, int low) {
  return __longlong_as_double((long long)high << 32 | (unsigned)low);
}

// NaN becomes 0 if both types have 32 bits, else the integer with only its highest bit set.
#define SATURATE(name, from, to, round, low, high, nan) \
  to name(from x) { \
    from y = round(x); \
    return x != x ? (nan) : y <= (from)(low) ? (low) : y >= (from)(high) ? (high) : (to)y; \
  }
SATURATE(__float2int_rz, float, int, truncf, INT32_MIN, INT32_MAX, 0)
SATURATE(__float2int_rn, float, int, rintf, INT32_MIN, INT32_MAX, 0)
SATURATE(__float2ll_rz, float, long long, truncf, INT64_MIN, INT64_MAX, INT64_MIN)
SATURATE(__double2int_rz, double, int, trunc, INT32_MIN, INT32_MAX, INT32_MIN)
SATURATE(__double2int_rn, double, int, rint, INT32_MIN, INT32_MAX, INT32_MIN)
SATURATE(__double2ll_rz, double, long long, trunc, INT64_MIN, INT64_MAX, INT64_MIN)
SATURATE(__float2uint_rz, float, unsigned, truncf, 0, UINT32_MAX, 0)
SATURATE(__double2uint_rz, double, unsigned, trunc, 0, UINT32_MAX, 1u << 31)
SATURATE(__double2ull_rz, double, unsigned long long, trunc, 0, UINT64_MAX, 1ull << 63)
