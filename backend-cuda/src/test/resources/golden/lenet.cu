// [] reduced [], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const long long *p0, long long *p1) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x);
  if (i >= 1) {
    return;
  }
  const long long v0 = p0[0];
  const long long v2 = (long long)((unsigned long long)v0 + (unsigned long long)1LL);
  p1[0] = v2;
}

// [8] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const long long *__restrict__ p0, int *p1, unsigned char *p2, float *p3, float *p4) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 2;
  if (i >= 8) {
    return;
  }
  long long v0[2];
  load2_i64(v0, p0 + i);
  int s11[2];
  unsigned char s12[2];
  float s13[2];
  float s14[2];
#pragma unroll
  for (int l = 0; l < 2; l++) {
    const int v1 = (int)v0[l];
    const int v3 = 0 <= v1;
    const int v5 = v1 < 10;
    const int v6 = v3 & v5;
    const float v9 = v6 ? 0.125f : 0.0f;
    const float v10 = -v9;
    s11[l] = v1;
    s12[l] = v6;
    s13[l] = v9;
    s14[l] = v10;
  }
  store2_i32(p1 + i, s11);
  store2_bool(p2 + i, s12);
  store2_f32(p3 + i, s13);
  store2_f32(p4 + i, s14);
}

// [4608, 6] reduced [false, false], map<<<108, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, float *p2, float *p3) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 2;
  const int x1 = (int)((unsigned)i % 6u);
  float v0[2];
  load2_f32(v0, p0 + i);
  float v1[2];
  load2_f32(v1, p1 + x1);
  float s7[2];
  float s8[2];
#pragma unroll
  for (int l = 0; l < 2; l++) {
    const float v2 = v0[l] + v1[l];
    const float v3 = tanhf(v2);
    const float v4 = v3 * v3;
    const float v6 = 1.0f - v4;
    s7[l] = v3;
    s8[l] = v6;
  }
  store2_f32(p2 + i, s7);
  store2_f32(p3 + i, s8);
}

// [96, 12, 6] reduced [false, false, false], map<<<27, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *__restrict__ p0, const float *__restrict__ p1, const float *__restrict__ p2, const float *__restrict__ p3, float *p4) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 2;
  const int x2 = (int)((unsigned)i % 6u);
  const int x1 = (int)((unsigned)i / 6u % 12u);
  const int x0 = (int)((unsigned)i / 72u);
  float v0[2];
  load2_f32(v0, p0 + x0 * 288 + x1 * 12 + x2);
  float v1[2];
  load2_f32(v1, p1 + x0 * 288 + x1 * 12 + x2 + 6);
  float v3[2];
  load2_f32(v3, p2 + x0 * 288 + x1 * 12 + x2 + 144);
  float v5[2];
  load2_f32(v5, p3 + x0 * 288 + x1 * 12 + x2 + 150);
  float s7[2];
#pragma unroll
  for (int l = 0; l < 2; l++) {
    const float v2 = max_f32(v0[l], v1[l]);
    const float v4 = max_f32(v2, v3[l]);
    const float v6 = max_f32(v4, v5[l]);
    s7[l] = v6;
  }
  store2_f32(p4 + i, s7);
}

// [512, 16] reduced [false, false], map<<<16, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, float *p2, float *p3, float *p4, unsigned char *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  const int x1 = (int)((unsigned)i % 16u);
  float v0[4];
  load4_f32(v0, p0 + i);
  float v1[4];
  load4_f32(v1, p1 + x1);
  float s11[4];
  float s12[4];
  float s13[4];
  unsigned char s14[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] + v1[l];
    const float v3 = -v2;
    const float v5 = min_f32(v3, 80.0f);
    const float v6 = expf(v5);
    const float v8 = v6 + 1.0f;
    const float v9 = 1.0f / v8;
    const int v10 = v3 < 80.0f;
    s11[l] = v6;
    s12[l] = v8;
    s13[l] = v9;
    s14[l] = v10;
  }
  store4_f32(p2 + i, s11);
  store4_f32(p3 + i, s12);
  store4_f32(p4 + i, s13);
  store4_bool(p5 + i, s14);
}

