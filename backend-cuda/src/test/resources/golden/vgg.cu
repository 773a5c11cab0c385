// [4096, 16] reduced [true, false], columns<<<8, 256>>>, combine<<<1, 256>>>
extern "C" __global__ void __launch_bounds__(256) columns(const float *__restrict__ p0, float *p1, unsigned char *scratch) {
  __shared__ float m_f32[1024];
  const int t = threadIdx.x % 4u;
  const int y = threadIdx.x / 4u;
  const int c = t * 4;
  float a1[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a1[l] = 0.0f;
  }
  if (c < 16) {
    const int x1 = c;
    const int begin = (int)(blockIdx.x / 1u) * 512;
    const int end = begin + 512 < 4096 ? begin + 512 : 4096;
#pragma unroll 4
    for (int k = begin + y; k < end; k += 64) {
      const int x0 = k;
      float v0[4];
      load4_f32(v0, p0 + x0 * 16 + x1);
#pragma unroll
      for (int l = 0; l < 4; l++) {
        a1[l] = a1[l] + v0[l];
      }
    }
  }
  __syncthreads();
#pragma unroll
  for (int l = 0; l < 4; l++) {
    m_f32[l * 256 + threadIdx.x] = a1[l];
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
    a1[l] = m_f32[l * 256 + threadIdx.x];
  }
  if (y == 0 && c < 16) {
#pragma unroll
    for (int l = 0; l < 4; l++) {
      ((float *)(scratch + 0))[(blockIdx.x / 1u) * 16 + c + l] = a1[l];
    }
  }
}
extern "C" __global__ void __launch_bounds__(256) combine(const float *__restrict__ p0, float *p1, unsigned char *scratch) {
  __shared__ float m_f32[256];
  const int t = threadIdx.x % 16u;
  const int y = threadIdx.x / 16u;
  const int c = t;
  float a1 = 0.0f;
  if (c < 16) {
#pragma unroll 4
    for (int k = y; k < 8; k += 16) {
      const float o1 = ((const float *)(scratch + 0))[k * 16 + c];
      a1 = a1 + o1;
    }
  }
  __syncthreads();
  m_f32[threadIdx.x] = a1;
  __syncthreads();
  for (int h = 8; h > 0; h /= 2) {
    if (y < h) {
      m_f32[threadIdx.x] = m_f32[threadIdx.x] + m_f32[threadIdx.x + h * 16];
    }
    __syncthreads();
  }
  a1 = m_f32[threadIdx.x];
  if (y == 0 && c < 16) {
    const int x1 = c;
    p1[x1] = a1;
  }
}

// [16] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, float *p2, float *p3) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 16) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i);
  float s9[4];
  float s10[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] / 4096.0f;
    const float v5 = v3[l] * 0.9f;
    const float v7 = v2 * 0.1f;
    const float v8 = v5 + v7;
    s9[l] = v2;
    s10[l] = v8;
  }
  store4_f32(p2 + i, s9);
  store4_f32(p3 + i, s10);
}

// [4096, 16] reduced [true, false], columns<<<8, 256>>>, combine<<<1, 256>>>
extern "C" __global__ void __launch_bounds__(256) columns(const float *p0, const float *p1, float *p2, float *p3, unsigned char *scratch) {
  __shared__ float m_f32[1024];
  const int t = threadIdx.x % 4u;
  const int y = threadIdx.x / 4u;
  const int c = t * 4;
  float a4[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a4[l] = 0.0f;
  }
  if (c < 16) {
    const int x1 = c;
    float k1[4];
    load4_f32(k1 + 0, p1 + x1);
    const int begin = (int)(blockIdx.x / 1u) * 512;
    const int end = begin + 512 < 4096 ? begin + 512 : 4096;
#pragma unroll 4
    for (int k = begin + y; k < end; k += 64) {
      const int x0 = k;
      float v0[4];
      load4_f32(v0, p0 + x0 * 16 + x1);
      float s5[4];
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v2 = v0[l] - k1[0 + l];
        const float v3 = v2 * v2;
        s5[l] = v2;
        a4[l] = a4[l] + v3;
      }
      store4_f32(p2 + x0 * 16 + x1, s5);
    }
  }
  __syncthreads();
#pragma unroll
  for (int l = 0; l < 4; l++) {
    m_f32[l * 256 + threadIdx.x] = a4[l];
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
    a4[l] = m_f32[l * 256 + threadIdx.x];
  }
  if (y == 0 && c < 16) {
#pragma unroll
    for (int l = 0; l < 4; l++) {
      ((float *)(scratch + 0))[(blockIdx.x / 1u) * 16 + c + l] = a4[l];
    }
  }
}
extern "C" __global__ void __launch_bounds__(256) combine(const float *p0, const float *p1, float *p2, float *p3, unsigned char *scratch) {
  __shared__ float m_f32[256];
  const int t = threadIdx.x % 16u;
  const int y = threadIdx.x / 16u;
  const int c = t;
  float a4 = 0.0f;
  if (c < 16) {
#pragma unroll 4
    for (int k = y; k < 8; k += 16) {
      const float o4 = ((const float *)(scratch + 0))[k * 16 + c];
      a4 = a4 + o4;
    }
  }
  __syncthreads();
  m_f32[threadIdx.x] = a4;
  __syncthreads();
  for (int h = 8; h > 0; h /= 2) {
    if (y < h) {
      m_f32[threadIdx.x] = m_f32[threadIdx.x] + m_f32[threadIdx.x + h * 16];
    }
    __syncthreads();
  }
  a4 = m_f32[threadIdx.x];
  if (y == 0 && c < 16) {
    const int x1 = c;
    p3[x1] = a4;
  }
}

// [16] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, float *p2, float *p3) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 16) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float v6[4];
  load4_f32(v6, p1 + i);
  float s17[4];
  float s18[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] / 4096.0f;
    const float v4 = v2 + 1.0E-5f;
    const float v5 = sqrtf(v4);
    const float v8 = v6[l] * 0.9f;
    const float v11 = max_f32(4095.0f, 1.0f);
    const float v12 = 4096.0f / v11;
    const float v13 = v2 * v12;
    const float v15 = v13 * 0.1f;
    const float v16 = v8 + v15;
    s17[l] = v5;
    s18[l] = v16;
  }
  store4_f32(p2 + i, s17);
  store4_f32(p3 + i, s18);
}

