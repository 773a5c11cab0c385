// [1952] reduced [false], map<<<4, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, float *p3) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 1952) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  const float v1 = p1[0];
  float v3[4];
  load4_f32(v3, p2 + i);
  float s5[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * v1;
    const float v4 = v3[l] - v2;
    s5[l] = v4;
  }
  store4_f32(p3 + i, s5);
}

// [32] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, float *p3) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 32) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  const float v1 = p1[0];
  float v3[4];
  load4_f32(v3, p2 + i);
  float s5[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * v1;
    const float v4 = v3[l] - v2;
    s5[l] = v4;
  }
  store4_f32(p3 + i, s5);
}

// [1952] reduced [false], map<<<4, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, float *p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 1952) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i);
  const float v7 = p2[0];
  float v9[4];
  load4_f32(v9, p3 + i);
  float s11[4];
  float s12[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * 0.9f;
    const float v4 = v2 + v3[l];
    const float v5 = v4 * 0.9f;
    const float v6 = v3[l] + v5;
    const float v8 = v6 * v7;
    const float v10 = v9[l] - v8;
    s11[l] = v4;
    s12[l] = v10;
  }
  store4_f32(p4 + i, s11);
  store4_f32(p5 + i, s12);
}

// [32] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, float *p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 32) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i);
  const float v7 = p2[0];
  float v9[4];
  load4_f32(v9, p3 + i);
  float s11[4];
  float s12[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * 0.9f;
    const float v4 = v2 + v3[l];
    const float v5 = v4 * 0.9f;
    const float v6 = v3[l] + v5;
    const float v8 = v6 * v7;
    const float v10 = v9[l] - v8;
    s11[l] = v4;
    s12[l] = v10;
  }
  store4_f32(p4 + i, s11);
  store4_f32(p5 + i, s12);
}

// [1952] reduced [false], map<<<4, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *__restrict__ p1, const float *p2, const float *p3, const float *__restrict__ p4, const float *p5, const float *__restrict__ p6, float *p7, float *p8, float *p9) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 1952) {
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

// [32] reduced [true], rows<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *__restrict__ p0, float *p1) {
  const int t = threadIdx.x % 8u;
  const int at = (int)blockIdx.x * 16 + threadIdx.x / 8u;
  const int live = at < 1;
  const int r = live ? at : 0;
  float a2 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 32;
    {
      const int x0 = k;
      float v0[4];
      load4_f32(v0, p0 + x0);
#pragma unroll
      for (int l = 0; l < 4; l++) {
        const float v1 = v0[l] * v0[l];
        a2 = a2 + v1;
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a2, 4);
    a2 = a2 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a2, 2);
    a2 = a2 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a2, 1);
    a2 = a2 + o;
  }
  if (t == 0 && live) {
    p1[0] = a2;
  }
}

// [1952] reduced [true], rows<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const long long *p0, const float *p1, const float *p2, const float *p3, const float *p4, const float *p5, const float *p6, long long *p7, float *p8, float *p9, float *p10, float *p11, float *p12, float *p13) {
  __shared__ float m8[4];
  const int t = threadIdx.x;
  const int r = blockIdx.x;
  float k6[16];
  const long long v0 = p0[0];
  const float v9 = p3[0];
  const float v26 = p4[0];
  const long long v2 = (long long)((unsigned long long)v0 + (unsigned long long)1LL);
  const float v21 = (float)v2;
  const float v23 = v21 * (-0.105360515f);
  const float v24 = expm1f(v23);
  const float v25 = -v24;
  const float v27 = v26 / v25;
  const float v38 = v21 * (-0.0010005003f);
  const float v39 = expm1f(v38);
  const float v40 = -v39;
  const float v41 = sqrtf(v40);
  const float v42 = 1.0f / v41;
  float a8 = 0.0f;
#pragma unroll
  for (int j = 0; j < 8; j++) {
    const int k = t * 2 + j * 256;
    if (k < 1952) {
      const int x0 = k;
      load2_f32(k6 + j * 2, p2 + x0);
#pragma unroll
      for (int l = 0; l < 2; l++) {
        const float v7 = k6[j * 2 + l] * k6[j * 2 + l];
        a8 = a8 + v7;
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a8, 16);
    a8 = a8 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a8, 8);
    a8 = a8 + o;
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
  if (threadIdx.x % 32 == 0) {
    m8[threadIdx.x / 32] = a8;
  }
  __syncthreads();
  a8 = m8[threadIdx.x % 4u];
  {
    const float o = __shfl_xor_sync(0xffffffffu, a8, 2);
    a8 = a8 + o;
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a8, 1);
    a8 = a8 + o;
  }
  const float v10 = a8 + v9;
  const float v11 = sqrtf(v10);
  const float v13 = v11 + 1.0E-6f;
  const float v15 = 1.0f / v13;
  const float v16 = min_f32(v15, 1.0f);
