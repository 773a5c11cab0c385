// [20] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const long long *__restrict__ p0, int *p1, unsigned char *p2, float *p3, float *p4) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 2;
  if (i >= 20) {
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
    const int v5 = v1 < 300;
    const int v6 = v3 & v5;
    const float v9 = v6 ? 0.05f : 0.0f;
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

// [20, 300] reduced [false, true], rows<<<5, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const int *__restrict__ p0, const float *p1, const unsigned char *__restrict__ p2, const float *p3, const float *p4, float *p5, float *p6) {
  const int t = threadIdx.x % 32u;
  const int at = (int)blockIdx.x * 4 + threadIdx.x / 32u;
  const int r = at;
  const int x0 = r;
  float k5[12];
  float k7[12];
  float k10[12];
  const int v0 = p0[x0];
  const unsigned char v17 = p2[x0];
  const float v20 = p3[x0];
  const float v22 = p4[x0];
  float a6 = 0.0f;
  float a8 = __int_as_float(0xff800000);
#pragma unroll
  for (int j = 0; j < 3; j++) {
    const int k = t * 4 + j * 128;
    if (k < 300) {
      const int x1 = k;
      load4_f32(k7 + j * 4, p1 + x0 * 300 + x1);
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const int v1 = (int)(x1 + l);
        const int v2 = v0 == v1;
        k5[j * 4 + l] = v2 ? 0.90033334f : 3.3333333E-4f;
        a6 = a6 + k5[j * 4 + l];
        a8 = max_f32(a8, k7[j * 4 + l]);
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a6, 16);
    a6 = a6 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a6, 8);
    a6 = a6 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a6, 4);
    a6 = a6 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a6, 2);
    a6 = a6 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a6, 1);
    a6 = a6 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a8, 16);
    a8 = max_f32(a8, o);
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a8, 8);
    a8 = max_f32(a8, o);
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a8, 4);
    a8 = max_f32(a8, o);
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a8, 2);
    a8 = max_f32(a8, o);
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a8, 1);
    a8 = max_f32(a8, o);
  }
  const float v23 = v22 * a6;
  float a11 = 0.0f;
  float a15 = 0.0f;
#pragma unroll
  for (int j = 0; j < 3; j++) {
    const int k = t * 4 + j * 128;
    if (k < 300) {
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v9 = k7[j * 4 + l] - a8;
        k10[j * 4 + l] = expf(v9);
        const float v14 = k5[j * 4 + l] * v9;
        a11 = a11 + k10[j * 4 + l];
        a15 = a15 + v14;
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a11, 16);
    a11 = a11 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a11, 8);
    a11 = a11 + o;
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
  {
    const float o = __shfl_xor_sync(0xffffffffu, a15, 16);
    a15 = a15 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a15, 8);
    a15 = a15 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a15, 4);
    a15 = a15 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a15, 2);
    a15 = a15 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a15, 1);
    a15 = a15 + o;
  }
  const float v12 = logf(a11);
  const float v13 = a6 * v12;
  const float v16 = v13 - a15;
  const float v19 = v17 ? v16 : __int_as_float(0x7fc00000);
  const float v24 = v23 / a11;
#pragma unroll
  for (int j = 0; j < 3; j++) {
    const int k = t * 4 + j * 128;
    if (k < 300) {
      const int x1 = k;
      float s28[4];
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v21 = v20 * k5[j * 4 + l];
        const float v25 = v24 * k10[j * 4 + l];
        const float v26 = v21 + v25;
        s28[l] = v26;
      }
      store4_f32(p6 + x0 * 300 + x1, s28);
    }
  }
  if (t == 0) {
    p5[x0] = v19;
  }
}

// [6000] reduced [true], rows<<<1, 512>>>
extern "C" __global__ void __launch_bounds__(512) rows(const float *p0, const float *p1, float *p2, float *p3) {
  __shared__ float m4[16];
  const int t = threadIdx.x;
  const int r = blockIdx.x;
  float a4 = 0.0f;
#pragma unroll
  for (int j = 0; j < 3; j++) {
    const int k = t * 4 + j * 2048;
    if (k < 6000) {
      const int x0 = k;
      float v0[4];
      load4_f32(v0, p0 + x0);
      float v1[4];
      load4_f32(v1, p1 + x0);
      float s11[4];
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v2 = v0[l] - v1[l];
        const float v3 = fabsf(v2);
        const float v7 = sign_f32(v2);
        const float v9 = 1.6666666E-4f * v7;
        s11[l] = v9;
        a4 = a4 + v3;
      }
      store4_f32(p3 + x0, s11);
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a4, 16);
    a4 = a4 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a4, 8);
    a4 = a4 + o;
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
  if (threadIdx.x % 32 == 0) {
    m4[threadIdx.x / 32] = a4;
  }
  __syncthreads();
  a4 = m4[threadIdx.x % 16u];
  {
    const float o = __shfl_xor_sync(0xffffffffu, a4, 8);
    a4 = a4 + o;
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
  const float v6 = a4 / 6000.0f;
  if (t == 0) {
    p2[0] = v6;
  }
}

