// [40] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *__restrict__ p0, float *p1) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 40) {
    return;
  }
  const float v0 = p0[0];
  float s1[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    s1[l] = v0;
  }
  store4_f32(p1 + i, s1);
}

// [5, 4, 12] reduced [false, false, false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *__restrict__ p0, float *p1) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 240) {
    return;
  }
  const int x2 = (int)((unsigned)i % 12u);
  const int x1 = (int)((unsigned)i / 12u % 4u);
  const int x0 = (int)((unsigned)i / 48u);
  float v0[4];
  load4_f32(v0, p0 + x0 * 12 + x1 * 60 + x2);
  float s1[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    s1[l] = v0[l];
  }
  store4_f32(p1 + i, s1);
}

// [4, 10] reduced [false, false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *__restrict__ p0, const float *__restrict__ p1, const float *__restrict__ p2, const float *__restrict__ p3, const float *p4, const float *__restrict__ p5, const float *__restrict__ p6, const float *__restrict__ p7, const float *__restrict__ p8, float *p9, float *p10, float *p11, float *p12, float *p13, float *p14, float *p15) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 2;
  if (i >= 40) {
    return;
  }
  const int x1 = (int)((unsigned)i % 10u);
  const int x0 = (int)((unsigned)i / 10u);
  float v0[2];
  load2_f32(v0, p0 + x0 * 40 + x1 + 30);
  float v1[2];
  load2_f32(v1, p1 + x0 * 40 + x1 + 30);
  float v8[2];
  load2_f32(v8, p2 + x0 * 40 + x1 + 10);
  float v9[2];
  load2_f32(v9, p3 + x0 * 40 + x1 + 10);
  float v15[2];
  load2_f32(v15, p4 + i);
  float v17[2];
  load2_f32(v17, p5 + x0 * 40 + x1 + 20);
  float v18[2];
  load2_f32(v18, p6 + x0 * 40 + x1 + 20);
  float v21[2];
  load2_f32(v21, p7 + x0 * 40 + x1);
  float v22[2];
  load2_f32(v22, p8 + x0 * 40 + x1);
  float s32[2];
  float s33[2];
  float s34[2];
  float s35[2];
  float s36[2];
  float s37[2];
  float s38[2];
#pragma unroll
  for (int l = 0; l < 2; l++) {
    const float v2 = v0[l] + v1[l];
    const float v4 = v2 * 0.5f;
    const float v5 = tanhf(v4);
    const float v6 = v5 * 0.5f;
    const float v7 = v6 + 0.5f;
    const float v10 = v8[l] + v9[l];
    const float v11 = v10 * 0.5f;
    const float v12 = tanhf(v11);
    const float v13 = v12 * 0.5f;
    const float v14 = v13 + 0.5f;
    const float v16 = v15[l] * v14;
    const float v19 = v17[l] + v18[l];
    const float v20 = tanhf(v19);
    const float v23 = v21[l] + v22[l];
    const float v24 = v23 * 0.5f;
    const float v25 = tanhf(v24);
    const float v26 = v25 * 0.5f;
    const float v27 = v26 + 0.5f;
    const float v28 = v20 * v27;
    const float v29 = v16 + v28;
    const float v30 = tanhf(v29);
    const float v31 = v7 * v30;
    s32[l] = v5;
    s33[l] = v12;
    s34[l] = v20;
    s35[l] = v25;
    s36[l] = v29;
    s37[l] = v30;
    s38[l] = v31;
  }
  store2_f32(p9 + i, s32);
  store2_f32(p10 + i, s33);
  store2_f32(p11 + i, s34);
  store2_f32(p12 + i, s35);
  store2_f32(p13 + i, s36);
  store2_f32(p14 + i, s37);
  store2_f32(p15 + i, s38);
}

// [4, 5, 10] reduced [false, false, false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *__restrict__ p0, float *p1) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 2;
  if (i >= 200) {
    return;
  }
  const int x2 = (int)((unsigned)i % 10u);
  const int x1 = (int)((unsigned)i / 10u % 5u);
  const int x0 = (int)((unsigned)i / 50u);
  float v0[2];
  load2_f32(v0, p0 + x0 * 10 + x1 * 40 + x2);
  float s1[2];
#pragma unroll
  for (int l = 0; l < 2; l++) {
    s1[l] = v0[l];
  }
  store2_f32(p1 + i, s1);
}