// [32, 4, 16] reduced [false, false, false], map<<<4, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *__restrict__ p0, const float *__restrict__ p1, const float *__restrict__ p2, const float *__restrict__ p3, float *p4) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  const int x2 = (int)((unsigned)i % 16u);
  const int x1 = (int)((unsigned)i / 16u % 4u);
  const int x0 = (int)((unsigned)i / 64u);
  float v0[4];
  load4_f32(v0, p0 + x0 * 256 + x1 * 32 + x2);
  float v1[4];
  load4_f32(v1, p1 + x0 * 256 + x1 * 32 + x2 + 16);
  float v3[4];
  load4_f32(v3, p2 + x0 * 256 + x1 * 32 + x2 + 128);
  float v5[4];
  load4_f32(v5, p3 + x0 * 256 + x1 * 32 + x2 + 144);
  float s7[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = max_f32(v0[l], v1[l]);
    const float v4 = max_f32(v2, v3[l]);
    const float v6 = max_f32(v4, v5[l]);
    s7[l] = v6;
  }
  store4_f32(p4 + i, s7);
}

// [8, 10] reduced [false, true], rows<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *p0, const int *__restrict__ p1, const unsigned char *__restrict__ p2, const float *p3, const float *p4, float *p5, float *p6) {
  const int t = threadIdx.x % 8u;
  const int at = (int)blockIdx.x * 16 + threadIdx.x / 8u;
  const int live = at < 8;
  const int r = live ? at : 7;
  const int x0 = r;
  float k0[2];
  float k3[2];
  unsigned char k8[2];
  const int v6 = p1[x0];
  const unsigned char v13 = p2[x0];
  const float v16 = p3[x0];
  const float v18 = p4[x0];
  float a1 = __int_as_float(0xff800000);
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 2 + j * 16;
    if (k < 10) {
      const int x1 = k;
      load2_f32(k0 + j * 2, p0 + x0 * 10 + x1);
#pragma unroll
      for (int l = 0; l < 2; l++) {
        a1 = max_f32(a1, k0[j * 2 + l]);
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a1, 4);
    a1 = max_f32(a1, o);
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a1, 2);
    a1 = max_f32(a1, o);
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a1, 1);
    a1 = max_f32(a1, o);
  }
  float a4 = 0.0f;
  float a11 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 2 + j * 16;
    if (k < 10) {
      const int x1 = k;
#pragma unroll
      for (int l = 0; l < 2; l++) {
        const float v2 = k0[j * 2 + l] - a1;
        k3[j * 2 + l] = expf(v2);
        const int v7 = (int)(x1 + l);
        k8[j * 2 + l] = v6 == v7;
        const float v10 = k8[j * 2 + l] ? v2 : 0.0f;
        a4 = a4 + k3[j * 2 + l];
        a11 = a11 + v10;
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a4, 4);
    a4 = a4 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a4, 2);
    a4 = a4 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a4, 1);
    a4 = a4 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a11, 4);
    a11 = a11 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a11, 2);
    a11 = a11 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a11, 1);
    a11 = a11 + o;
  }
  const float v5 = logf(a4);
  const float v12 = v5 - a11;
  const float v15 = v13 ? v12 : __int_as_float(0x7fc00000);
  const float v19 = v18 / a4;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 2 + j * 16;
    if (k < 10) {
      const int x1 = k;
      float s23[2];
#pragma unroll
      for (int l = 0; l < 2; l++) {
        const float v17 = k8[j * 2 + l] ? v16 : 0.0f;
        const float v20 = v19 * k3[j * 2 + l];
        const float v21 = v17 + v20;
        s23[l] = v21;
      }
      if (live) {
        store2_f32(p6 + x0 * 10 + x1, s23);
      }
    }
  }
  if (t == 0 && live) {
    p5[x0] = v15;
  }
}

// [8] reduced [true], rows<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *__restrict__ p0, float *p1) {
  const int t = threadIdx.x % 2u;
  const int at = (int)blockIdx.x * 64 + threadIdx.x / 2u;
  const int live = at < 1;
  const int r = live ? at : 0;
  float a1 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 8;
    {
      const int x0 = k;
      float v0[4];
      load4_f32(v0, p0 + x0);
#pragma unroll
      for (int l = 0; l < 4; l++) {
        a1 = a1 + v0[l];
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a1, 1);
    a1 = a1 + o;
  }
  const float v3 = a1 / 8.0f;
  if (t == 0 && live) {
    p1[0] = v3;
  }
}

