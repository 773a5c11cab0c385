// [3200] reduced [false], map<<<7, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, unsigned char *p2, float *p3) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 3200) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i);
  unsigned char s8[4];
  float s9[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const int v2 = v0[l] < 0.7f;
    const float v5 = v3[l] * 1.4285715f;
    const float v7 = v2 ? v5 : 0.0f;
    s8[l] = v2;
    s9[l] = v7;
  }
  store4_bool(p2 + i, s8);
  store4_f32(p3 + i, s9);
}

// [32] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const long long *__restrict__ p0, int *p1, unsigned char *p2, float *p3, float *p4) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 2;
  if (i >= 32) {
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
    const float v9 = v6 ? 0.03125f : 0.0f;
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

// [32, 10] reduced [false, true], rows<<<2, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *p0, const int *__restrict__ p1, const unsigned char *__restrict__ p2, const float *p3, const float *p4, float *p5, float *p6) {
  const int t = threadIdx.x % 8u;
  const int at = (int)blockIdx.x * 16 + threadIdx.x / 8u;
  const int r = at;
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
      store2_f32(p6 + x0 * 10 + x1, s23);
    }
  }
  if (t == 0) {
    p5[x0] = v15;
  }
}

// [32] reduced [true], rows<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *__restrict__ p0, float *p1) {
  const int t = threadIdx.x % 8u;
  const int at = (int)blockIdx.x * 16 + threadIdx.x / 8u;
  const int live = at < 1;
  const int r = live ? at : 0;
  float a1 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 32;
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
    const float o = __shfl_xor_sync(0xffffffffu, a1, 4);
    a1 = a1 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a1, 2);
    a1 = a1 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a1, 1);
    a1 = a1 + o;
  }
  const float v3 = a1 / 32.0f;
  if (t == 0 && live) {
    p1[0] = v3;
  }
}

// [] reduced [], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const long long *p0, const float *p1, long long *p2, float *p3, float *p4) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x);
  if (i >= 1) {
    return;
  }
  const long long v0 = p0[0];
  const float v8 = p1[0];
  const long long v2 = (long long)((unsigned long long)v0 + (unsigned long long)1LL);
  const float v3 = (float)v2;
  const float v5 = v3 * (-0.105360515f);
  const float v6 = expm1f(v5);
  const float v7 = -v6;
  const float v9 = v8 / v7;
  const float v11 = v3 * (-0.0010005003f);
  const float v12 = expm1f(v11);
  const float v13 = -v12;
  const float v14 = sqrtf(v13);
  const float v16 = 1.0f / v14;
  p2[0] = v2;
  p3[0] = v9;
  p4[0] = v16;
}

// [32, 100] reduced [true, false], columns<<<1, 256>>>
extern "C" __global__ void __launch_bounds__(256) columns(const float *p0, const unsigned char *__restrict__ p1, const float *p2, float *p3, float *p4) {
  __shared__ float m_f32[1024];
  const int t = threadIdx.x % 32u;
  const int y = threadIdx.x / 32u;
  const int c = t * 4;
  float a9[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a9[l] = 0.0f;
  }
  if (c < 100) {
    const int x1 = c;
#pragma unroll 4
    for (int k = y; k < 32; k += 8) {
      const int x0 = k;
      float v1[4];
      load4_f32(v1, p0 + x0 * 100 + x1);
      unsigned char v3[4];
      load4_bool(v3, p1 + x0 * 100 + x1);
      float v4[4];
      load4_f32(v4, p2 + x0 * 100 + x1);
      float s10[4];
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const int v2 = 0.0f < v1[l];
        const float v5 = v3[l] ? v4[l] : 0.0f;
        const float v7 = v5 * 1.4285715f;
        const float v8 = v2 ? v7 : 0.0f;
        s10[l] = v8;
        a9[l] = a9[l] + v8;
      }
      store4_f32(p3 + x0 * 100 + x1, s10);
    }
  }
  __syncthreads();