// [4096, 16] reduced [false, false], map<<<128, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *__restrict__ p2, float *p3, float *p4) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  const int x1 = (int)((unsigned)i % 16u);
  float v0[4];
  load4_f32(v0, p0 + i);
  float v1[4];
  load4_f32(v1, p1 + x1);
  float v3[4];
  load4_f32(v3, p2 + x1);
  float s5[4];
  float s6[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] / v1[l];
    const float v4 = v2 * v3[l];
    s5[l] = v2;
    s6[l] = v4;
  }
  store4_f32(p3 + i, s5);
  store4_f32(p4 + i, s6);
}

// [64, 16, 16] reduced [false, false, false], map<<<32, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *__restrict__ p0, const float *__restrict__ p1, const float *__restrict__ p2, const float *__restrict__ p3, const float *__restrict__ p4, float *p5, float *p6) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  const int x2 = (int)((unsigned)i % 16u);
  const int x1 = (int)((unsigned)i / 16u % 16u);
  const int x0 = (int)((unsigned)i / 256u);
  float v0[4];
  load4_f32(v0, p0 + x0 * 1024 + x1 * 32 + x2);
  float v1[4];
  load4_f32(v1, p1 + x0 * 1024 + x1 * 32 + x2 + 16);
  float v3[4];
  load4_f32(v3, p2 + x0 * 1024 + x1 * 32 + x2 + 512);
  float v5[4];
  load4_f32(v5, p3 + x0 * 1024 + x1 * 32 + x2 + 528);
  float v7[4];
  load4_f32(v7, p4 + x2);
  float s11[4];
  float s12[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = max_f32(v0[l], v1[l]);
    const float v4 = max_f32(v2, v3[l]);
    const float v6 = max_f32(v4, v5[l]);
    const float v8 = v6 + v7[l];
    const float v10 = max_f32(v8, 0.0f);
    s11[l] = v6;
    s12[l] = v10;
  }
  store4_f32(p5 + i, s11);
  store4_f32(p6 + i, s12);
}

// [32, 8, 32] reduced [false, false, false], map<<<16, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *__restrict__ p0, const float *__restrict__ p1, const float *__restrict__ p2, const float *__restrict__ p3, const float *__restrict__ p4, float *p5, float *p6) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  const int x2 = (int)((unsigned)i % 32u);
  const int x1 = (int)((unsigned)i / 32u % 8u);
  const int x0 = (int)((unsigned)i / 256u);
  float v0[4];
  load4_f32(v0, p0 + x0 * 1024 + x1 * 64 + x2);
  float v1[4];
  load4_f32(v1, p1 + x0 * 1024 + x1 * 64 + x2 + 32);
  float v3[4];
  load4_f32(v3, p2 + x0 * 1024 + x1 * 64 + x2 + 512);
  float v5[4];
  load4_f32(v5, p3 + x0 * 1024 + x1 * 64 + x2 + 544);
  float v7[4];
  load4_f32(v7, p4 + x2);
  float s11[4];
  float s12[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = max_f32(v0[l], v1[l]);
    const float v4 = max_f32(v2, v3[l]);
    const float v6 = max_f32(v4, v5[l]);
    const float v8 = v6 + v7[l];
    const float v10 = max_f32(v8, 0.0f);
    s11[l] = v6;
    s12[l] = v10;
  }
  store4_f32(p5 + i, s11);
  store4_f32(p6 + i, s12);
}

// [256] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, unsigned char *p2, float *p3) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 256) {
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
    const int v2 = v0[l] < 0.5f;
    const float v5 = v3[l] * 2.0f;
    const float v7 = v2 ? v5 : 0.0f;
    s8[l] = v2;
    s9[l] = v7;
  }
  store4_bool(p2 + i, s8);
  store4_f32(p3 + i, s9);
}

// [4] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const long long *__restrict__ p0, int *p1, unsigned char *p2, float *p3, float *p4) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 2;
  if (i >= 4) {
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
    const float v9 = v6 ? 0.25f : 0.0f;
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

// [4, 10] reduced [false, true], rows<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *p0, const int *__restrict__ p1, const unsigned char *__restrict__ p2, const float *p3, const float *p4, float *p5, float *p6) {
  const int t = threadIdx.x % 8u;
  const int at = (int)blockIdx.x * 16 + threadIdx.x / 8u;
  const int live = at < 4;
  const int r = live ? at : 3;
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

// [4] reduced [true], rows<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *__restrict__ p0, float *p1) {
  const int t = threadIdx.x % 1u;
  const int at = (int)blockIdx.x * 128 + threadIdx.x / 1u;
  const int live = at < 1;
  const int r = live ? at : 0;
  float a1 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 4;
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
  const float v3 = a1 / 4.0f;
  if (t == 0 && live) {
    p1[0] = v3;
  }
}