// [20] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const long long *__restrict__ p0, const float *__restrict__ p1, int *p2, unsigned char *p3, float *p4, float *p5) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 2;
  if (i >= 20) {
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
    const int v5 = v1 < 50;
    const int v6 = v3 & v5;
    const float v9 = v6 ? 0.05f : v8;
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

// [20, 50] reduced [false, true], rows<<<5, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *p0, const int *__restrict__ p1, const float *__restrict__ p2, const unsigned char *__restrict__ p3, const float *p4, const float *p5, float *p6, float *p7) {
  const int t = threadIdx.x % 32u;
  const int at = (int)blockIdx.x * 4 + threadIdx.x / 32u;
  const int r = at;
  const int x0 = r;
  float k0[2];
  float k3[2];
  unsigned char k8[2];
  const int v6 = p1[x0];
  const float v9 = p2[0];
  const unsigned char v13 = p3[x0];
  const float v16 = p4[x0];
  const float v18 = p5[x0];
  float a1 = __int_as_float(0xff800000);
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 2 + j * 64;
    if (k < 50) {
      const int x1 = k;
      load2_f32(k0 + j * 2, p0 + x0 * 50 + x1);
#pragma unroll
      for (int l = 0; l < 2; l++) {
        a1 = max_f32(a1, k0[j * 2 + l]);
      }
    }
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a1, 16);
    a1 = max_f32(a1, o);
  }
  {
    const float o = __shfl_xor_sync(0xffffffffu, a1, 8);
    a1 = max_f32(a1, o);
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
    const int k = t * 2 + j * 64;
    if (k < 50) {
      const int x1 = k;
#pragma unroll
      for (int l = 0; l < 2; l++) {
        const float v2 = k0[j * 2 + l] - a1;
        k3[j * 2 + l] = expf(v2);
        const int v7 = (int)(x1 + l);
        k8[j * 2 + l] = v6 == v7;
        const float v10 = k8[j * 2 + l] ? v2 : v9;
        a4 = a4 + k3[j * 2 + l];
        a11 = a11 + v10;
      }
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
  const float v5 = logf(a4);
  const float v12 = v5 - a11;
  const float v15 = v13 ? v12 : __int_as_float(0x7fc00000);
  const float v19 = v18 / a4;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 2 + j * 64;
    if (k < 50) {
      const int x1 = k;
      float s23[2];
#pragma unroll
      for (int l = 0; l < 2; l++) {
        const float v17 = k8[j * 2 + l] ? v16 : v9;
        const float v20 = v19 * k3[j * 2 + l];
        const float v21 = v17 + v20;
        s23[l] = v21;
      }
      store2_f32(p7 + x0 * 50 + x1, s23);
    }
  }
  if (t == 0) {
    p6[x0] = v15;
  }
}

// [20] reduced [true], rows<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) rows(const float *__restrict__ p0, float *p1) {
  const int t = threadIdx.x % 8u;
  const int at = (int)blockIdx.x * 16 + threadIdx.x / 8u;
  const int live = at < 1;
  const int r = live ? at : 0;
  float a1 = 0.0f;
#pragma unroll
  for (int j = 0; j < 1; j++) {
    const int k = t * 4 + j * 32;
    if (k < 20) {
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
  const float v3 = a1 / 20.0f;
  if (t == 0 && live) {
    p1[0] = v3;
  }
}

// [5, 4, 10] reduced [false, false, false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *__restrict__ p0, float *p1) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 2;
  if (i >= 200) {
    return;
  }
  const int x2 = (int)((unsigned)i % 10u);
  const int x1 = (int)((unsigned)i / 10u % 4u);
  const int x0 = (int)((unsigned)i / 40u);
  float v0[2];
  load2_f32(v0, p0 + x0 * 10 + x1 * 50 + x2);
  float s1[2];
#pragma unroll
  for (int l = 0; l < 2; l++) {
    s1[l] = v0[l];
  }
  store2_f32(p1 + i, s1);
}