// [6000] reduced [true], rows<<<1, 512>>>
extern "C" __global__ void __launch_bounds__(512) rows(const float *p0, const float *p1, float *p2, float *p3) {
  __shared__ float m13[16];
  const int t = threadIdx.x;
  const int r = blockIdx.x;
  float a13 = 0.0f;
#pragma unroll
  for (int j = 0; j < 3; j++) {
    const int k = t * 4 + j * 2048;
    if (k < 6000) {
      const int x0 = k;
      float v0[4];
      load4_f32(v0, p0 + x0);
      float v1[4];
      load4_f32(v1, p1 + x0);
      float s27[4];
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v2 = v0[l] - v1[l];
        const float v3 = fabsf(v2);
        const int v5 = v3 <= 1.0f;
        const float v6 = v2 * v2;
        const float v8 = v3 - 0.5f;
        const float v10 = v8 * 2.0f;
        const float v11 = v5 ? v6 : v10;
        const float v12 = v11 * 0.5f;
        const float v18 = v5 ? 8.333333E-5f : 0.0f;
        const float v19 = v18 * v2;
        const float v20 = v19 + v19;
        const float v21 = v5 ? 0.0f : 8.333333E-5f;
        const float v22 = v21 * 2.0f;
        const float v23 = sign_f32(v2);
        const float v24 = v22 * v23;
        const float v25 = v20 + v24;
        s27[l] = v25;
        a13 = a13 + v12;
      }
      store4_f32(p3 + x0, s27);
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a13, 16);
    a13 = a13 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a13, 8);
    a13 = a13 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a13, 4);
    a13 = a13 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a13, 2);
    a13 = a13 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a13, 1);
    a13 = a13 + o;
  }
  if (threadIdx.x % 32 == 0) {
    m13[threadIdx.x / 32] = a13;
  }
  __syncthreads();
  a13 = m13[threadIdx.x % 16u];
  {
    const float o = __shfl_xor_sync(0xffffffffu, a13, 8);
    a13 = a13 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a13, 4);
    a13 = a13 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a13, 2);
    a13 = a13 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a13, 1);
    a13 = a13 + o;
  }
  const float v15 = a13 / 6000.0f;
  if (t == 0) {
    p2[0] = v15;
  }
}

// [6000] reduced [true], rows<<<1, 512>>>
extern "C" __global__ void __launch_bounds__(512) rows(const float *p0, const float *p1, float *p2, float *p3) {
  __shared__ float m11[16];
  const int t = threadIdx.x;
  const int r = blockIdx.x;
  float a11 = 0.0f;
#pragma unroll
  for (int j = 0; j < 3; j++) {
    const int k = t * 4 + j * 2048;
    if (k < 6000) {
      const int x0 = k;
      float v0[4];
      load4_f32(v0, p0 + x0);
      float v8[4];
      load4_f32(v8, p1 + x0);
      float s31[4];
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v2 = max_f32(v0[l], 0.0f);
        const float v3 = -v0[l];
        const float v4 = min_f32(v3, v0[l]);
        const float v5 = expf(v4);
        const float v6 = log1pf(v5);
        const float v7 = v2 + v6;
        const float v9 = v0[l] * v8[l];
        const float v10 = v7 - v9;
        const float v15 = (-1.6666666E-4f) * v8[l];
        const int v16 = v3 < v0[l];
        const float v18 = v5 + 1.0f;
        const float v20 = 1.6666666E-4f / v18;
        const float v21 = v20 * v5;
        const float v22 = v16 ? 0.0f : v21;
        const float v23 = v15 + v22;
        const float v24 = v16 ? v21 : 0.0f;
        const float v25 = -v24;
        const float v26 = v23 + v25;
        const int v27 = 0.0f < v2;
        const float v28 = v27 ? 1.6666666E-4f : 0.0f;
        const float v29 = v26 + v28;
        s31[l] = v29;
        a11 = a11 + v10;
      }
      store4_f32(p3 + x0, s31);
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a11, 16);
    a11 = a11 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a11, 8);
    a11 = a11 + o;
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
  if (threadIdx.x % 32 == 0) {
    m11[threadIdx.x / 32] = a11;
  }
  __syncthreads();
  a11 = m11[threadIdx.x % 16u];
  {
    const float o = __shfl_xor_sync(0xffffffffu, a11, 8);
    a11 = a11 + o;
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
  const float v13 = a11 / 6000.0f;
  if (t == 0) {
    p2[0] = v13;
  }
}

// [6000] reduced [true], rows<<<1, 512>>>
extern "C" __global__ void __launch_bounds__(512) rows(const float *p0, const float *p1, float *p2, float *p3) {
  __shared__ float m12[16];
  const int t = threadIdx.x;
  const int r = blockIdx.x;
  float a12 = 0.0f;
#pragma unroll
  for (int j = 0; j < 3; j++) {
    const int k = t * 4 + j * 2048;
    if (k < 6000) {
      const int x0 = k;
      float v1[4];
      load4_f32(v1, p0 + x0);
      float v8[4];
      load4_f32(v8, p1 + x0);
      float s20[4];
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const int v2 = 0.0f < v1[l];
        const float v3 = v1[l] * 0.0f;
        const float v5 = v3 + 1.0f;
        const float v6 = v2 ? v1[l] : v5;
        const float v7 = logf(v6);
        const float v9 = v7 - v8[l];
        const float v10 = v1[l] * v9;
        const float v11 = v2 ? v10 : v3;
        const float v16 = v2 ? 0.05f : 0.0f;
        const float v17 = v16 * v1[l];
        const float v18 = -v17;
        s20[l] = v18;
        a12 = a12 + v11;
      }
      store4_f32(p3 + x0, s20);
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a12, 16);
    a12 = a12 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a12, 8);
    a12 = a12 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a12, 4);
    a12 = a12 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a12, 2);
    a12 = a12 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a12, 1);
    a12 = a12 + o;
  }
  if (threadIdx.x % 32 == 0) {
    m12[threadIdx.x / 32] = a12;
  }
  __syncthreads();
  a12 = m12[threadIdx.x % 16u];
  {
    const float o = __shfl_xor_sync(0xffffffffu, a12, 8);
    a12 = a12 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a12, 4);
    a12 = a12 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a12, 2);
    a12 = a12 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a12, 1);
    a12 = a12 + o;
  }
  const float v14 = a12 / 20.0f;
  if (t == 0) {
    p2[0] = v14;
  }
}