// [64] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *p2, const float *p3, const unsigned char *__restrict__ p4, const float *p5, const unsigned char *__restrict__ p6, const float *p7, const unsigned char *__restrict__ p8, const float *p9, const unsigned char *__restrict__ p10, const float *p11, float *p12, float *p13, float *p14, float *p15, float *p16) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 64) {
    return;
  }
  float v1[4];
  load4_f32(v1, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i + 64);
  float v5[4];
  load4_f32(v5, p2 + i + 128);
  float v7[4];
  load4_f32(v7, p3 + i + 192);
  unsigned char v9[4];
  load4_bool(v9, p4 + i);
  float v10[4];
  load4_f32(v10, p5 + i);
  unsigned char v12[4];
  load4_bool(v12, p6 + i + 64);
  float v13[4];
  load4_f32(v13, p7 + i + 64);
  unsigned char v15[4];
  load4_bool(v15, p8 + i + 128);
  float v16[4];
  load4_f32(v16, p9 + i + 128);
  unsigned char v18[4];
  load4_bool(v18, p10 + i + 192);
  float v19[4];
  load4_f32(v19, p11 + i + 192);
  float s33[4];
  float s34[4];
  float s35[4];
  float s36[4];
  float s37[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const int v2 = 0.0f < v1[l];
    const int v4 = 0.0f < v3[l];
    const int v6 = 0.0f < v5[l];
    const int v8 = 0.0f < v7[l];
    const float v11 = v9[l] ? v10[l] : 0.0f;
    const float v14 = v12[l] ? v13[l] : 0.0f;
    const float v17 = v15[l] ? v16[l] : 0.0f;
    const float v20 = v18[l] ? v19[l] : 0.0f;
    const float v22 = v11 * 2.0f;
    const float v23 = v14 * 2.0f;
    const float v24 = v17 * 2.0f;
    const float v25 = v20 * 2.0f;
    const float v26 = v2 ? v22 : 0.0f;
    const float v27 = v4 ? v23 : 0.0f;
    const float v28 = v6 ? v24 : 0.0f;
    const float v29 = v8 ? v25 : 0.0f;
    const float v30 = v26 + v27;
    const float v31 = v30 + v28;
    const float v32 = v31 + v29;
    s33[l] = v26;
    s34[l] = v27;
    s35[l] = v28;
    s36[l] = v29;
    s37[l] = v32;
  }
  store4_f32(p12 + i, s33);
  store4_f32(p13 + i + 64, s34);
  store4_f32(p14 + i + 128, s35);
  store4_f32(p15 + i + 192, s36);
  store4_f32(p16 + i, s37);
}

// [32, 8, 32] reduced [false, false, false], map<<<16, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *p2, const float *p3, const float *p4, const float *p5, const float *p6, float *p7, float *p8, float *p9, float *p10, float *p11) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  const int x2 = (int)((unsigned)i % 32u);
  const int x1 = (int)((unsigned)i / 32u % 8u);
  const int x0 = (int)((unsigned)i / 256u);
  float v0[4];
  load4_f32(v0, p0 + x0 * 1024 + x1 * 64 + x2);
  float v1[4];
  load4_f32(v1, p1 + i);
  float v3[4];
  load4_f32(v3, p2 + x0 * 1024 + x1 * 64 + x2 + 32);
  float v5[4];
  load4_f32(v5, p3 + x0 * 1024 + x1 * 64 + x2 + 512);
  float v7[4];
  load4_f32(v7, p4 + x0 * 1024 + x1 * 64 + x2 + 544);
  float v14[4];
  load4_f32(v14, p5 + i);
  float v16[4];
  load4_f32(v16, p6 + i);
  float s26[4];
  float s27[4];
  float s28[4];
  float s29[4];
  float s30[4];
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
    const int v15 = 0.0f < v14[l];
    const float v17 = v15 ? v16[l] : 0.0f;
    const float v18 = v9 + v10;
    const float v19 = v18 + v11;
    const float v20 = v19 + v12;
    const float v21 = v17 / v20;
    const float v22 = v9 * v21;
    const float v23 = v10 * v21;
    const float v24 = v11 * v21;
    const float v25 = v12 * v21;
    s26[l] = v17;
    s27[l] = v22;
    s28[l] = v23;
    s29[l] = v24;
    s30[l] = v25;
  }
  store4_f32(p7 + i, s26);
  store4_f32(p8 + x0 * 1024 + x1 * 64 + x2, s27);
  store4_f32(p9 + x0 * 1024 + x1 * 64 + x2 + 32, s28);
  store4_f32(p10 + x0 * 1024 + x1 * 64 + x2 + 512, s29);
  store4_f32(p11 + x0 * 1024 + x1 * 64 + x2 + 544, s30);
}

// [64, 16, 16] reduced [false, false, false], map<<<32, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *p2, const float *p3, const float *p4, const float *p5, const float *p6, float *p7, float *p8, float *p9, float *p10, float *p11) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  const int x2 = (int)((unsigned)i % 16u);
  const int x1 = (int)((unsigned)i / 16u % 16u);
  const int x0 = (int)((unsigned)i / 256u);
  float v0[4];
  load4_f32(v0, p0 + x0 * 1024 + x1 * 32 + x2);
  float v1[4];
  load4_f32(v1, p1 + i);
  float v3[4];
  load4_f32(v3, p2 + x0 * 1024 + x1 * 32 + x2 + 16);
  float v5[4];
  load4_f32(v5, p3 + x0 * 1024 + x1 * 32 + x2 + 512);
  float v7[4];
  load4_f32(v7, p4 + x0 * 1024 + x1 * 32 + x2 + 528);
  float v14[4];
  load4_f32(v14, p5 + i);
  float v16[4];
  load4_f32(v16, p6 + i);
  float s26[4];
  float s27[4];
  float s28[4];
  float s29[4];
  float s30[4];
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
    const int v15 = 0.0f < v14[l];
    const float v17 = v15 ? v16[l] : 0.0f;
    const float v18 = v9 + v10;
    const float v19 = v18 + v11;
    const float v20 = v19 + v12;
    const float v21 = v17 / v20;
    const float v22 = v9 * v21;
    const float v23 = v10 * v21;
    const float v24 = v11 * v21;
    const float v25 = v12 * v21;
    s26[l] = v17;
    s27[l] = v22;
    s28[l] = v23;
    s29[l] = v24;
    s30[l] = v25;
  }
  store4_f32(p7 + i, s26);
  store4_f32(p8 + x0 * 1024 + x1 * 32 + x2, s27);
  store4_f32(p9 + x0 * 1024 + x1 * 32 + x2 + 16, s28);
  store4_f32(p10 + x0 * 1024 + x1 * 32 + x2 + 512, s29);
  store4_f32(p11 + x0 * 1024 + x1 * 32 + x2 + 528, s30);
}

