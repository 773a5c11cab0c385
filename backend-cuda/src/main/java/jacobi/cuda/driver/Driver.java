package jacobi.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * CUDA's driver API, libcuda. Handles and addresses are plain numbers. Each call that does not
 * succeed is a {@link CudaException}. What concerns a device works on the context that is current
 * for the calling thread, see {@link #setCurrent}.
 *
 * <p>Source: CUDA Driver API reference, https://docs.nvidia.com/cuda/cuda-driver-api.
 */
public final class Driver {
  /** {@code CUdevice_attribute}: the major number of a device's compute capability. */
  public static final int COMPUTE_CAPABILITY_MAJOR = 75;

  public static final int COMPUTE_CAPABILITY_MINOR = 76;
  public static final int MULTIPROCESSOR_COUNT = 16;

  private static final int SUCCESS = 0;
  private static final int STREAM_NON_BLOCKING = 1;
  private static final int EVENT_DISABLE_TIMING = 2;
  private static final int CAPTURE_MODE_RELAXED = 2;
  private static final int NAME_BYTES = 256;

  private final MethodHandle cuInit;
  private final MethodHandle cuDriverGetVersion;
  private final MethodHandle cuDeviceGetCount;
  private final MethodHandle cuDeviceGet;
  private final MethodHandle cuDeviceGetName;
  private final MethodHandle cuDeviceGetAttribute;
  private final MethodHandle cuDevicePrimaryCtxRetain;
  private final MethodHandle cuCtxSetCurrent;
  private final MethodHandle cuStreamCreate;
  private final MethodHandle cuStreamSynchronize;
  private final MethodHandle cuStreamWaitEvent;
  private final MethodHandle cuStreamBeginCapture;
  private final MethodHandle cuStreamEndCapture;
  private final MethodHandle cuEventCreate;
  private final MethodHandle cuEventRecord;
  private final MethodHandle cuEventSynchronize;
  private final MethodHandle cuMemAlloc;
  private final MethodHandle cuMemFree;
  private final MethodHandle cuMemGetInfo;
  private final MethodHandle cuMemHostAlloc;
  private final MethodHandle cuMemcpyHtoDAsync;
  private final MethodHandle cuMemcpyDtoHAsync;
  private final MethodHandle cuMemcpyDtoDAsync;
  private final MethodHandle cuMemsetD8Async;
  private final MethodHandle cuModuleLoadData;
  private final MethodHandle cuModuleGetFunction;
  private final MethodHandle cuLaunchKernel;
  private final MethodHandle cuGraphInstantiateWithFlags;
  private final MethodHandle cuGraphLaunch;
  private final MethodHandle cuGraphExecDestroy;
  private final MethodHandle cuGraphDestroy;
  private final MethodHandle cuGetErrorName;
  private final MethodHandle cuGetErrorString;

  /** Binds the functions of an opened libcuda; calls none of them. */
  public Driver(SymbolLookup libcuda) {
    Functions f = new Functions("the NVIDIA driver (libcuda)", libcuda);
    cuInit = f.status("cuInit", JAVA_INT);
    cuDriverGetVersion = f.status("cuDriverGetVersion", JAVA_LONG);
    cuDeviceGetCount = f.status("cuDeviceGetCount", JAVA_LONG);
    cuDeviceGet = f.status("cuDeviceGet", JAVA_LONG, JAVA_INT);
    cuDeviceGetName = f.status("cuDeviceGetName", JAVA_LONG, JAVA_INT, JAVA_INT);
    cuDeviceGetAttribute = f.status("cuDeviceGetAttribute", JAVA_LONG, JAVA_INT, JAVA_INT);
    cuDevicePrimaryCtxRetain = f.status("cuDevicePrimaryCtxRetain", JAVA_LONG, JAVA_INT);
    cuCtxSetCurrent = f.status("cuCtxSetCurrent", JAVA_LONG);
    cuStreamCreate = f.status("cuStreamCreate", JAVA_LONG, JAVA_INT);
    cuStreamSynchronize = f.status("cuStreamSynchronize", JAVA_LONG);
    cuStreamWaitEvent = f.status("cuStreamWaitEvent", JAVA_LONG, JAVA_LONG, JAVA_INT);
    cuStreamBeginCapture = f.status("cuStreamBeginCapture_v2", JAVA_LONG, JAVA_INT);
    cuStreamEndCapture = f.status("cuStreamEndCapture", JAVA_LONG, JAVA_LONG);
    cuEventCreate = f.status("cuEventCreate", JAVA_LONG, JAVA_INT);
    cuEventRecord = f.status("cuEventRecord", JAVA_LONG, JAVA_LONG);
    cuEventSynchronize = f.status("cuEventSynchronize", JAVA_LONG);
    cuMemAlloc = f.status("cuMemAlloc_v2", JAVA_LONG, JAVA_LONG);
    cuMemFree = f.status("cuMemFree_v2", JAVA_LONG);
    cuMemGetInfo = f.status("cuMemGetInfo_v2", JAVA_LONG, JAVA_LONG);
    cuMemHostAlloc = f.status("cuMemHostAlloc", JAVA_LONG, JAVA_LONG, JAVA_INT);
    cuMemcpyHtoDAsync =
        f.status("cuMemcpyHtoDAsync_v2", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    cuMemcpyDtoHAsync =
        f.status("cuMemcpyDtoHAsync_v2", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    cuMemcpyDtoDAsync =
        f.status("cuMemcpyDtoDAsync_v2", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    cuMemsetD8Async = f.status("cuMemsetD8Async", JAVA_LONG, JAVA_BYTE, JAVA_LONG, JAVA_LONG);
    cuModuleLoadData = f.status("cuModuleLoadData", JAVA_LONG, JAVA_LONG);
    cuModuleGetFunction = f.status("cuModuleGetFunction", JAVA_LONG, JAVA_LONG, JAVA_LONG);
    cuLaunchKernel =
        f.status(
            "cuLaunchKernel",
            JAVA_LONG, // function
            JAVA_INT, // blocks along x, y, z
            JAVA_INT,
            JAVA_INT,
            JAVA_INT, // threads along x, y, z
            JAVA_INT,
            JAVA_INT,
            JAVA_INT, // bytes of dynamic shared memory
            JAVA_LONG, // stream
            JAVA_LONG, // addresses of the parameters
            JAVA_LONG);
    cuGraphInstantiateWithFlags =
        f.status("cuGraphInstantiateWithFlags", JAVA_LONG, JAVA_LONG, JAVA_LONG);
    cuGraphLaunch = f.status("cuGraphLaunch", JAVA_LONG, JAVA_LONG);
    cuGraphExecDestroy = f.status("cuGraphExecDestroy", JAVA_LONG);
    cuGraphDestroy = f.status("cuGraphDestroy", JAVA_LONG);
    cuGetErrorName = f.status("cuGetErrorName", JAVA_INT, JAVA_LONG);
    cuGetErrorString = f.status("cuGetErrorString", JAVA_INT, JAVA_LONG);
  }

  /** To be called once before anything else. */
  public void init() {
    check("cuInit", () -> (int) cuInit.invokeExact(0));
  }

  /** The CUDA version the driver is for: 1000 x major + 10 x minor. */
  public int version() {
    return number("cuDriverGetVersion", out -> (int) cuDriverGetVersion.invokeExact(out));
  }

  public int deviceCount() {
    return number("cuDeviceGetCount", out -> (int) cuDeviceGetCount.invokeExact(out));
  }

  /** The handle of a device, from 0. */
  public int device(int index) {
    return number("cuDeviceGet", out -> (int) cuDeviceGet.invokeExact(out, index));
  }

  public String deviceName(int device) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(NAME_BYTES);
      check(
          "cuDeviceGetName",
          () -> (int) cuDeviceGetName.invokeExact(name.address(), NAME_BYTES, device));
      return name.getString(0);
    }
  }

  public int attribute(int device, int attribute) {
    return number(
        "cuDeviceGetAttribute",
        out -> (int) cuDeviceGetAttribute.invokeExact(out, attribute, device));
  }

  /** The device's context, which all of the process shares. Never released. */
  public long primaryContext(int device) {
    return handle(
        "cuDevicePrimaryCtxRetain", out -> (int) cuDevicePrimaryCtxRetain.invokeExact(out, device));
  }

  /** Makes a context that of the calling thread. */
  public void setCurrent(long context) {
    check("cuCtxSetCurrent", () -> (int) cuCtxSetCurrent.invokeExact(context));
  }

  /** A stream that does not wait for the default one. */
  public long createStream() {
    return handle(
        "cuStreamCreate", out -> (int) cuStreamCreate.invokeExact(out, STREAM_NON_BLOCKING));
  }

  /** Waits for all that was asked of a stream. */
  public void synchronize(long stream) {
    check("cuStreamSynchronize", () -> (int) cuStreamSynchronize.invokeExact(stream));
  }

  /** Makes what is asked of a stream from now on wait for an event's last record. */
  public void waitFor(long stream, long event) {
    check("cuStreamWaitEvent", () -> (int) cuStreamWaitEvent.invokeExact(stream, event, 0));
  }

  /** An event without a time. */
  public long createEvent() {
    return handle(
        "cuEventCreate", out -> (int) cuEventCreate.invokeExact(out, EVENT_DISABLE_TIMING));
  }

  public void record(long event, long stream) {
    check("cuEventRecord", () -> (int) cuEventRecord.invokeExact(event, stream));
  }

  /** Waits until an event's last record has happened; not at all if it was never recorded. */
  public void synchronizeEvent(long event) {
    check("cuEventSynchronize", () -> (int) cuEventSynchronize.invokeExact(event));
  }

  /** Address of new device memory, a multiple of 256; or 0 if there is not so much left. */
  public long allocate(long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG);
      int code = Functions.call(() -> (int) cuMemAlloc.invokeExact(out.address(), bytes));
      if (code == CudaException.OUT_OF_MEMORY) {
        return 0;
      }
      check("cuMemAlloc", () -> code);
      return out.get(JAVA_LONG, 0);
    }
  }

  /** Gives device memory back; waits for what uses it. */
  public void free(long address) {
    check("cuMemFree", () -> (int) cuMemFree.invokeExact(address));
  }

  /** Bytes of device memory that no process has. */
  public long freeMemory() {
    return memory()[0];
  }

  /** Bytes of device memory. */
  public long totalMemory() {
    return memory()[1];
  }

  private long[] memory() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG, 2);
      long at = out.address();
      check("cuMemGetInfo", () -> (int) cuMemGetInfo.invokeExact(at, at + Long.BYTES));
      return out.toArray(JAVA_LONG);
    }
  }

  /** Address of new host memory that the device copies from and to by itself. Never freed. */
  public long allocateHost(long bytes) {
    return handle("cuMemHostAlloc", out -> (int) cuMemHostAlloc.invokeExact(out, bytes, 0));
  }

  /** Copies from host to device. */
  public void copyIn(long to, long from, long bytes, long stream) {
    check("cuMemcpyHtoDAsync", () -> (int) cuMemcpyHtoDAsync.invokeExact(to, from, bytes, stream));
  }

  /** Copies from device to host. */
  public void copyOut(long to, long from, long bytes, long stream) {
    check("cuMemcpyDtoHAsync", () -> (int) cuMemcpyDtoHAsync.invokeExact(to, from, bytes, stream));
  }

  /** Copies within the device. */
  public void copy(long to, long from, long bytes, long stream) {
    check("cuMemcpyDtoDAsync", () -> (int) cuMemcpyDtoDAsync.invokeExact(to, from, bytes, stream));
  }

  /** Fills device memory with zeros. */
  public void zero(long address, long bytes, long stream) {
    check(
        "cuMemsetD8Async",
        () -> (int) cuMemsetD8Async.invokeExact(address, (byte) 0, bytes, stream));
  }

  /**
   * A module of compiled kernels. Never unloaded.
   *
   * @param image a cubin, or PTX that ends with 0
   */
  public long loadModule(MemorySegment image) {
    return handle(
        "cuModuleLoadData", out -> (int) cuModuleLoadData.invokeExact(out, image.address()));
  }

  public long function(long module, String name) {
    try (Arena arena = Arena.ofConfined()) {
      long text = arena.allocateFrom(name).address();
      return handle(
          "cuModuleGetFunction of " + name,
          out -> (int) cuModuleGetFunction.invokeExact(out, module, text));
    }
  }

  /**
   * Launches a kernel.
   *
   * @param parameters address of an array of the addresses of the parameters
   */
  public void launch(long function, int blocks, int threads, long stream, long parameters) {
    check(
        "cuLaunchKernel",
        () ->
            (int)
                cuLaunchKernel.invokeExact(
                    function, blocks, 1, 1, threads, 1, 1, 0, stream, parameters, 0L));
  }

  /**
   * From now on what is asked of the stream is not done but written down. No thread is kept from
   * doing anything else meanwhile.
   */
  public void beginCapture(long stream) {
    check(
        "cuStreamBeginCapture",
        () -> (int) cuStreamBeginCapture.invokeExact(stream, CAPTURE_MODE_RELAXED));
  }

  /** Ends {@link #beginCapture}: a graph of what was written down. */
  public long endCapture(long stream) {
    return handle("cuStreamEndCapture", out -> (int) cuStreamEndCapture.invokeExact(stream, out));
  }

  /** A graph made executable. */
  public long instantiate(long graph) {
    return handle(
        "cuGraphInstantiate", out -> (int) cuGraphInstantiateWithFlags.invokeExact(out, graph, 0L));
  }

  public void launchGraph(long executable, long stream) {
    check("cuGraphLaunch", () -> (int) cuGraphLaunch.invokeExact(executable, stream));
  }

  public void destroyExecutable(long executable) {
    check("cuGraphExecDestroy", () -> (int) cuGraphExecDestroy.invokeExact(executable));
  }

  public void destroyGraph(long graph) {
    check("cuGraphDestroy", () -> (int) cuGraphDestroy.invokeExact(graph));
  }

  /** A native function that writes a result to the address it is given. */
  @FunctionalInterface
  private interface Question {
    int ask(long out) throws Throwable;
  }

  private int number(String what, Question question) {
    return (int) handle(what, question);
  }

  private long handle(String what, Question question) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG);
      check(what, () -> question.ask(out.address()));
      return out.get(JAVA_LONG, 0);
    }
  }

  private void check(String what, Functions.Call<Integer> call) {
    int code = Functions.call(call);
    if (code != SUCCESS) {
      throw CudaException.of(
          what, code, words(code, cuGetErrorName), words(code, cuGetErrorString));
    }
  }

  private static String words(int code, MethodHandle function) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG);
      // For a code that the driver does not know it fails and writes 0.
      int known = Functions.call(() -> (int) function.invokeExact(code, out.address()));
      return known == SUCCESS ? Functions.text(out.get(JAVA_LONG, 0)) : "";
    }
  }
}
