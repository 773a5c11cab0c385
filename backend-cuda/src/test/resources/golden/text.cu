// [] reduced [], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(float *p0) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x);
  if (i >= 1) {
    return;
  }
  p0[0] = 0.0f;
}

// [16] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const long long *__restrict__ p0, const float *__restrict__ p1, int *p2, unsigned char *p3, float *p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 2;
  if (i >= 16) {
    return;
  }
  long long v0[2];
  load2_i64(v0, p0 + i);
  const float v8 = p1[0];
  int s11[2];
  unsigned char s12[2];
  float s13[2];
  float s14[2];
#pragma unroll
  for (int l = 0; l < 2; l++) {
    const int v1 = (int)v0[l];
    const int v3 = 0 <= v1;
    const int v5 = v1 < 4;
    const int v6 = v3 & v5;
    const float v9 = v6 ? 0.0625f : v8;
    const float v10 = -v9;
    s11[l] = v1;
    s12[l] = v6;
    s13[l] = v9;
    s14[l] = v10;
  }
  store2_i32(p2 + i, s11);
  store2_bool(p3 + i, s12);
  store2_f32(p4 + i, s13);
  store2_f32(p5 + i, s14);
}

// [528] reduced [false], map<<<2, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, float *p1, float *p2, float *p3) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 528) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float s12[4];
  float s13[4];
  float s14[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * 0.70710677f;
    const float v3 = erff(v2);
    const float v5 = v3 + 1.0f;
    const float v6 = v0[l] * v5;
    const float v8 = v6 * 0.5f;
    const float v9 = v2 * v2;
    const float v10 = -v9;
    const float v11 = expf(v10);
    s12[l] = v5;
    s13[l] = v8;
    s14[l] = v11;
  }
  store4_f32(p1 + i, s12);
  store4_f32(p2 + i, s13);
  store4_f32(p3 + i, s14);
}

// [16, 4] reduced [false, true], rows<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *p0, const int *__restrict__ p1, const float *__restrict__ p2, const unsigned char *__restrict__ p3, const float *p4, const float *p5, float *p6, float *p7) {
  const int t = threadIdx.x % 1u;
  const int at = (int)blockIdx.x * 128 + threadIdx.x / 1u;
  const int live = at < 16;
  const int r = live ? at : 15;
  const int x0 = r;
  float k0[4];
  float k3[4];
  unsigned char k8[4];
  const int v6 = p1[x0];
  const float v9 = p2[0];
  const unsigned char v13 = p3[x0];
  const float v16 = p4[x0];
  const float v18 = p5[x0];
  float a1 = __int_as_float(0xff800000);
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 4;
    {
      const int x1 = k;
      load4_f32(k0 + j * 4, p0 + x0 * 4 + x1);
#pragma unroll
      for (int l = 0; l < 4; l++) {
        a1 = max_f32(a1, k0[j * 4 + l]);
      }
    }
  }
  float a4 = 0.0f;
  float a11 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 4;
    {
      const int x1 = k;
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v2 = k0[j * 4 + l] - a1;
        k3[j * 4 + l] = expf(v2);
        const int v7 = (int)(x1 + l);
        k8[j * 4 + l] = v6 == v7;
        const float v10 = k8[j * 4 + l] ? v2 : v9;
        a4 = a4 + k3[j * 4 + l];
        a11 = a11 + v10;
      }
    }
  }
  const float v5 = logf(a4);
  const float v12 = v5 - a11;
  const float v15 = v13 ? v12 : __int_as_float(0x7fc00000);
  const float v19 = v18 / a4;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 4;
    {
      const int x1 = k;
      float s23[4];
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v17 = k8[j * 4 + l] ? v16 : v9;
        const float v20 = v19 * k3[j * 4 + l];
        const float v21 = v17 + v20;
        s23[l] = v21;
      }
      if (live) {
        store4_f32(p7 + x0 * 4 + x1, s23);
      }
    }
  }
  if (t == 0 && live) {
    p6[x0] = v15;
  }
}