#pragma unroll
  for (int j = 0; j < 8; j++) {
    const int k = t * 2 + j * 256;
    if (k < 1952) {
      const int x0 = k;
      float v3[2];
      load2_f32(v3, p1 + x0);
      float v29[2];
      load2_f32(v29, p5 + x0);
      float v47[2];
      load2_f32(v47, p6 + x0);
      float s51[2];
      float s53[2];
      float s55[2];
#pragma unroll
      for (int l = 0; l < 2; l++) {
        const float v5 = v3[l] * 0.9f;
        const float v17 = k6[j * 2 + l] * v16;
        const float v19 = v17 * 0.1f;
        const float v20 = v5 + v19;
        const float v28 = v20 * v27;
        const float v31 = v29[l] * 0.999f;
        const float v32 = v17 * v17;
        const float v34 = v32 * 0.001f;
        const float v35 = v31 + v34;
        const float v36 = sqrtf(v35);
        const float v43 = v36 * v42;
        const float v45 = v43 + 1.0E-8f;
        const float v46 = v28 / v45;
        const float v48 = v47[l] - v46;
        s51[l] = v20;
        s53[l] = v35;
        s55[l] = v48;
      }
      store2_f32(p9 + x0, s51);
      store2_f32(p11 + x0, s53);
      store2_f32(p13 + x0, s55);
    }
  }
  if (t == 0) {
    p7[0] = v2;
    p8[0] = v16;
    p10[0] = v27;
    p12[0] = v42;
  }
}

// [32] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *__restrict__ p3, const float *p4, const float *__restrict__ p5, const float *p6, float *p7, float *p8, float *p9) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 32) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i);
  const float v4 = p2[0];
  const float v9 = p3[0];
  float v11[4];
  load4_f32(v11, p4 + i);
  const float v19 = p5[0];
  float v24[4];
  load4_f32(v24, p6 + i);
  float s26[4];
  float s27[4];
  float s28[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * 0.9f;
    const float v5 = v3[l] * v4;
    const float v7 = v5 * 0.1f;
    const float v8 = v2 + v7;
    const float v10 = v8 * v9;
    const float v13 = v11[l] * 0.999f;
    const float v14 = v5 * v5;
    const float v16 = v14 * 0.001f;
    const float v17 = v13 + v16;
    const float v18 = sqrtf(v17);
    const float v20 = v18 * v19;
    const float v22 = v20 + 1.0E-8f;
    const float v23 = v10 / v22;
    const float v25 = v24[l] - v23;
    s26[l] = v8;
    s27[l] = v17;
    s28[l] = v25;
  }
  store4_f32(p7 + i, s26);
  store4_f32(p8 + i, s27);
  store4_f32(p9 + i, s28);
}

// [1952] reduced [false], map<<<4, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, float *p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 1952) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i);
  const float v12 = p2[0];
  float v14[4];
  load4_f32(v14, p3 + i);
  float s16[4];
  float s17[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * 0.99f;
    const float v4 = v3[l] * v3[l];
    const float v6 = v4 * 0.01f;
    const float v7 = v2 + v6;
    const float v8 = sqrtf(v7);
    const float v10 = v8 + 1.0E-8f;
    const float v11 = v3[l] / v10;
    const float v13 = v11 * v12;
    const float v15 = v14[l] - v13;
    s16[l] = v7;
    s17[l] = v15;
  }
  store4_f32(p4 + i, s16);
  store4_f32(p5 + i, s17);
}

// [32] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, float *p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 32) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float v3[4];
  load4_f32(v3, p1 + i);
  const float v12 = p2[0];
  float v14[4];
  load4_f32(v14, p3 + i);
  float s16[4];
  float s17[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] * 0.99f;
    const float v4 = v3[l] * v3[l];
    const float v6 = v4 * 0.01f;
    const float v7 = v2 + v6;
    const float v8 = sqrtf(v7);
    const float v10 = v8 + 1.0E-8f;
    const float v11 = v3[l] / v10;
    const float v13 = v11 * v12;
    const float v15 = v14[l] - v13;
    s16[l] = v7;
    s17[l] = v15;
  }
  store4_f32(p4 + i, s16);
  store4_f32(p5 + i, s17);
}