// [4096, 16] reduced [true, false], columns<<<8, 256>>>, combine<<<1, 256>>>
extern "C" __global__ void __launch_bounds__(256) columns(const float *p0, const float *p1, const float *p2, const float *p3, float *p4, float *p5, float *p6, unsigned char *scratch) {
  __shared__ float m_f32[1024];
  const int t = threadIdx.x % 4u;
  const int y = threadIdx.x / 4u;
  const int c = t * 4;
  float a8[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a8[l] = 0.0f;
  }
  float a10[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a10[l] = 0.0f;
  }
  if (c < 16) {
    const int x1 = c;
    float k1[4];
    float k3[4];
    load4_f32(k1 + 0, p1 + x1);
    load4_f32(k3 + 0, p2 + x1);
    const int begin = (int)(blockIdx.x / 1u) * 512;
    const int end = begin + 512 < 4096 ? begin + 512 : 4096;
#pragma unroll 4
    for (int k = begin + y; k < end; k += 64) {
      const int x0 = k;
      float v0[4];
      load4_f32(v0, p0 + x0 * 16 + x1);
      float v5[4];
      load4_f32(v5, p3 + x0 * 16 + x1);
      float s11[4];
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v2 = v0[l] * k1[0 + l];
        const float v4 = v2 / k3[0 + l];
        const float v6 = v4 * v5[l];
        const float v7 = -v6;
        const float v9 = -v4;
        s11[l] = v4;
        a8[l] = a8[l] + v7;
        a10[l] = a10[l] + v9;
      }
      store4_f32(p4 + x0 * 16 + x1, s11);
    }
  }
  __syncthreads();
#pragma unroll
  for (int l = 0; l < 4; l++) {
    m_f32[l * 256 + threadIdx.x] = a8[l];
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
    a8[l] = m_f32[l * 256 + threadIdx.x];
  }
  __syncthreads();
#pragma unroll
  for (int l = 0; l < 4; l++) {
    m_f32[l * 256 + threadIdx.x] = a10[l];
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
    a10[l] = m_f32[l * 256 + threadIdx.x];
  }
  if (y == 0 && c < 16) {
#pragma unroll
    for (int l = 0; l < 4; l++) {
      ((float *)(scratch + 0))[(blockIdx.x / 1u) * 16 + c + l] = a8[l];
    }
#pragma unroll
    for (int l = 0; l < 4; l++) {
      ((float *)(scratch + 1024))[(blockIdx.x / 1u) * 16 + c + l] = a10[l];
    }
  }
}
extern "C" __global__ void __launch_bounds__(256) combine(const float *p0, const float *p1, const float *p2, const float *p3, float *p4, float *p5, float *p6, unsigned char *scratch) {
  __shared__ float m_f32[256];
  const int t = threadIdx.x % 16u;
  const int y = threadIdx.x / 16u;
  const int c = t;
  float a8 = 0.0f;
  float a10 = 0.0f;
  if (c < 16) {
#pragma unroll 4
    for (int k = y; k < 8; k += 16) {
      const float o8 = ((const float *)(scratch + 0))[k * 16 + c];
      a8 = a8 + o8;
      const float o10 = ((const float *)(scratch + 1024))[k * 16 + c];
      a10 = a10 + o10;
    }
  }
  __syncthreads();
  m_f32[threadIdx.x] = a8;
  __syncthreads();
  for (int h = 8; h > 0; h /= 2) {
    if (y < h) {
      m_f32[threadIdx.x] = m_f32[threadIdx.x] + m_f32[threadIdx.x + h * 16];
    }
    __syncthreads();
  }
  a8 = m_f32[threadIdx.x];
  __syncthreads();
  m_f32[threadIdx.x] = a10;
  __syncthreads();
  for (int h = 8; h > 0; h /= 2) {
    if (y < h) {
      m_f32[threadIdx.x] = m_f32[threadIdx.x] + m_f32[threadIdx.x + h * 16];
    }
    __syncthreads();
  }
  a10 = m_f32[threadIdx.x];
  if (y == 0 && c < 16) {
    const int x1 = c;
    p5[x1] = a8;
    p6[x1] = a10;
  }
}

// [16] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, float *p2) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 16) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i);
  float s7[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * 0.5f;
    const float v4 = v2 / v3[l];
    const float v6 = v4 / 4096.0f;
    s7[l] = v6;
  }
  store4_f32(p2 + i, s7);
}

// [4096, 16] reduced [true, false], columns<<<8, 256>>>, combine<<<1, 256>>>
extern "C" __global__ void __launch_bounds__(256) columns(const float *p0, const float *p1, float *p2, float *p3, unsigned char *scratch) {
  __shared__ float m_f32[1024];
  const int t = threadIdx.x % 4u;
  const int y = threadIdx.x / 4u;
  const int c = t * 4;
  float a5[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a5[l] = 0.0f;
  }
  if (c < 16) {
    const int x1 = c;
    float k0[4];
    load4_f32(k0 + 0, p0 + x1);
    const int begin = (int)(blockIdx.x / 1u) * 512;
    const int end = begin + 512 < 4096 ? begin + 512 : 4096;
#pragma unroll 4
    for (int k = begin + y; k < end; k += 64) {
      const int x0 = k;
      float v1[4];
      load4_f32(v1, p1 + x0 * 16 + x1);
      float s6[4];
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v2 = k0[0 + l] * v1[l];
        const float v3 = v2 + v2;
        const float v4 = -v3;
        s6[l] = v3;
        a5[l] = a5[l] + v4;
      }
      store4_f32(p2 + x0 * 16 + x1, s6);
    }
  }
  __syncthreads();
#pragma unroll
  for (int l = 0; l < 4; l++) {
    m_f32[l * 256 + threadIdx.x] = a5[l];
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
    a5[l] = m_f32[l * 256 + threadIdx.x];
  }
  if (y == 0 && c < 16) {
#pragma unroll
    for (int l = 0; l < 4; l++) {
      ((float *)(scratch + 0))[(blockIdx.x / 1u) * 16 + c + l] = a5[l];
    }
  }
}
extern "C" __global__ void __launch_bounds__(256) combine(const float *p0, const float *p1, float *p2, float *p3, unsigned char *scratch) {
  __shared__ float m_f32[256];
  const int t = threadIdx.x % 16u;
  const int y = threadIdx.x / 16u;
  const int c = t;
  float a5 = 0.0f;
  if (c < 16) {
#pragma unroll 4
    for (int k = y; k < 8; k += 16) {
      const float o5 = ((const float *)(scratch + 0))[k * 16 + c];
      a5 = a5 + o5;
    }
  }
  __syncthreads();
  m_f32[threadIdx.x] = a5;
  __syncthreads();
  for (int h = 8; h > 0; h /= 2) {
    if (y < h) {
      m_f32[threadIdx.x] = m_f32[threadIdx.x] + m_f32[threadIdx.x + h * 16];
    }
    __syncthreads();
  }
  a5 = m_f32[threadIdx.x];
  if (y == 0 && c < 16) {
    const int x1 = c;
    p3[x1] = a5;
  }
}

