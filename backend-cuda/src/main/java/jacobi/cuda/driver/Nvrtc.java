package jacobi.cuda.driver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;

/**
 * NVIDIA's compiler of CUDA C at run time. Works without a GPU and without a driver.
 *
 * <p>Source: https://docs.nvidia.com/cuda/nvrtc.
 */
public final class Nvrtc {
  private static final int SUCCESS = 0;
  private static final int COMPILATION = 6;

  private final MethodHandle nvrtcVersion;
  private final MethodHandle nvrtcGetNumSupportedArchs;
  private final MethodHandle nvrtcGetSupportedArchs;
  private final MethodHandle nvrtcCreateProgram;
  private final MethodHandle nvrtcCompileProgram;
  private final MethodHandle nvrtcDestroyProgram;
  private final MethodHandle nvrtcGetProgramLogSize;
  private final MethodHandle nvrtcGetProgramLog;
  private final MethodHandle nvrtcGetCubinSize;
  private final MethodHandle nvrtcGetCubin;
  private final MethodHandle nvrtcGetPtxSize;
  private final MethodHandle nvrtcGetPtx;
  private final MethodHandle nvrtcGetErrorString;
  private final String version;
  private final int[] architectures;

  /** Binds the functions of an opened libnvrtc and asks what it knows. */
  public Nvrtc(SymbolLookup libnvrtc) {
    Functions f = new Functions("NVRTC", libnvrtc);
    nvrtcVersion = f.status("nvrtcVersion", JAVA_LONG, JAVA_LONG);
    nvrtcGetNumSupportedArchs = f.status("nvrtcGetNumSupportedArchs", JAVA_LONG);
    nvrtcGetSupportedArchs = f.status("nvrtcGetSupportedArchs", JAVA_LONG);
    nvrtcCreateProgram =
        f.status(
            "nvrtcCreateProgram",
            JAVA_LONG, // where the program's handle goes
            JAVA_LONG, // code
            JAVA_LONG, // name
            JAVA_INT, // how many headers
            JAVA_LONG,
            JAVA_LONG);
    nvrtcCompileProgram = f.status("nvrtcCompileProgram", JAVA_LONG, JAVA_INT, JAVA_LONG);
    nvrtcDestroyProgram = f.status("nvrtcDestroyProgram", JAVA_LONG);
    nvrtcGetProgramLogSize = f.status("nvrtcGetProgramLogSize", JAVA_LONG, JAVA_LONG);
    nvrtcGetProgramLog = f.status("nvrtcGetProgramLog", JAVA_LONG, JAVA_LONG);
    nvrtcGetCubinSize = f.status("nvrtcGetCUBINSize", JAVA_LONG, JAVA_LONG);
    nvrtcGetCubin = f.status("nvrtcGetCUBIN", JAVA_LONG, JAVA_LONG);
    nvrtcGetPtxSize = f.status("nvrtcGetPTXSize", JAVA_LONG, JAVA_LONG);
    nvrtcGetPtx = f.status("nvrtcGetPTX", JAVA_LONG, JAVA_LONG);
    nvrtcGetErrorString =
        f.function("nvrtcGetErrorString", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
    version = readVersion();
    architectures = readArchitectures();
  }

  /** Major and minor number: "13.0". */
  public String version() {
    return version;
  }

  /** Compute capabilities it compiles for, as 10 x major + minor, ascending. */
  public int[] architectures() {
    return architectures.clone();
  }

  /**
   * Compiles a text for a GPU: to its machine code, or to PTX that the driver compiles further
   * where the GPU is newer than this NVRTC.
   *
   * @param capability compute capability of the GPU, 10 x major + minor
   * @return what {@link Driver#loadModule} takes
   * @throws CudaException with the compiler's messages if the text is wrong
   */
  public byte[] compile(String code, int capability) {
    int best = newestUpTo(capability);
    boolean machine = best == capability;
    String target = (machine ? "sm_" : "compute_") + best;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(code);
      MemorySegment name = arena.allocateFrom("jacobi.cu");
      MemorySegment handle = arena.allocate(JAVA_LONG);
      check(
          "nvrtcCreateProgram",
          () ->
              (int)
                  nvrtcCreateProgram.invokeExact(
                      handle.address(), text.address(), name.address(), 0, 0L, 0L));
      long program = handle.get(JAVA_LONG, 0);
      try {
        compile(arena, program, List.of("--gpu-architecture=" + target, "--std=c++17"));
        return machine
            ? bytes("nvrtcGetCUBIN", program, nvrtcGetCubinSize, nvrtcGetCubin)
            : bytes("nvrtcGetPTX", program, nvrtcGetPtxSize, nvrtcGetPtx);
      } finally {
        check("nvrtcDestroyProgram", () -> (int) nvrtcDestroyProgram.invokeExact(handle.address()));
      }
    }
  }