#pragma unroll
  for (int l = 0; l < 4; l++) {
    m_f32[l * 256 + threadIdx.x] = a9[l];
  }
  __syncthreads();
  for (int h = 4; h > 0; h /= 2) {
    if (y < h) {
#pragma unroll
      for (int l = 0; l < 4; l++) {
        m_f32[l * 256 + threadIdx.x] = m_f32[l * 256 + threadIdx.x] + m_f32[l * 256 + threadIdx.x + h * 32];
      }
    }
    __syncthreads();
  }
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a9[l] = m_f32[l * 256 + threadIdx.x];
  }
  if (y == 0 && c < 100) {
    const int x1 = c;
    float s11[4];
#pragma unroll
    for (int l = 0; l < 4; l++) {
      s11[l] = a9[l];
    }
    store4_f32(p4 + x1, s11);
  }
}

// [78400] reduced [false], map<<<154, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, const float *__restrict__ p4, const float *p5, float *p6, float *p7, float *p8) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 78400) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i);
  const float v7 = p2[0];
  float v9[4];
  load4_f32(v9, p3 + i);
  const float v17 = p4[0];
  float v22[4];
  load4_f32(v22, p5 + i);
  float s24[4];
  float s25[4];
  float s26[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * 0.9f;
    const float v5 = v3[l] * 0.1f;
    const float v6 = v2 + v5;
    const float v8 = v6 * v7;
    const float v11 = v9[l] * 0.999f;
    const float v12 = v3[l] * v3[l];
    const float v14 = v12 * 0.001f;
    const float v15 = v11 + v14;
    const float v16 = sqrtf(v15);
    const float v18 = v16 * v17;
    const float v20 = v18 + 1.0E-8f;
    const float v21 = v8 / v20;
    const float v23 = v22[l] - v21;
    s24[l] = v6;
    s25[l] = v15;
    s26[l] = v23;
  }
  store4_f32(p6 + i, s24);
  store4_f32(p7 + i, s25);
  store4_f32(p8 + i, s26);
}

// [100] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, const float *__restrict__ p4, const float *p5, float *p6, float *p7, float *p8) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 100) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i);
  const float v7 = p2[0];
  float v9[4];
  load4_f32(v9, p3 + i);
  const float v17 = p4[0];
  float v22[4];
  load4_f32(v22, p5 + i);
  float s24[4];
  float s25[4];
  float s26[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * 0.9f;
    const float v5 = v3[l] * 0.1f;
    const float v6 = v2 + v5;
    const float v8 = v6 * v7;
    const float v11 = v9[l] * 0.999f;
    const float v12 = v3[l] * v3[l];
    const float v14 = v12 * 0.001f;
    const float v15 = v11 + v14;
    const float v16 = sqrtf(v15);
    const float v18 = v16 * v17;
    const float v20 = v18 + 1.0E-8f;
    const float v21 = v8 / v20;
    const float v23 = v22[l] - v21;
    s24[l] = v6;
    s25[l] = v15;
    s26[l] = v23;
  }
  store4_f32(p6 + i, s24);
  store4_f32(p7 + i, s25);
  store4_f32(p8 + i, s26);
}

// [1000] reduced [false], map<<<2, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, const float *__restrict__ p4, const float *p5, float *p6, float *p7, float *p8) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 1000) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i);
  const float v7 = p2[0];
  float v9[4];
  load4_f32(v9, p3 + i);
  const float v17 = p4[0];
  float v22[4];
  load4_f32(v22, p5 + i);
  float s24[4];
  float s25[4];
  float s26[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * 0.9f;
    const float v5 = v3[l] * 0.1f;
    const float v6 = v2 + v5;
    const float v8 = v6 * v7;
    const float v11 = v9[l] * 0.999f;
    const float v12 = v3[l] * v3[l];
    const float v14 = v12 * 0.001f;
    const float v15 = v11 + v14;
    const float v16 = sqrtf(v15);
    const float v18 = v16 * v17;
    const float v20 = v18 + 1.0E-8f;
    const float v21 = v8 / v20;
    const float v23 = v22[l] - v21;
    s24[l] = v6;
    s25[l] = v15;
    s26[l] = v23;
  }
  store4_f32(p6 + i, s24);
  store4_f32(p7 + i, s25);
  store4_f32(p8 + i, s26);
}