// [32, 4, 16] reduced [false, false, false], map<<<4, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, const float *p4, const float *__restrict__ p5, float *p6, float *p7, float *p8, float *p9) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  const int x2 = (int)((unsigned)i % 16u);
  const int x1 = (int)((unsigned)i / 16u % 4u);
  const int x0 = (int)((unsigned)i / 64u);
  float v0[4];
  load4_f32(v0, p0 + x0 * 256 + x1 * 32 + x2);
  float v1[4];
  load4_f32(v1, p1 + i);
  float v3[4];
  load4_f32(v3, p2 + x0 * 256 + x1 * 32 + x2 + 16);
  float v5[4];
  load4_f32(v5, p3 + x0 * 256 + x1 * 32 + x2 + 128);
  float v7[4];
  load4_f32(v7, p4 + x0 * 256 + x1 * 32 + x2 + 144);
  float v16[4];
  load4_f32(v16, p5 + i);
  float s22[4];
  float s23[4];
  float s24[4];
  float s25[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const int v2 = v0[l] == v1[l];
    const int v4 = v3[l] == v1[l];
    const int v6 = v5[l] == v1[l];
    const int v8 = v7[l] == v1[l];
    const float v9 = (float)v2;
    const float v10 = (float)v4;
    const float v11 = (float)v6;
    const float v12 = (float)v8;
    const float v13 = v9 + v10;
    const float v14 = v13 + v11;
    const float v15 = v14 + v12;
    const float v17 = v16[l] / v15;
    const float v18 = v9 * v17;
    const float v19 = v10 * v17;
    const float v20 = v11 * v17;
    const float v21 = v12 * v17;
    s22[l] = v18;
    s23[l] = v19;
    s24[l] = v20;
    s25[l] = v21;
  }
  store4_f32(p6 + x0 * 256 + x1 * 32 + x2, s22);
  store4_f32(p7 + x0 * 256 + x1 * 32 + x2 + 16, s23);
  store4_f32(p8 + x0 * 256 + x1 * 32 + x2 + 128, s24);
  store4_f32(p9 + x0 * 256 + x1 * 32 + x2 + 144, s25);
}

// [512, 16] reduced [true, false], columns<<<1, 256>>>
extern "C" __global__ void __launch_bounds__(256) columns(const float *p0, const float *p1, const float *p2, const float *p3, const unsigned char *__restrict__ p4, float *p5, float *p6) {
  __shared__ float m_f32[1024];
  const int t = threadIdx.x % 4u;
  const int y = threadIdx.x / 4u;
  const int c = t * 4;
  float a12[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a12[l] = 0.0f;
  }
  if (c < 16) {
    const int x1 = c;
#pragma unroll 4
    for (int k = y; k < 512; k += 64) {
      const int x0 = k;
      float v0[4];
      load4_f32(v0, p0 + x0 * 16 + x1);
      float v1[4];
      load4_f32(v1, p1 + x0 * 16 + x1);
      float v3[4];
      load4_f32(v3, p2 + x0 * 16 + x1);
      float v6[4];
      load4_f32(v6, p3 + x0 * 16 + x1);
      unsigned char v8[4];
      load4_bool(v8, p4 + x0 * 16 + x1);
      float s13[4];
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v2 = v0[l] / v1[l];
        const float v4 = v2 * v3[l];
        const float v5 = -v4;
        const float v7 = v5 * v6[l];
        const float v10 = v8[l] ? v7 : 0.0f;
        const float v11 = -v10;
        s13[l] = v11;
        a12[l] = a12[l] + v11;
      }
      store4_f32(p5 + x0 * 16 + x1, s13);
    }
  }
  __syncthreads();
#pragma unroll
  for (int l = 0; l < 4; l++) {
    m_f32[l * 256 + threadIdx.x] = a12[l];
  }
  __syncthreads();
  for (int h = 32; h > 0; h /= 2) {
    if (y < h) {
#pragma unroll
      for (int l = 0; l < 4; l++) {
        m_f32[l * 256 + threadIdx.x] = m_f32[l * 256 + threadIdx.x] + m_f32[l * 256 + threadIdx.x + h * 4];
      }
    }
    __syncthreads();
  }
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a12[l] = m_f32[l * 256 + threadIdx.x];
  }
  if (y == 0 && c < 16) {
    const int x1 = c;
    float s14[4];
#pragma unroll
    for (int l = 0; l < 4; l++) {
      s14[l] = a12[l];
    }
    store4_f32(p6 + x1, s14);
  }
}