// [16] reduced [true], rows<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *__restrict__ p0, float *p1) {
  const int t = threadIdx.x % 4u;
  const int at = (int)blockIdx.x * 32 + threadIdx.x / 4u;
  const int live = at < 1;
  const int r = live ? at : 0;
  float a1 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 16;
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
    const float o = __shfl_xor_sync(0xffffffffu, a1, 2);
    a1 = a1 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a1, 1);
    a1 = a1 + o;
  }
  const float v3 = a1 / 16.0f;
  if (t == 0 && live) {
    p1[0] = v3;
  }
}

// [16, 33] reduced [true, false], columns<<<2, 256>>>
extern "C" __global__ void __launch_bounds__(256) columns(const float *p0, const float *p1, const float *p2, const float *p3, float *p4, float *p5) {
  __shared__ float m_f32[256];
  const int t = threadIdx.x % 32u;
  const int y = threadIdx.x / 32u;
  const int c = (int)(blockIdx.x % 2u) * 32 + t;
  float a14 = 0.0f;
  if (c < 33) {
    const int x1 = c;
#pragma unroll 4
    for (int k = y; k < 16; k += 8) {
      const int x0 = k;
      const float v0 = p0[x0 * 33 + x1];
      const float v3 = p1[x0 * 33 + x1];
      const float v5 = p2[x0 * 33 + x1];
      const float v9 = p3[x0 * 33 + x1];
      const float v2 = v0 * 0.5f;
      const float v4 = v2 * v3;
      const float v6 = v2 * v5;
      const float v8 = v6 * 1.1283792f;
      const float v10 = v8 * v9;
      const float v12 = v10 * 0.70710677f;
      const float v13 = v4 + v12;
      p4[x0 * 33 + x1] = v13;
      a14 = a14 + v13;
    }
  }
  __syncthreads();
  m_f32[threadIdx.x] = a14;
  __syncthreads();
  for (int h = 4; h > 0; h /= 2) {
    if (y < h) {
      m_f32[threadIdx.x] = m_f32[threadIdx.x] + m_f32[threadIdx.x + h * 32];
    }
    __syncthreads();
  }
  a14 = m_f32[threadIdx.x];
  if (y == 0 && c < 33) {
    const int x1 = c;
    p5[x1] = a14;
  }
}

// [2000] reduced [false], map<<<4, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, float *p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 2000) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  const float v1 = p1[0];
  float v4[4];
  load4_f32(v4, p2 + i);
  float v10[4];
  load4_f32(v10, p3 + i);
  float s12[4];
  float s13[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * v1;
    const float v3 = v0[l] * v0[l];
    const float v5 = v4[l] + v3;
    const float v6 = sqrtf(v5);
    const float v8 = v6 + 1.0E-10f;
    const float v9 = v2 / v8;
    const float v11 = v10[l] - v9;
    s12[l] = v5;
    s13[l] = v11;
  }
  store4_f32(p4 + i, s12);
  store4_f32(p5 + i, s13);
}

// [15840] reduced [false], map<<<31, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, float *p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 15840) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  const float v1 = p1[0];
  float v4[4];
  load4_f32(v4, p2 + i);
  float v10[4];
  load4_f32(v10, p3 + i);
  float s12[4];
  float s13[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * v1;
    const float v3 = v0[l] * v0[l];
    const float v5 = v4[l] + v3;
    const float v6 = sqrtf(v5);
    const float v8 = v6 + 1.0E-10f;
    const float v9 = v2 / v8;
    const float v11 = v10[l] - v9;
    s12[l] = v5;
    s13[l] = v11;
  }
  store4_f32(p4 + i, s12);
  store4_f32(p5 + i, s13);
}

// [33] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, float *p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i + 4 <= 33) {
    float v0[4];
    load4_f32(v0, p0 + i);
    const float v1 = p1[0];
    float v4[4];
    load4_f32(v4, p2 + i);
    float v10[4];
    load4_f32(v10, p3 + i);
    float s12[4];
    float s13[4];