  private void compile(Arena arena, long program, List<String> options) {
    MemorySegment array = arena.allocate(ADDRESS, options.size());
    for (int i = 0; i < options.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(options.get(i)));
    }
    int code =
        Functions.call(
            () -> (int) nvrtcCompileProgram.invokeExact(program, options.size(), array.address()));
    if (code == COMPILATION) {
      byte[] log = bytes("nvrtcGetProgramLog", program, nvrtcGetProgramLogSize, nvrtcGetProgramLog);
      throw new CudaException(
          "[cuda] NVRTC "
              + version
              + " rejects a kernel: "
              + new String(log, UTF_8).replace("\0", "").strip());
    }
    check("nvrtcCompileProgram " + String.join(" ", options), () -> code);
  }

  /**
   * Nothing if it compiles for GPUs of this compute capability.
   *
   * @throws CudaException saying why, if it does not
   */
  void requireSupport(int capability) {
    newestUpTo(capability);
  }

  /** The newest architecture not newer than the GPU. */
  private int newestUpTo(int capability) {
    return Arrays.stream(architectures)
        .filter(a -> a <= capability)
        .max()
        .orElseThrow(
            () ->
                new CudaException(
                    "[cuda] NVRTC "
                        + version
                        + " compiles for compute capability "
                        + architectures[0] / 10.0
                        + " and newer; this GPU has "
                        + capability / 10.0
                        + ": it needs an older CUDA"));
  }

  private byte[] bytes(String what, long program, MethodHandle size, MethodHandle content) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocate(JAVA_LONG);
      check(what + "Size", () -> (int) size.invokeExact(program, length.address()));
      MemorySegment out = arena.allocate(length.get(JAVA_LONG, 0));
      check(what, () -> (int) content.invokeExact(program, out.address()));
      return out.toArray(JAVA_BYTE);
    }
  }

  private String readVersion() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment read = arena.allocate(JAVA_INT, 2);
      long major = read.address();
      check("nvrtcVersion", () -> (int) nvrtcVersion.invokeExact(major, major + Integer.BYTES));
      return read.getAtIndex(JAVA_INT, 0) + "." + read.getAtIndex(JAVA_INT, 1);
    }
  }

  private int[] readArchitectures() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      check(
          "nvrtcGetNumSupportedArchs",
          () -> (int) nvrtcGetNumSupportedArchs.invokeExact(count.address()));
      MemorySegment all = arena.allocate(JAVA_INT, count.get(JAVA_INT, 0));
      check(
          "nvrtcGetSupportedArchs", () -> (int) nvrtcGetSupportedArchs.invokeExact(all.address()));
      return Arrays.stream(all.toArray(JAVA_INT)).sorted().toArray();
    }
  }

  private void check(String what, Functions.Call<Integer> call) {
    int code = Functions.call(call);
    if (code != SUCCESS) {
      String text =
          Functions.call(() -> Functions.text((long) nvrtcGetErrorString.invokeExact(code)));
      throw new CudaException("[cuda] " + what + " failed: " + text + " (" + code + ")");
    }
  }
}