// [96, 12, 6] reduced [false, false, false], map<<<27, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, const float *p4, const float *__restrict__ p5, float *p6, float *p7, float *p8, float *p9) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 2;
  const int x2 = (int)((unsigned)i % 6u);
  const int x1 = (int)((unsigned)i / 6u % 12u);
  const int x0 = (int)((unsigned)i / 72u);
  float v0[2];
  load2_f32(v0, p0 + x0 * 288 + x1 * 12 + x2);
  float v1[2];
  load2_f32(v1, p1 + i);
  float v3[2];
  load2_f32(v3, p2 + x0 * 288 + x1 * 12 + x2 + 6);
  float v5[2];
  load2_f32(v5, p3 + x0 * 288 + x1 * 12 + x2 + 144);
  float v7[2];
  load2_f32(v7, p4 + x0 * 288 + x1 * 12 + x2 + 150);
  float v16[2];
  load2_f32(v16, p5 + i);
  float s22[2];
  float s23[2];
  float s24[2];
  float s25[2];
#pragma unroll
  for (int l = 0; l < 2; l++) {
    const int v2 = v0[l] == v1[l];
    const int v4 = v3[l] == v1[l];
    const int v6 = v5[l] == v1[l];
    const int v8 = v7[l] == v1[l];
    const float v9 = (float)v2;
    const float v10 = (float)v4;
    const float v11 = (float)v6;
    const float v12 = (float)v8;
    const float v13 = v9 + v10;
    const float v14 = v13 + v11;
    const float v15 = v14 + v12;
    const float v17 = v16[l] / v15;
    const float v18 = v9 * v17;
    const float v19 = v10 * v17;
    const float v20 = v11 * v17;
    const float v21 = v12 * v17;
    s22[l] = v18;
    s23[l] = v19;
    s24[l] = v20;
    s25[l] = v21;
  }
  store2_f32(p6 + x0 * 288 + x1 * 12 + x2, s22);
  store2_f32(p7 + x0 * 288 + x1 * 12 + x2 + 6, s23);
  store2_f32(p8 + x0 * 288 + x1 * 12 + x2 + 144, s24);
  store2_f32(p9 + x0 * 288 + x1 * 12 + x2 + 150, s25);
}

// [4608, 6] reduced [true, false], columns<<<9, 256>>>, combine<<<1, 256>>>
extern "C" __global__ void __launch_bounds__(256) columns(const float *p0, const float *p1, float *p2, float *p3, unsigned char *scratch) {
  __shared__ float m_f32[512];
  const int t = threadIdx.x % 4u;
  const int y = threadIdx.x / 4u;
  const int c = t * 2;
  float a3[2];
#pragma unroll
  for (int l = 0; l < 2; l++) {
    a3[l] = 0.0f;
  }
  if (c < 6) {
    const int x1 = c;
    const int begin = (int)(blockIdx.x / 1u) * 512;
    const int end = begin + 512 < 4608 ? begin + 512 : 4608;
#pragma unroll 4
    for (int k = begin + y; k < end; k += 64) {
      const int x0 = k;
      float v0[2];
      load2_f32(v0, p0 + x0 * 6 + x1);
      float v1[2];
      load2_f32(v1, p1 + x0 * 6 + x1);
      float s4[2];
#pragma unroll
      for (int l = 0; l < 2; l++) {
        const float v2 = v0[l] * v1[l];
        s4[l] = v2;
        a3[l] = a3[l] + v2;
      }
      store2_f32(p2 + x0 * 6 + x1, s4);
    }
  }
  __syncthreads();
#pragma unroll
  for (int l = 0; l < 2; l++) {
    m_f32[l * 256 + threadIdx.x] = a3[l];
  }
  __syncthreads();
  for (int h = 32; h > 0; h /= 2) {
    if (y < h) {
#pragma unroll
      for (int l = 0; l < 2; l++) {
        m_f32[l * 256 + threadIdx.x] = m_f32[l * 256 + threadIdx.x] + m_f32[l * 256 + threadIdx.x + h * 4];
      }
    }
    __syncthreads();
  }
#pragma unroll
  for (int l = 0; l < 2; l++) {
    a3[l] = m_f32[l * 256 + threadIdx.x];
  }
  if (y == 0 && c < 6) {
#pragma unroll
    for (int l = 0; l < 2; l++) {
      ((float *)(scratch + 0))[(blockIdx.x / 1u) * 6 + c + l] = a3[l];
    }
  }
}
extern "C" __global__ void __launch_bounds__(256) combine(const float *p0, const float *p1, float *p2, float *p3, unsigned char *scratch) {
  __shared__ float m_f32[256];
  const int t = threadIdx.x % 8u;
  const int y = threadIdx.x / 8u;
  const int c = t;
  float a3 = 0.0f;
  if (c < 6) {
#pragma unroll 4
    for (int k = y; k < 9; k += 32) {
      const float o3 = ((const float *)(scratch + 0))[k * 6 + c];
      a3 = a3 + o3;
    }
  }
  __syncthreads();
  m_f32[threadIdx.x] = a3;
  __syncthreads();
  for (int h = 16; h > 0; h /= 2) {
    if (y < h) {
      m_f32[threadIdx.x] = m_f32[threadIdx.x] + m_f32[threadIdx.x + h * 8];
    }
    __syncthreads();
  }
  a3 = m_f32[threadIdx.x];
  if (y == 0 && c < 6) {
    const int x1 = c;
    p3[x1] = a3;
  }
}