// [16] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, float *p1) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 16) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float s3[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] / 4096.0f;
    s3[l] = v2;
  }
  store4_f32(p1 + i, s3);
}

// [4096, 16] reduced [false, false], map<<<128, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *__restrict__ p3, float *p4) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  const int x1 = (int)((unsigned)i % 16u);
  float v0[4];
  load4_f32(v0, p0 + i);
  float v1[4];
  load4_f32(v1, p1 + x1);
  float v3[4];
  load4_f32(v3, p2 + i);
  float v5[4];
  load4_f32(v5, p3 + x1);
  float s7[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] + v1[l];
    const float v4 = v2 + v3[l];
    const float v6 = v4 + v5[l];
    s7[l] = v6;
  }
  store4_f32(p4 + i, s7);
}

// [432] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, const float *__restrict__ p4, const float *p5, const float *__restrict__ p6, float *p7, float *p8, float *p9) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 432) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  const float v1 = p1[0];
  float v7[4];
  load4_f32(v7, p2 + i);
  float v10[4];
  load4_f32(v10, p3 + i);
  const float v14 = p4[0];
  float v16[4];
  load4_f32(v16, p5 + i);
  const float v24 = p6[0];
  float s30[4];
  float s31[4];
  float s32[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v3 = v1 * (-0.01f);
    const float v5 = v3 + 1.0f;
    const float v6 = v0[l] * v5;
    const float v9 = v7[l] * 0.9f;
    const float v12 = v10[l] * 0.1f;
    const float v13 = v9 + v12;
    const float v15 = v13 * v14;
    const float v18 = v16[l] * 0.999f;
    const float v19 = v10[l] * v10[l];
    const float v21 = v19 * 0.001f;
    const float v22 = v18 + v21;
    const float v23 = sqrtf(v22);
    const float v25 = v23 * v24;
    const float v27 = v25 + 1.0E-8f;
    const float v28 = v15 / v27;
    const float v29 = v6 - v28;
    s30[l] = v13;
    s31[l] = v22;
    s32[l] = v29;
  }
  store4_f32(p7 + i, s30);
  store4_f32(p8 + i, s31);
  store4_f32(p9 + i, s32);
}

// [4096, 16] reduced [true, false], columns<<<8, 256>>>, combine<<<1, 256>>>
extern "C" __global__ void __launch_bounds__(256) columns(const float *__restrict__ p0, const float *__restrict__ p1, float *p2, unsigned char *scratch) {
  __shared__ float m_f32[1024];
  const int t = threadIdx.x % 4u;
  const int y = threadIdx.x / 4u;
  const int c = t * 4;
  float a3[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a3[l] = 0.0f;
  }
  if (c < 16) {
    const int x1 = c;
    const int begin = (int)(blockIdx.x / 1u) * 512;
    const int end = begin + 512 < 4096 ? begin + 512 : 4096;
#pragma unroll 4
    for (int k = begin + y; k < end; k += 64) {
      const int x0 = k;
      float v0[4];
      load4_f32(v0, p0 + x0 * 16 + x1);
      float v1[4];
      load4_f32(v1, p1 + x0 * 16 + x1);
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v2 = v0[l] * v1[l];
        a3[l] = a3[l] + v2;
      }
    }
  }
  __syncthreads();
#pragma unroll
  for (int l = 0; l < 4; l++) {
    m_f32[l * 256 + threadIdx.x] = a3[l];
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
    a3[l] = m_f32[l * 256 + threadIdx.x];
  }
  if (y == 0 && c < 16) {
#pragma unroll
    for (int l = 0; l < 4; l++) {
      ((float *)(scratch + 0))[(blockIdx.x / 1u) * 16 + c + l] = a3[l];
    }
  }
}
extern "C" __global__ void __launch_bounds__(256) combine(const float *__restrict__ p0, const float *__restrict__ p1, float *p2, unsigned char *scratch) {
  __shared__ float m_f32[256];
  const int t = threadIdx.x % 16u;
  const int y = threadIdx.x / 16u;
  const int c = t;
  float a3 = 0.0f;
  if (c < 16) {
#pragma unroll 4
    for (int k = y; k < 8; k += 16) {
      const float o3 = ((const float *)(scratch + 0))[k * 16 + c];
      a3 = a3 + o3;
    }
  }
  __syncthreads();
  m_f32[threadIdx.x] = a3;
  __syncthreads();
  for (int h = 8; h > 0; h /= 2) {
    if (y < h) {
      m_f32[threadIdx.x] = m_f32[threadIdx.x] + m_f32[threadIdx.x + h * 16];
    }
    __syncthreads();
  }
  a3 = m_f32[threadIdx.x];
  if (y == 0 && c < 16) {
    const int x1 = c;
    p2[x1] = a3;
  }
}

// [16] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, const float *__restrict__ p4, const float *p5, const float *__restrict__ p6, float *p7, float *p8, float *p9) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 16) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  const float v1 = p1[0];
  float v7[4];
  load4_f32(v7, p2 + i);
  float v10[4];
  load4_f32(v10, p3 + i);
  const float v14 = p4[0];
  float v16[4];
  load4_f32(v16, p5 + i);
  const float v24 = p6[0];
  float s30[4];
  float s31[4];
  float s32[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v3 = v1 * (-0.01f);
    const float v5 = v3 + 1.0f;
    const float v6 = v0[l] * v5;
    const float v9 = v7[l] * 0.9f;
    const float v12 = v10[l] * 0.1f;
    const float v13 = v9 + v12;
    const float v15 = v13 * v14;
    const float v18 = v16[l] * 0.999f;
    const float v19 = v10[l] * v10[l];
    const float v21 = v19 * 0.001f;
    const float v22 = v18 + v21;
    const float v23 = sqrtf(v22);
    const float v25 = v23 * v24;
    const float v27 = v25 + 1.0E-8f;
    const float v28 = v15 / v27;
    const float v29 = v6 - v28;
    s30[l] = v13;
    s31[l] = v22;
    s32[l] = v29;
  }
  store4_f32(p7 + i, s30);
  store4_f32(p8 + i, s31);
  store4_f32(p9 + i, s32);
}

