// [24, 12] reduced [false, true], rows<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *p0, float *p1, float *p2, float *p3) {
  const int t = threadIdx.x % 4u;
  const int at = (int)blockIdx.x * 32 + threadIdx.x / 4u;
  const int live = at < 24;
  const int r = live ? at : 23;
  const int x0 = r;
  float k2[4];
  float k5[4];
  float a3 = __int_as_float(0xff800000);
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 16;
    if (k < 12) {
      const int x1 = k;
      float v0[4];
      load4_f32(v0, p0 + x0 * 12 + x1);
#pragma unroll
      for (int l = 0; l < 4; l++) {
        k2[j * 4 + l] = v0[l] * 0.25f;
        a3 = max_f32(a3, k2[j * 4 + l]);
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a3, 2);
    a3 = max_f32(a3, o);
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a3, 1);
    a3 = max_f32(a3, o);
  }
  float a6 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 16;
    if (k < 12) {
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v4 = k2[j * 4 + l] - a3;
        k5[j * 4 + l] = expf(v4);
        a6 = a6 + k5[j * 4 + l];
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a6, 2);
    a6 = a6 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a6, 1);
    a6 = a6 + o;
  }
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 16;
    if (k < 12) {
      const int x1 = k;
      float s8[4];
      float s10[4];
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v7 = k5[j * 4 + l] / a6;
        s8[l] = k5[j * 4 + l];
        s10[l] = v7;
      }
      if (live) {
        store4_f32(p1 + x0 * 12 + x1, s8);
        store4_f32(p3 + x0 * 12 + x1, s10);
      }
    }
  }
  if (t == 0 && live) {
    p2[x0] = a6;
  }
}

// [24, 32] reduced [false, true], rows<<<2, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *p0, const float *p1, const float *__restrict__ p2, const float *__restrict__ p3, const float *p4, float *p5, float *p6, float *p7, float *p8) {
  const int t = threadIdx.x % 8u;
  const int at = (int)blockIdx.x * 16 + threadIdx.x / 8u;
  const int live = at < 24;
  const int r = live ? at : 23;
  const int x0 = r;
  float k2[4];
  float k6[4];
  float k13[4];
  float k19[4];
  float k23[4];
  float k25[4];
  float k35[4];
  float a3 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 32;
    {
      const int x1 = k;
      float v0[4];
      load4_f32(v0, p0 + x0 * 32 + x1);
      float v1[4];
      load4_f32(v1, p1 + x0 * 32 + x1);
#pragma unroll
      for (int l = 0; l < 4; l++) {
        k2[j * 4 + l] = v0[l] + v1[l];
        a3 = a3 + k2[j * 4 + l];
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a3, 4);
    a3 = a3 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a3, 2);
    a3 = a3 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a3, 1);
    a3 = a3 + o;
  }
  const float v5 = a3 / 32.0f;
  float a8 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 32;
    {
#pragma unroll
      for (int l = 0; l < 4; l++) {
        k6[j * 4 + l] = k2[j * 4 + l] - v5;
        const float v7 = k6[j * 4 + l] * k6[j * 4 + l];
        a8 = a8 + v7;
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a8, 4);
    a8 = a8 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a8, 2);
    a8 = a8 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a8, 1);
    a8 = a8 + o;
  }
  const float v9 = a8 / 32.0f;
  const float v11 = v9 + 1.0E-5f;
  const float v12 = sqrtf(v11);
  float a28 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 32;
    {
      const int x1 = k;
      float v14[4];
      load4_f32(v14, p2 + x1);
      float v16[4];
      load4_f32(v16, p3 + x1);
      float v18[4];
      load4_f32(v18, p4 + x0 * 32 + x1);
#pragma unroll
      for (int l = 0; l < 4; l++) {
        k13[j * 4 + l] = k6[j * 4 + l] / v12;
        const float v15 = k13[j * 4 + l] * v14[l];
        const float v17 = v15 + v16[l];
        k19[j * 4 + l] = v17 - v18[l];
        const float v22 = 0.0013020834f * k19[j * 4 + l];
        k23[j * 4 + l] = v22 + v22;
        const float v24 = k23[j * 4 + l] * v14[l];
        k25[j * 4 + l] = v24 / v12;
        const float v26 = k25[j * 4 + l] * k13[j * 4 + l];
        const float v27 = -v26;
        a28 = a28 + v27;
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a28, 4);
    a28 = a28 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a28, 2);
    a28 = a28 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a28, 1);
    a28 = a28 + o;
  }
  const float v30 = a28 * 0.5f;
  const float v31 = v30 / v12;
  const float v32 = v31 / 32.0f;
  float a37 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 32;
    {
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v33 = v32 * k6[j * 4 + l];
        const float v34 = k25[j * 4 + l] + v33;
        k35[j * 4 + l] = v34 + v33;
        const float v36 = -k35[j * 4 + l];
        a37 = a37 + v36;
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a37, 4);
    a37 = a37 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a37, 2);
    a37 = a37 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a37, 1);
    a37 = a37 + o;
  }
  const float v38 = a37 / 32.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 32;
    {
      const int x1 = k;
      float s41[4];
      float s42[4];
      float s43[4];
      float s44[4];
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v20 = k19[j * 4 + l] * k19[j * 4 + l];
        const float v39 = k35[j * 4 + l] + v38;
        const float v40 = k23[j * 4 + l] * k13[j * 4 + l];
        s41[l] = v20;
        s42[l] = k23[j * 4 + l];
        s43[l] = v39;
        s44[l] = v40;
      }
      if (live) {
        store4_f32(p5 + x0 * 32 + x1, s41);
        store4_f32(p6 + x0 * 32 + x1, s42);
        store4_f32(p7 + x0 * 32 + x1, s43);
        store4_f32(p8 + x0 * 32 + x1, s44);
      }
    }
  }
}