// [150] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, float *p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i + 4 <= 150) {
    float v0[4];
    load4_f32(v0, p0 + i);
    float v3[4];
    load4_f32(v3, p1 + i);
    const float v5 = p2[0];
    float v7[4];
    load4_f32(v7, p3 + i);
    float s9[4];
    float s10[4];
#pragma unroll
    for (int l = 0; l < 4; l++) {
      const float v2 = v0[l] * 0.9f;
      const float v4 = v2 + v3[l];
      const float v6 = v4 * v5;
      const float v8 = v7[l] - v6;
      s9[l] = v4;
      s10[l] = v8;
    }
    store4_f32(p4 + i, s9);
    store4_f32(p5 + i, s10);
  }
  else if (i < 150) {
    const int first = i;
    for (int i = first; i < 150; i++) {
      const float v0 = p0[i];
      const float v3 = p1[i];
      const float v5 = p2[0];
      const float v7 = p3[i];
      const float v2 = v0 * 0.9f;
      const float v4 = v2 + v3;
      const float v6 = v4 * v5;
      const float v8 = v7 - v6;
      p4[i] = v4;
      p5[i] = v8;
    }
  }
}

// [6] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, float *p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i + 4 <= 6) {
    float v0[4];
    load4_f32(v0, p0 + i);
    float v3[4];
    load4_f32(v3, p1 + i);
    const float v5 = p2[0];
    float v7[4];
    load4_f32(v7, p3 + i);
    float s9[4];
    float s10[4];
#pragma unroll
    for (int l = 0; l < 4; l++) {
      const float v2 = v0[l] * 0.9f;
      const float v4 = v2 + v3[l];
      const float v6 = v4 * v5;
      const float v8 = v7[l] - v6;
      s9[l] = v4;
      s10[l] = v8;
    }
    store4_f32(p4 + i, s9);
    store4_f32(p5 + i, s10);
  }
  else if (i < 6) {
    const int first = i;
    for (int i = first; i < 6; i++) {
      const float v0 = p0[i];
      const float v3 = p1[i];
      const float v5 = p2[0];
      const float v7 = p3[i];
      const float v2 = v0 * 0.9f;
      const float v4 = v2 + v3;
      const float v6 = v4 * v5;
      const float v8 = v7 - v6;
      p4[i] = v4;
      p5[i] = v8;
    }
  }
}

// [2400] reduced [false], map<<<5, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, float *p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 2400) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i);
  const float v5 = p2[0];
  float v7[4];
  load4_f32(v7, p3 + i);
  float s9[4];
  float s10[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * 0.9f;
    const float v4 = v2 + v3[l];
    const float v6 = v4 * v5;
    const float v8 = v7[l] - v6;
    s9[l] = v4;
    s10[l] = v8;
  }
  store4_f32(p4 + i, s9);
  store4_f32(p5 + i, s10);
}

// [16] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, float *p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 16) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i);
  const float v5 = p2[0];
  float v7[4];
  load4_f32(v7, p3 + i);
  float s9[4];
  float s10[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * 0.9f;
    const float v4 = v2 + v3[l];
    const float v6 = v4 * v5;
    const float v8 = v7[l] - v6;
    s9[l] = v4;
    s10[l] = v8;
  }
  store4_f32(p4 + i, s9);
  store4_f32(p5 + i, s10);
}

