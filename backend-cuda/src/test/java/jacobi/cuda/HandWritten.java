package jacobi.cuda;

import jacobi.backend.Kernel;
import jacobi.cuda.source.KernelSource;
import jacobi.cuda.source.KernelSource.Launch;
import java.util.List;

/** A few kernels, so that these tests do not depend on generated ones. */
final class HandWritten {
  static final int COUNT = 100;

  private HandWritten() {}

  private static Kernel kernel(
      CudaSpace space, String name, int operands, boolean faults, String code) {
    KernelSource source =
        new KernelSource(
            "extern \"C\" __global__ void " + name + code,
            List.of(new Launch(name, 1, COUNT)),
            0,
            faults);
    return new SourceKernel(space, name, operands, source, new Modules(space.gpu()));
  }

  /** Operands x, y: copies {@link #COUNT} numbers. */
  static Kernel copy(CudaSpace space) {
    return kernel(
        space, "copy", 2, false, "(const float* x, float* y) { y[threadIdx.x] = x[threadIdx.x]; }");
  }

  /** Operands x, y, z: adds {@link #COUNT} numbers. */
  static Kernel add(CudaSpace space) {
    return kernel(
        space,
        "add",
        3,
        false,
        "(const float* x, const float* y, float* z) {"
            + " z[threadIdx.x] = x[threadIdx.x] + y[threadIdx.x]; }");
  }

  /** Operand i, one int64: that it is a row of 100. */
  static Kernel check(CudaSpace space) {
    return kernel(
        space,
        "check",
        1,
        true,
        "(const long long* i, long long* fault) {"
            + " if (threadIdx.x == 0 && fault[0] == 0 && (i[0] < 0 || i[0] >= 100)) {"
            + " fault[0] = 1; fault[1] = i[0]; fault[2] = 100; } }");
  }
}