#pragma unroll
    for (int l = 0; l < 4; l++) {
      const float v2 = v0[l] * v1;
      const float v3 = v0[l] * v0[l];
      const float v5 = v4[l] + v3;
      const float v6 = sqrtf(v5);
      const float v8 = v6 + 1.0E-10f;
      const float v9 = v2 / v8;
      const float v11 = v10[l] - v9;
      s12[l] = v5;
      s13[l] = v11;
    }
    store4_f32(p4 + i, s12);
    store4_f32(p5 + i, s13);
  }
  else if (i < 33) {
    const int first = i;
    for (int i = first; i < 33; i++) {
      const float v0 = p0[i];
      const float v1 = p1[0];
      const float v4 = p2[i];
      const float v10 = p3[i];
      const float v2 = v0 * v1;
      const float v3 = v0 * v0;
      const float v5 = v4 + v3;
      const float v6 = sqrtf(v5);
      const float v8 = v6 + 1.0E-10f;
      const float v9 = v2 / v8;
      const float v11 = v10 - v9;
      p4[i] = v5;
      p5[i] = v11;
    }
  }
}

// [132] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, float *p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 132) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  const float v1 = p1[0];
  float v4[4];
  load4_f32(v4, p2 + i);
  float v10[4];
  load4_f32(v10, p3 + i);
  float s12[4];
  float s13[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * v1;
    const float v3 = v0[l] * v0[l];
    const float v5 = v4[l] + v3;
    const float v6 = sqrtf(v5);
    const float v8 = v6 + 1.0E-10f;
    const float v9 = v2 / v8;
    const float v11 = v10[l] - v9;
    s12[l] = v5;
    s13[l] = v11;
  }
  store4_f32(p4 + i, s12);
  store4_f32(p5 + i, s13);
}

// [16, 4] reduced [true, false], columns<<<1, 256>>>
extern "C" __global__ void __launch_bounds__(256) columns(const float *__restrict__ p0, float *p1) {
  __shared__ float m_f32[1024];
  const int t = threadIdx.x % 1u;
  const int y = threadIdx.x / 1u;
  const int c = t * 4;
  float a1[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a1[l] = 0.0f;
  }
  if (c < 4) {
    const int x1 = c;
#pragma unroll 4
    for (int k = y; k < 16; k += 256) {
      const int x0 = k;
      float v0[4];
      load4_f32(v0, p0 + x0 * 4 + x1);
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
  for (int h = 128; h > 0; h /= 2) {
    if (y < h) {
#pragma unroll
      for (int l = 0; l < 4; l++) {
        m_f32[l * 256 + threadIdx.x] = m_f32[l * 256 + threadIdx.x] + m_f32[l * 256 + threadIdx.x + h * 1];
      }
    }
    __syncthreads();
  }
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a1[l] = m_f32[l * 256 + threadIdx.x];
  }
  if (y == 0 && c < 4) {
    const int x1 = c;
    float s2[4];
#pragma unroll
    for (int l = 0; l < 4; l++) {
      s2[l] = a1[l];
    }
    store4_f32(p1 + x1, s2);
  }
}

// [4] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, float *p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 4) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  const float v1 = p1[0];
  float v4[4];
  load4_f32(v4, p2 + i);
  float v10[4];
  load4_f32(v10, p3 + i);
  float s12[4];
  float s13[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * v1;
    const float v3 = v0[l] * v0[l];
    const float v5 = v4[l] + v3;
    const float v6 = sqrtf(v5);
    const float v8 = v6 + 1.0E-10f;
    const float v9 = v2 / v8;
    const float v11 = v10[l] - v9;
    s12[l] = v5;
    s13[l] = v11;
  }
  store4_f32(p4 + i, s12);
  store4_f32(p5 + i, s13);
}

// [528] reduced [false], map<<<2, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, float *p1) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 528) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float s9[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * 0.70710677f;
    const float v3 = erff(v2);
    const float v5 = v3 + 1.0f;
    const float v6 = v0[l] * v5;
    const float v8 = v6 * 0.5f;
    s9[l] = v8;
  }
  store4_f32(p1 + i, s9);
}