// [2560] reduced [false], map<<<5, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, float *p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  float v0[4];
  load4_f32(v0, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i);
  const float v5 = p2[0];
  float v7[4];
  load4_f32(v7, p3 + i);
  float s9[4];
  float s10[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * 0.9f;
    const float v4 = v2 + v3[l];
    const float v6 = v4 * v5;
    const float v8 = v7[l] - v6;
    s9[l] = v4;
    s10[l] = v8;
  }
  store4_f32(p4 + i, s9);
  store4_f32(p5 + i, s10);
}

// [10] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *__restrict__ p3, const float *__restrict__ p4, const float *__restrict__ p5, const float *__restrict__ p6, const float *__restrict__ p7, const float *__restrict__ p8, const float *__restrict__ p9, const float *p10, float *p11, float *p12) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i + 4 <= 10) {
    float v0[4];
    load4_f32(v0, p0 + i);
    float v3[4];
    load4_f32(v3, p1 + i);
    float v4[4];
    float v6[4];
    load4_f32(v6, p3 + i + 20);
    float v8[4];
    float v10[4];
    load4_f32(v10, p5 + i + 40);
    float v12[4];
    float v14[4];
    load4_f32(v14, p7 + i + 60);
    float v16[4];
    const float v19 = p9[0];
    float v21[4];
    load4_f32(v21, p10 + i);
#pragma unroll
    for (int l = 0; l < 4; l++) {
      v4[l] = p2[i + 10 + l];
      v8[l] = p4[i + 30 + l];
      v12[l] = p6[i + 50 + l];
      v16[l] = p8[i + 70 + l];
    }
    float s23[4];
    float s24[4];
#pragma unroll
    for (int l = 0; l < 4; l++) {
      const float v2 = v0[l] * 0.9f;
      const float v5 = v3[l] + v4[l];
      const float v7 = v5 + v6[l];
      const float v9 = v7 + v8[l];
      const float v11 = v9 + v10[l];
      const float v13 = v11 + v12[l];
      const float v15 = v13 + v14[l];
      const float v17 = v15 + v16[l];
      const float v18 = v2 + v17;
      const float v20 = v18 * v19;
      const float v22 = v21[l] - v20;
      s23[l] = v18;
      s24[l] = v22;
    }
    store4_f32(p11 + i, s23);
    store4_f32(p12 + i, s24);
  }
  else if (i < 10) {
    const int first = i;
    for (int i = first; i < 10; i++) {
      const float v0 = p0[i];
      const float v3 = p1[i];
      const float v4 = p2[i + 10];
      const float v6 = p3[i + 20];
      const float v8 = p4[i + 30];
      const float v10 = p5[i + 40];
      const float v12 = p6[i + 50];
      const float v14 = p7[i + 60];
      const float v16 = p8[i + 70];
      const float v19 = p9[0];
      const float v21 = p10[i];
      const float v2 = v0 * 0.9f;
      const float v5 = v3 + v4;
      const float v7 = v5 + v6;
      const float v9 = v7 + v8;
      const float v11 = v9 + v10;
      const float v13 = v11 + v12;
      const float v15 = v13 + v14;
      const float v17 = v15 + v16;
      const float v18 = v2 + v17;
      const float v20 = v18 * v19;
      const float v22 = v21 - v20;
      p11[i] = v18;
      p12[i] = v22;
    }
  }
}

// [4608, 6] reduced [false, false], map<<<108, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, float *p2) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 2;
  const int x1 = (int)((unsigned)i % 6u);
  float v0[2];
  load2_f32(v0, p0 + i);
  float v1[2];
  load2_f32(v1, p1 + x1);
  float s4[2];
#pragma unroll
  for (int l = 0; l < 2; l++) {
    const float v2 = v0[l] + v1[l];
    const float v3 = tanhf(v2);
    s4[l] = v3;
  }
  store2_f32(p2 + i, s4);
}

// [512, 16] reduced [false, false], map<<<16, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, float *p2) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  const int x1 = (int)((unsigned)i % 16u);
  float v0[4];
  load4_f32(v0, p0 + i);
  float v1[4];
  load4_f32(v1, p1 + x1);
  float s10[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] + v1[l];
    const float v3 = -v2;
    const float v5 = min_f32(v3, 80.0f);
    const float v6 = expf(v5);
    const float v8 = v6 + 1.0f;
    const float v9 = 1.0f / v8;
    s10[l] = v9;
  }
  store4_f32(p2 + i, s10);
}