// [40] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *p2, const float *p3, const float *p4, const float *p5, const float *p6, const float *p7, const float *p8, float *p9, float *p10, float *p11, float *p12, float *p13) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 40) {
    return;
  }
  float v0[4];
  load4_f32(v0, p0 + i);
  float v1[4];
  load4_f32(v1, p1 + i);
  float v3[4];
  load4_f32(v3, p2 + i);
  float v8[4];
  load4_f32(v8, p3 + i);
  float v13[4];
  load4_f32(v13, p4 + i);
  float v15[4];
  load4_f32(v15, p5 + i);
  float v18[4];
  load4_f32(v18, p6 + i);
  float v23[4];
  load4_f32(v23, p7 + i);
  float v26[4];
  load4_f32(v26, p8 + i);
  float s46[4];
  float s47[4];
  float s48[4];
  float s49[4];
  float s50[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    const float v2 = v0[l] + v1[l];
    const float v5 = v3[l] * 0.5f;
    const float v6 = v5 + 0.5f;
    const float v7 = v2 * v6;
    const float v9 = v8[l] * v8[l];
    const float v11 = 1.0f - v9;
    const float v12 = v7 * v11;
    const float v14 = v13[l] + v12;
    const float v16 = v14 * v15[l];
    const float v17 = v16 * 0.5f;
    const float v19 = v18[l] * v18[l];
    const float v20 = 1.0f - v19;
    const float v21 = v17 * v20;
    const float v22 = v21 * 0.5f;
    const float v24 = v14 * v23[l];
    const float v25 = v24 * 0.5f;
    const float v27 = v26[l] * v26[l];
    const float v28 = 1.0f - v27;
    const float v29 = v25 * v28;
    const float v30 = v29 * 0.5f;
    const float v31 = v18[l] * 0.5f;
    const float v32 = v31 + 0.5f;
    const float v33 = v14 * v32;
    const float v34 = v15[l] * v15[l];
    const float v35 = 1.0f - v34;
    const float v36 = v33 * v35;
    const float v37 = v2 * v8[l];
    const float v38 = v37 * 0.5f;
    const float v39 = v3[l] * v3[l];
    const float v40 = 1.0f - v39;
    const float v41 = v38 * v40;
    const float v42 = v41 * 0.5f;
    const float v43 = v26[l] * 0.5f;
    const float v44 = v43 + 0.5f;
    const float v45 = v14 * v44;
    s46[l] = v22;
    s47[l] = v30;
    s48[l] = v36;
    s49[l] = v42;
    s50[l] = v45;
  }
  store4_f32(p9 + i, s46);
  store4_f32(p10 + i, s47);
  store4_f32(p11 + i, s48);
  store4_f32(p12 + i, s49);
  store4_f32(p13 + i, s50);
}

// [600] reduced [false], map<<<2, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, const float *__restrict__ p4, const float *p5, float *p6, float *p7, float *p8) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 600) {
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

// [480] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, const float *__restrict__ p4, const float *p5, float *p6, float *p7, float *p8) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 480) {
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

// [400] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, const float *__restrict__ p4, const float *p5, float *p6, float *p7, float *p8) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 400) {
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