// [1024, 16] reduced [true, false], columns<<<2, 256>>>, combine<<<1, 256>>>
extern "C" __global__ void __launch_bounds__(256) columns(const float *__restrict__ p0, float *p1, unsigned char *scratch) {
  __shared__ float m_f32[1024];
  const int t = threadIdx.x % 4u;
  const int y = threadIdx.x / 4u;
  const int c = t * 4;
  float a1[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a1[l] = 0.0f;
  }
  if (c < 16) {
    const int x1 = c;
    const int begin = (int)(blockIdx.x / 1u) * 512;
    const int end = begin + 512 < 1024 ? begin + 512 : 1024;
#pragma unroll 4
    for (int k = begin + y; k < end; k += 64) {
      const int x0 = k;
      float v0[4];
      load4_f32(v0, p0 + x0 * 16 + x1);
#pragma unroll
      for (int l = 0; l < 4; l++) {
        a1[l] = a1[l] + v0[l];
      }
    }
  }
  __syncthreads();
#pragma unroll
  for (int l = 0; l < 4; l++) {
    m_f32[l * 256 + threadIdx.x] = a1[l];
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
    a1[l] = m_f32[l * 256 + threadIdx.x];
  }
  if (y == 0 && c < 16) {
#pragma unroll
    for (int l = 0; l < 4; l++) {
      ((float *)(scratch + 0))[(blockIdx.x / 1u) * 16 + c + l] = a1[l];
    }
  }
}
extern "C" __global__ void __launch_bounds__(256) combine(const float *__restrict__ p0, float *p1, unsigned char *scratch) {
  __shared__ float m_f32[256];
  const int t = threadIdx.x % 16u;
  const int y = threadIdx.x / 16u;
  const int c = t;
  float a1 = 0.0f;
  if (c < 16) {
#pragma unroll 4
    for (int k = y; k < 2; k += 16) {
      const float o1 = ((const float *)(scratch + 0))[k * 16 + c];
      a1 = a1 + o1;
    }
  }
  __syncthreads();
  m_f32[threadIdx.x] = a1;
  __syncthreads();
  for (int h = 8; h > 0; h /= 2) {
    if (y < h) {
      m_f32[threadIdx.x] = m_f32[threadIdx.x] + m_f32[threadIdx.x + h * 16];
    }
    __syncthreads();
  }
  a1 = m_f32[threadIdx.x];
  if (y == 0 && c < 16) {
    const int x1 = c;
    p1[x1] = a1;
  }
}

// [4608] reduced [false], map<<<9, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, const float *__restrict__ p4, const float *p5, const float *__restrict__ p6, float *p7, float *p8, float *p9) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  float v0[4];
  load4_f32(v0, p0 + i);
  const float v1 = p1[0];
  float v7[4];
  load4_f32(v7, p2 + i);
  float v10[4];
  load4_f32(v10, p3 + i);
  const float v14 = p4[0];
  float v16[4];
  load4_f32(v16, p5 + i);
  const float v24 = p6[0];
  float s30[4];
  float s31[4];
  float s32[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v3 = v1 * (-0.01f);
    const float v5 = v3 + 1.0f;
    const float v6 = v0[l] * v5;
    const float v9 = v7[l] * 0.9f;
    const float v12 = v10[l] * 0.1f;
    const float v13 = v9 + v12;
    const float v15 = v13 * v14;
    const float v18 = v16[l] * 0.999f;
    const float v19 = v10[l] * v10[l];
    const float v21 = v19 * 0.001f;
    const float v22 = v18 + v21;
    const float v23 = sqrtf(v22);
    const float v25 = v23 * v24;
    const float v27 = v25 + 1.0E-8f;
    const float v28 = v15 / v27;
    const float v29 = v6 - v28;
    s30[l] = v13;
    s31[l] = v22;
    s32[l] = v29;
  }
  store4_f32(p7 + i, s30);
  store4_f32(p8 + i, s31);
  store4_f32(p9 + i, s32);
}

// [256, 32] reduced [true, false], columns<<<1, 256>>>
extern "C" __global__ void __launch_bounds__(256) columns(const float *__restrict__ p0, float *p1) {
  __shared__ float m_f32[1024];
  const int t = threadIdx.x % 8u;
  const int y = threadIdx.x / 8u;
  const int c = t * 4;
  float a1[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a1[l] = 0.0f;
  }
  if (c < 32) {
    const int x1 = c;
#pragma unroll 4
    for (int k = y; k < 256; k += 32) {
      const int x0 = k;
      float v0[4];
      load4_f32(v0, p0 + x0 * 32 + x1);
#pragma unroll
      for (int l = 0; l < 4; l++) {
        a1[l] = a1[l] + v0[l];
      }
    }
  }
  __syncthreads();
#pragma unroll
  for (int l = 0; l < 4; l++) {
    m_f32[l * 256 + threadIdx.x] = a1[l];
  }
  __syncthreads();
  for (int h = 16; h > 0; h /= 2) {
    if (y < h) {
#pragma unroll
      for (int l = 0; l < 4; l++) {
        m_f32[l * 256 + threadIdx.x] = m_f32[l * 256 + threadIdx.x] + m_f32[l * 256 + threadIdx.x + h * 8];
      }
    }
    __syncthreads();
  }
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a1[l] = m_f32[l * 256 + threadIdx.x];
  }
  if (y == 0 && c < 32) {
    const int x1 = c;
    float s2[4];
#pragma unroll
    for (int l = 0; l < 4; l++) {
      s2[l] = a1[l];
    }
    store4_f32(p1 + x1, s2);
  }
}