// [768] reduced [true], rows<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *__restrict__ p0, float *p1) {
  const int t = threadIdx.x % 32u;
  const int at = (int)blockIdx.x * 4 + threadIdx.x / 32u;
  const int live = at < 1;
  const int r = live ? at : 0;
  float a1 = 0.0f;
#pragma unroll
  for (int j = 0; j < 6; j++) {
    const int k = t * 4 + j * 128;
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
    const float o = __shfl_xor_sync(0xffffffffu, a1, 16);
    a1 = a1 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a1, 8);
    a1 = a1 + o;
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
  const float v3 = a1 / 768.0f;
  if (t == 0 && live) {
    p1[0] = v3;
  }
}

// [24, 12] reduced [false, true], rows<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, float *p4) {
  const int t = threadIdx.x % 4u;
  const int at = (int)blockIdx.x * 32 + threadIdx.x / 4u;
  const int live = at < 24;
  const int r = live ? at : 23;
  const int x0 = r;
  float k2[4];
  const float v1 = p1[x0];
  float a6 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 16;
    if (k < 12) {
      const int x1 = k;
      float v0[4];
      load4_f32(v0, p0 + x0 * 12 + x1);
      float v3[4];
      load4_f32(v3, p2 + x0 * 12 + x1);
#pragma unroll
      for (int l = 0; l < 4; l++) {
        k2[j * 4 + l] = v0[l] / v1;
        const float v4 = k2[j * 4 + l] * v3[l];
        const float v5 = -v4;
        a6 = a6 + v5;
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a6, 2);
    a6 = a6 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a6, 1);
    a6 = a6 + o;
  }
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 16;
    if (k < 12) {
      const int x1 = k;
      float v8[4];
      load4_f32(v8, p3 + x0 * 12 + x1);
      float s12[4];
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v7 = k2[j * 4 + l] + a6;
        const float v9 = v7 * v8[l];
        const float v11 = v9 * 0.25f;
        s12[l] = v11;
      }
      if (live) {
        store4_f32(p4 + x0 * 12 + x1, s12);
      }
    }
  }
}

// [1024] reduced [false], map<<<2, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *p2, const float *__restrict__ p3, const float *p4, float *p5, float *p6, float *p7) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  float v0[4];
  load4_f32(v0, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i);
  float v6[4];
  load4_f32(v6, p2 + i);
  const float v16 = p3[0];
  float v18[4];
  load4_f32(v18, p4 + i);
  float s20[4];
  float s21[4];
  float s22[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * 0.9f;
    const float v5 = v3[l] * 0.99f;
    const float v7 = v6[l] * v6[l];
    const float v9 = v7 * 0.01f;
    const float v10 = v5 + v9;
    const float v11 = sqrtf(v10);
    const float v13 = v11 + 1.0E-8f;
    const float v14 = v6[l] / v13;
    const float v15 = v2 + v14;
    const float v17 = v15 * v16;
    const float v19 = v18[l] - v17;
    s20[l] = v10;
    s21[l] = v15;
    s22[l] = v19;
  }
  store4_f32(p5 + i, s20);
  store4_f32(p6 + i, s21);
  store4_f32(p7 + i, s22);
}