// [20, 40] reduced [true, false], columns<<<1, 256>>>
extern "C" __global__ void __launch_bounds__(256) columns(const float *__restrict__ p0, float *p1) {
  __shared__ float m_f32[1024];
  const int t = threadIdx.x % 16u;
  const int y = threadIdx.x / 16u;
  const int c = t * 4;
  float a1[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a1[l] = 0.0f;
  }
  if (c < 40) {
    const int x1 = c;
#pragma unroll 4
    for (int k = y; k < 20; k += 16) {
      const int x0 = k;
      float v0[4];
      load4_f32(v0, p0 + x0 * 40 + x1 + 400);
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
  for (int h = 8; h > 0; h /= 2) {
    if (y < h) {
#pragma unroll
      for (int l = 0; l < 4; l++) {
        m_f32[l * 256 + threadIdx.x] = m_f32[l * 256 + threadIdx.x] + m_f32[l * 256 + threadIdx.x + h * 16];
      }
    }
    __syncthreads();
  }
#pragma unroll
  for (int l = 0; l < 4; l++) {
    a1[l] = m_f32[l * 256 + threadIdx.x];
  }
  if (y == 0 && c < 40) {
    const int x1 = c;
    float s2[4];
#pragma unroll
    for (int l = 0; l < 4; l++) {
      s2[l] = a1[l];
    }
    store4_f32(p1 + x1, s2);
  }
}

// [40] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, const float *__restrict__ p4, const float *p5, float *p6, float *p7, float *p8) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 40) {
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

// [500] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, const float *__restrict__ p4, const float *p5, float *p6, float *p7, float *p8) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 500) {
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

// [20, 50] reduced [true, false], columns<<<1, 256>>>
extern "C" __global__ void __launch_bounds__(256) columns(const float *__restrict__ p0, float *p1) {
  __shared__ float m_f32[512];
  const int t = threadIdx.x % 32u;
  const int y = threadIdx.x / 32u;
  const int c = t * 2;
  float a1[2];
#pragma unroll
  for (int l = 0; l < 2; l++) {
    a1[l] = 0.0f;
  }
  if (c < 50) {
    const int x1 = c;
#pragma unroll 4
    for (int k = y; k < 20; k += 8) {
      const int x0 = k;
      float v0[2];
      load2_f32(v0, p0 + x0 * 50 + x1);
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
  for (int h = 4; h > 0; h /= 2) {
    if (y < h) {
#pragma unroll
      for (int l = 0; l < 2; l++) {
        m_f32[l * 256 + threadIdx.x] = m_f32[l * 256 + threadIdx.x] + m_f32[l * 256 + threadIdx.x + h * 32];
      }
    }
    __syncthreads();
  }
#pragma unroll
  for (int l = 0; l < 2; l++) {
    a1[l] = m_f32[l * 256 + threadIdx.x];
  }
  if (y == 0 && c < 50) {
    const int x1 = c;
    float s2[2];
#pragma unroll
    for (int l = 0; l < 2; l++) {
      s2[l] = a1[l];
    }
    store2_f32(p1 + x1, s2);
  }
}

// [50] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *p0, const float *p1, const float *__restrict__ p2, const float *p3, const float *__restrict__ p4, const float *p5, float *p6, float *p7, float *p8) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i + 4 <= 50) {
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
  else if (i < 50) {
    const int first = i;
    for (int i = first; i < 50; i++) {
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

// [40] reduced [false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(float *p0) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 4;
  if (i >= 40) {
    return;
  }
  float s1[4];
#pragma unroll
  for (int l = 0; l < 4; l++) {
    s1[l] = 0.0f;
  }
  store4_f32(p0 + i, s1);
}

// [4, 10] reduced [false, false], map<<<1, 128>>>
extern "C" __global__ void __launch_bounds__(128) map(const float *__restrict__ p0, const float *__restrict__ p1, const float *__restrict__ p2, const float *__restrict__ p3, const float *p4, const float *__restrict__ p5, const float *__restrict__ p6, const float *__restrict__ p7, const float *__restrict__ p8, float *p9, float *p10) {
  const int i = ((int)blockIdx.x * 128 + threadIdx.x) * 2;
  if (i >= 40) {
    return;
  }
  const int x1 = (int)((unsigned)i % 10u);
  const int x0 = (int)((unsigned)i / 10u);
  float v0[2];
  load2_f32(v0, p0 + x0 * 40 + x1 + 30);
  float v1[2];
  load2_f32(v1, p1 + x0 * 40 + x1 + 30);
  float v8[2];
  load2_f32(v8, p2 + x0 * 40 + x1 + 10);
  float v9[2];
  load2_f32(v9, p3 + x0 * 40 + x1 + 10);
  float v15[2];
  load2_f32(v15, p4 + i);
  float v17[2];
  load2_f32(v17, p5 + x0 * 40 + x1 + 20);
  float v18[2];
  load2_f32(v18, p6 + x0 * 40 + x1 + 20);
  float v21[2];
  load2_f32(v21, p7 + x0 * 40 + x1);
  float v22[2];
  load2_f32(v22, p8 + x0 * 40 + x1);
  float s32[2];
  float s33[2];
#pragma unroll
  for (int l = 0; l < 2; l++) {
    const float v2 = v0[l] + v1[l];
    const float v4 = v2 * 0.5f;
    const float v5 = tanhf(v4);
    const float v6 = v5 * 0.5f;
    const float v7 = v6 + 0.5f;
    const float v10 = v8[l] + v9[l];
    const float v11 = v10 * 0.5f;
    const float v12 = tanhf(v11);
    const float v13 = v12 * 0.5f;
    const float v14 = v13 + 0.5f;
    const float v16 = v15[l] * v14;
    const float v19 = v17[l] + v18[l];
    const float v20 = tanhf(v19);
    const float v23 = v21[l] + v22[l];
    const float v24 = v23 * 0.5f;
    const float v25 = tanhf(v24);
    const float v26 = v25 * 0.5f;
    const float v27 = v26 + 0.5f;
    const float v28 = v20 * v27;
    const float v29 = v16 + v28;
    const float v30 = tanhf(v29);
    const float v31 = v7 * v30;
    s32[l] = v29;
    s33[l] = v31;
  }
  store2_f32(p9 + i, s32);
  store2_f32(p10 + i, s33);
}