// [32] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, const float *__restrict__ p4, const float *p5, const float *__restrict__ p6, float *p7, float *p8, float *p9) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 32) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  const float v1 = p1[0];
  float v7[4];
  load4_f32(v7, p2 + i);
  float v10[4];
  load4_f32(v10, p3 + i);
  const float v14 = p4[0];
  float v16[4];
  load4_f32(v16, p5 + i);
  const float v24 = p6[0];
  float s30[4];
  float s31[4];
  float s32[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v3 = v1 * (-0.01f);
    const float v5 = v3 + 1.0f;
    const float v6 = v0[l] * v5;
    const float v9 = v7[l] * 0.9f;
    const float v12 = v10[l] * 0.1f;
    const float v13 = v9 + v12;
    const float v15 = v13 * v14;
    const float v18 = v16[l] * 0.999f;
    const float v19 = v10[l] * v10[l];
    const float v21 = v19 * 0.001f;
    const float v22 = v18 + v21;
    const float v23 = sqrtf(v22);
    const float v25 = v23 * v24;
    const float v27 = v25 + 1.0E-8f;
    const float v28 = v15 / v27;
    const float v29 = v6 - v28;
    s30[l] = v13;
    s31[l] = v22;
    s32[l] = v29;
  }
  store4_f32(p7 + i, s30);
  store4_f32(p8 + i, s31);
  store4_f32(p9 + i, s32);
}

// [131072] reduced [false], map<<<256, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, const float *__restrict__ p4, const float *p5, const float *__restrict__ p6, float *p7, float *p8, float *p9) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  float v0[4];
  load4_f32(v0, p0 + i);
  const float v1 = p1[0];
  float v7[4];
  load4_f32(v7, p2 + i);
  float v10[4];
  load4_f32(v10, p3 + i);
  const float v14 = p4[0];
  float v16[4];
  load4_f32(v16, p5 + i);
  const float v24 = p6[0];
  float s30[4];
  float s31[4];
  float s32[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v3 = v1 * (-0.01f);
    const float v5 = v3 + 1.0f;
    const float v6 = v0[l] * v5;
    const float v9 = v7[l] * 0.9f;
    const float v12 = v10[l] * 0.1f;
    const float v13 = v9 + v12;
    const float v15 = v13 * v14;
    const float v18 = v16[l] * 0.999f;
    const float v19 = v10[l] * v10[l];
    const float v21 = v19 * 0.001f;
    const float v22 = v18 + v21;
    const float v23 = sqrtf(v22);
    const float v25 = v23 * v24;
    const float v27 = v25 + 1.0E-8f;
    const float v28 = v15 / v27;
    const float v29 = v6 - v28;
    s30[l] = v13;
    s31[l] = v22;
    s32[l] = v29;
  }
  store4_f32(p7 + i, s30);
  store4_f32(p8 + i, s31);
  store4_f32(p9 + i, s32);
}

// [64] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, const float *__restrict__ p4, const float *p5, const float *__restrict__ p6, float *p7, float *p8, float *p9) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 64) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  const float v1 = p1[0];
  float v7[4];
  load4_f32(v7, p2 + i);
  float v10[4];
  load4_f32(v10, p3 + i);
  const float v14 = p4[0];
  float v16[4];
  load4_f32(v16, p5 + i);
  const float v24 = p6[0];
  float s30[4];
  float s31[4];
  float s32[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v3 = v1 * (-0.01f);
    const float v5 = v3 + 1.0f;
    const float v6 = v0[l] * v5;
    const float v9 = v7[l] * 0.9f;
    const float v12 = v10[l] * 0.1f;
    const float v13 = v9 + v12;
    const float v15 = v13 * v14;
    const float v18 = v16[l] * 0.999f;
    const float v19 = v10[l] * v10[l];
    const float v21 = v19 * 0.001f;
    const float v22 = v18 + v21;
    const float v23 = sqrtf(v22);
    const float v25 = v23 * v24;
    const float v27 = v25 + 1.0E-8f;
    const float v28 = v15 / v27;
    const float v29 = v6 - v28;
    s30[l] = v13;
    s31[l] = v22;
    s32[l] = v29;
  }
  store4_f32(p7 + i, s30);
  store4_f32(p8 + i, s31);
  store4_f32(p9 + i, s32);
}

// [640] reduced [false], map<<<2, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, const float *__restrict__ p4, const float *p5, const float *__restrict__ p6, float *p7, float *p8, float *p9) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 640) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  const float v1 = p1[0];
  float v7[4];
  load4_f32(v7, p2 + i);
  float v10[4];
  load4_f32(v10, p3 + i);
  const float v14 = p4[0];
  float v16[4];
  load4_f32(v16, p5 + i);
  const float v24 = p6[0];
  float s30[4];
  float s31[4];
  float s32[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v3 = v1 * (-0.01f);
    const float v5 = v3 + 1.0f;
    const float v6 = v0[l] * v5;
    const float v9 = v7[l] * 0.9f;
    const float v12 = v10[l] * 0.1f;
    const float v13 = v9 + v12;
    const float v15 = v13 * v14;
    const float v18 = v16[l] * 0.999f;
    const float v19 = v10[l] * v10[l];
    const float v21 = v19 * 0.001f;
    const float v22 = v18 + v21;
    const float v23 = sqrtf(v22);
    const float v25 = v23 * v24;
    const float v27 = v25 + 1.0E-8f;
    const float v28 = v15 / v27;
    const float v29 = v6 - v28;
    s30[l] = v13;
    s31[l] = v22;
    s32[l] = v29;
  }
  store4_f32(p7 + i, s30);
  store4_f32(p8 + i, s31);
  store4_f32(p9 + i, s32);
}

// [10] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, const float *__restrict__ p4, const float *__restrict__ p5, const float *__restrict__ p6, const float *__restrict__ p7, const float *p8, const float *__restrict__ p9, float *p10, float *p11, float *p12) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i + 4 <= 10) {
    float v0[4];
    load4_f32(v0, p0 + i);
    const float v1 = p1[0];
    float v7[4];
    load4_f32(v7, p2 + i);
    float v10[4];
    load4_f32(v10, p3 + i);
    float v11[4];
    float v13[4];
    load4_f32(v13, p5 + i + 20);
    float v15[4];
    const float v20 = p7[0];
    float v22[4];
    load4_f32(v22, p8 + i);
    const float v30 = p9[0];