// [24, 32] reduced [true, false], columns<<<1, 256>>>
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
    for (int k = y; k < 24; k += 32) {
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
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *p2, const float *__restrict__ p3, const float *p4, float *p5, float *p6, float *p7) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 32) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i);
  float v6[4];
  load4_f32(v6, p2 + i);
  const float v16 = p3[0];
  float v18[4];
  load4_f32(v18, p4 + i);
  float s20[4];
  float s21[4];
  float s22[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * 0.9f;
    const float v5 = v3[l] * 0.99f;
    const float v7 = v6[l] * v6[l];
    const float v9 = v7 * 0.01f;
    const float v10 = v5 + v9;
    const float v11 = sqrtf(v10);
    const float v13 = v11 + 1.0E-8f;
    const float v14 = v6[l] / v13;
    const float v15 = v2 + v14;
    const float v17 = v15 * v16;
    const float v19 = v18[l] - v17;
    s20[l] = v10;
    s21[l] = v15;
    s22[l] = v19;
  }
  store4_f32(p5 + i, s20);
  store4_f32(p6 + i, s21);
  store4_f32(p7 + i, s22);
}

// [24, 12] reduced [false, true], rows<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *p0, float *p1) {
  const int t = threadIdx.x % 4u;
  const int at = (int)blockIdx.x * 32 + threadIdx.x / 4u;
  const int live = at < 24;
  const int r = live ? at : 23;
  const int x0 = r;
  float k2[4];
  float k5[4];
  float a3 = __int_as_float(0xff800000);
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 16;
    if (k < 12) {
      const int x1 = k;
      float v0[4];
      load4_f32(v0, p0 + x0 * 12 + x1);
#pragma unroll
      for (int l = 0; l < 4; l++) {
        k2[j * 4 + l] = v0[l] * 0.25f;
        a3 = max_f32(a3, k2[j * 4 + l]);
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a3, 2);
    a3 = max_f32(a3, o);
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a3, 1);
    a3 = max_f32(a3, o);
  }
  float a6 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 16;
    if (k < 12) {
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v4 = k2[j * 4 + l] - a3;
        k5[j * 4 + l] = expf(v4);
        a6 = a6 + k5[j * 4 + l];
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a6, 2);
    a6 = a6 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a6, 1);
    a6 = a6 + o;
  }
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 16;
    if (k < 12) {
      const int x1 = k;
      float s8[4];
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v7 = k5[j * 4 + l] / a6;
        s8[l] = v7;
      }
      if (live) {
        store4_f32(p1 + x0 * 12 + x1, s8);
      }
    }
  }
}

// [24, 32] reduced [false, true], rows<<<2, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *p0, const float *p1, const float *__restrict__ p2, const float *__restrict__ p3, float *p4) {
  const int t = threadIdx.x % 8u;
  const int at = (int)blockIdx.x * 16 + threadIdx.x / 8u;
  const int live = at < 24;
  const int r = live ? at : 23;
  const int x0 = r;
  float k2[4];
  float k6[4];
  float a3 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 32;
    {
      const int x1 = k;
      float v0[4];
      load4_f32(v0, p0 + x0 * 32 + x1);
      float v1[4];
      load4_f32(v1, p1 + x0 * 32 + x1);
#pragma unroll
      for (int l = 0; l < 4; l++) {
        k2[j * 4 + l] = v0[l] + v1[l];
        a3 = a3 + k2[j * 4 + l];
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a3, 4);
    a3 = a3 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a3, 2);
    a3 = a3 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a3, 1);
    a3 = a3 + o;
  }
  const float v5 = a3 / 32.0f;
  float a8 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 32;
    {
#pragma unroll
      for (int l = 0; l < 4; l++) {
        k6[j * 4 + l] = k2[j * 4 + l] - v5;
        const float v7 = k6[j * 4 + l] * k6[j * 4 + l];
        a8 = a8 + v7;
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a8, 4);
    a8 = a8 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a8, 2);
    a8 = a8 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a8, 1);
    a8 = a8 + o;
  }
  const float v9 = a8 / 32.0f;
  const float v11 = v9 + 1.0E-5f;
  const float v12 = sqrtf(v11);
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 32;
    {
      const int x1 = k;
      float v14[4];
      load4_f32(v14, p2 + x1);
      float v16[4];
      load4_f32(v16, p3 + x1);
      float s18[4];
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v13 = k6[j * 4 + l] / v12;
        const float v15 = v13 * v14[l];
        const float v17 = v15 + v16[l];
        s18[l] = v17;
      }
      if (live) {
        store4_f32(p4 + x0 * 32 + x1, s18);
      }
    }
  }
}