// [32, 10] reduced [true, false], columns<<<1, 256>>>
extern "C" __global__ void __launch_bounds__(256) columns(const float *__restrict__ p0, float *p1) {
  __shared__ float m_f32[512];
  const int t = threadIdx.x % 8u;
  const int y = threadIdx.x / 8u;
  const int c = t * 2;
  float a1[2];
#pragma unroll
  for (int l = 0; l < 2; l++) {
    a1[l] = 0.0f;
  }
  if (c < 10) {
    const int x1 = c;
#pragma unroll 4
    for (int k = y; k < 32; k += 32) {
      const int x0 = k;
      float v0[2];
      load2_f32(v0, p0 + x0 * 10 + x1);
#pragma unroll
      for (int l = 0; l < 2; l++) {
        a1[l] = a1[l] + v0[l];
      }
    }
  }
  __syncthreads();
#pragma unroll
  for (int l = 0; l < 2; l++) {
    m_f32[l * 256 + threadIdx.x] = a1[l];
  }
  __syncthreads();
  for (int h = 16; h > 0; h /= 2) {
    if (y < h) {
#pragma unroll
      for (int l = 0; l < 2; l++) {
        m_f32[l * 256 + threadIdx.x] = m_f32[l * 256 + threadIdx.x] + m_f32[l * 256 + threadIdx.x + h * 8];
      }
    }
    __syncthreads();
  }
#pragma unroll
  for (int l = 0; l < 2; l++) {
    a1[l] = m_f32[l * 256 + threadIdx.x];
  }
  if (y == 0 && c < 10) {
    const int x1 = c;
    float s2[2];
#pragma unroll
    for (int l = 0; l < 2; l++) {
      s2[l] = a1[l];
    }
    store2_f32(p1 + x1, s2);
  }
}

// [10] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, const float *__restrict__ p4, const float *p5, float *p6, float *p7, float *p8) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i + 4 <= 10) {
    float v0[4];
    load4_f32(v0, p0 + i);
    float v3[4];
    load4_f32(v3, p1 + i);
    const float v7 = p2[0];
    float v9[4];
    load4_f32(v9, p3 + i);
    const float v17 = p4[0];
    float v22[4];
    load4_f32(v22, p5 + i);
    float s24[4];
    float s25[4];
    float s26[4];
#pragma unroll
    for (int l = 0; l < 4; l++) {
      const float v2 = v0[l] * 0.9f;
      const float v5 = v3[l] * 0.1f;
      const float v6 = v2 + v5;
      const float v8 = v6 * v7;
      const float v11 = v9[l] * 0.999f;
      const float v12 = v3[l] * v3[l];
      const float v14 = v12 * 0.001f;
      const float v15 = v11 + v14;
      const float v16 = sqrtf(v15);
      const float v18 = v16 * v17;
      const float v20 = v18 + 1.0E-8f;
      const float v21 = v8 / v20;
      const float v23 = v22[l] - v21;
      s24[l] = v6;
      s25[l] = v15;
      s26[l] = v23;
    }
    store4_f32(p6 + i, s24);
    store4_f32(p7 + i, s25);
    store4_f32(p8 + i, s26);
  }
  else if (i < 10) {
    const int first = i;
    for (int i = first; i < 10; i++) {
      const float v0 = p0[i];
      const float v3 = p1[i];
      const float v7 = p2[0];
      const float v9 = p3[i];
      const float v17 = p4[0];
      const float v22 = p5[i];
      const float v2 = v0 * 0.9f;
      const float v5 = v3 * 0.1f;
      const float v6 = v2 + v5;
      const float v8 = v6 * v7;
      const float v11 = v9 * 0.999f;
      const float v12 = v3 * v3;
      const float v14 = v12 * 0.001f;
      const float v15 = v11 + v14;
      const float v16 = sqrtf(v15);
      const float v18 = v16 * v17;
      const float v20 = v18 + 1.0E-8f;
      const float v21 = v8 / v20;
      const float v23 = v22 - v21;
      p6[i] = v6;
      p7[i] = v15;
      p8[i] = v23;
    }
  }
}