#pragma unroll
    for (int l = 0; l < 4; l++) {
      v11[l] = p4[i + 10 + l];
      v15[l] = p6[i + 30 + l];
    }
    float s36[4];
    float s37[4];
    float s38[4];
#pragma unroll
    for (int l = 0; l < 4; l++) {
      const float v3 = v1 * (-0.01f);
      const float v5 = v3 + 1.0f;
      const float v6 = v0[l] * v5;
      const float v9 = v7[l] * 0.9f;
      const float v12 = v10[l] + v11[l];
      const float v14 = v12 + v13[l];
      const float v16 = v14 + v15[l];
      const float v18 = v16 * 0.1f;
      const float v19 = v9 + v18;
      const float v21 = v19 * v20;
      const float v24 = v22[l] * 0.999f;
      const float v25 = v16 * v16;
      const float v27 = v25 * 0.001f;
      const float v28 = v24 + v27;
      const float v29 = sqrtf(v28);
      const float v31 = v29 * v30;
      const float v33 = v31 + 1.0E-8f;
      const float v34 = v21 / v33;
      const float v35 = v6 - v34;
      s36[l] = v19;
      s37[l] = v28;
      s38[l] = v35;
    }
    store4_f32(p10 + i, s36);
    store4_f32(p11 + i, s37);
    store4_f32(p12 + i, s38);
  }
  else if (i < 10) {
    const int first = i;
    for (int i = first; i < 10; i++) {
      const float v0 = p0[i];
      const float v1 = p1[0];
      const float v7 = p2[i];
      const float v10 = p3[i];
      const float v11 = p4[i + 10];
      const float v13 = p5[i + 20];
      const float v15 = p6[i + 30];
      const float v20 = p7[0];
      const float v22 = p8[i];
      const float v30 = p9[0];
      const float v3 = v1 * (-0.01f);
      const float v5 = v3 + 1.0f;
      const float v6 = v0 * v5;
      const float v9 = v7 * 0.9f;
      const float v12 = v10 + v11;
      const float v14 = v12 + v13;
      const float v16 = v14 + v15;
      const float v18 = v16 * 0.1f;
      const float v19 = v9 + v18;
      const float v21 = v19 * v20;
      const float v24 = v22 * 0.999f;
      const float v25 = v16 * v16;
      const float v27 = v25 * 0.001f;
      const float v28 = v24 + v27;
      const float v29 = sqrtf(v28);
      const float v31 = v29 * v30;
      const float v33 = v31 + 1.0E-8f;
      const float v34 = v21 / v33;
      const float v35 = v6 - v34;
      p10[i] = v19;
      p11[i] = v28;
      p12[i] = v35;
    }
  }
}

// [16] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, float *p1) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 16) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float s4[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] + 1.0E-5f;
    const float v3 = sqrtf(v2);
    s4[l] = v3;
  }
  store4_f32(p1 + i, s4);
}

// [4096, 16] reduced [false, false], map<<<128, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *__restrict__ p2, const float *__restrict__ p3, float *p4) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  const int x1 = (int)((unsigned)i % 16u);
  float v0[4];
  load4_f32(v0, p0 + i);
  float v1[4];
  load4_f32(v1, p1 + x1);
  float v3[4];
  load4_f32(v3, p2 + x1);
  float v5[4];
  load4_f32(v5, p3 + x1);
  float s7[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] - v1[l];
    const float v4 = v2 / v3[l];
    const float v6 = v4 * v5[l];
    s7[l] = v6;
  }
  store4_f32(p4 + i, s7);
}

// [64, 16, 16] reduced [false, false, false], map<<<32, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *__restrict__ p0, const float *__restrict__ p1, const float *__restrict__ p2, const float *__restrict__ p3, const float *__restrict__ p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  const int x2 = (int)((unsigned)i % 16u);
  const int x1 = (int)((unsigned)i / 16u % 16u);
  const int x0 = (int)((unsigned)i / 256u);
  float v0[4];
  load4_f32(v0, p0 + x0 * 1024 + x1 * 32 + x2);
  float v1[4];
  load4_f32(v1, p1 + x0 * 1024 + x1 * 32 + x2 + 16);
  float v3[4];
  load4_f32(v3, p2 + x0 * 1024 + x1 * 32 + x2 + 512);
  float v5[4];
  load4_f32(v5, p3 + x0 * 1024 + x1 * 32 + x2 + 528);
  float v7[4];
  load4_f32(v7, p4 + x2);
  float s11[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = max_f32(v0[l], v1[l]);
    const float v4 = max_f32(v2, v3[l]);
    const float v6 = max_f32(v4, v5[l]);
    const float v8 = v6 + v7[l];
    const float v10 = max_f32(v8, 0.0f);
    s11[l] = v10;
  }
  store4_f32(p5 + i, s11);
}

// [32, 8, 32] reduced [false, false, false], map<<<16, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *__restrict__ p0, const float *__restrict__ p1, const float *__restrict__ p2, const float *__restrict__ p3, const float *__restrict__ p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  const int x2 = (int)((unsigned)i % 32u);
  const int x1 = (int)((unsigned)i / 32u % 8u);
  const int x0 = (int)((unsigned)i / 256u);
  float v0[4];
  load4_f32(v0, p0 + x0 * 1024 + x1 * 64 + x2);
  float v1[4];
  load4_f32(v1, p1 + x0 * 1024 + x1 * 64 + x2 + 32);
  float v3[4];
  load4_f32(v3, p2 + x0 * 1024 + x1 * 64 + x2 + 512);
  float v5[4];
  load4_f32(v5, p3 + x0 * 1024 + x1 * 64 + x2 + 544);
  float v7[4];
  load4_f32(v7, p4 + x2);
  float s11[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = max_f32(v0[l], v1[l]);
    const float v4 = max_f32(v2, v3[l]);
    const float v6 = max_f32(v4, v5[l]);
    const float v8 = v6 + v7[l];
    const float v10 = max_f32(v8, 0.0f);
    s11[l] = v10;
  }
  store4_f32(p5 + i, s11);
}

