package jacobi.cuda.library;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import jacobi.cuda.driver.CudaException;
import jacobi.cuda.driver.Functions;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;

/**
 * The functions of cuDNN for convolutions.
 *
 * <p>Source of functions and numbers: https://docs.nvidia.com/deeplearning/cudnn, headers of 9.24.
 */
final class Cudnn {
  static final int SUCCESS = 0;

  private static final int TENSOR_NHWC = 1;
  private static final int DATA_FLOAT = 0;
  private static final int CROSS_CORRELATION = 1;
  private static final Cleaner CLEANER = Cleaner.create();

  private final MethodHandle create;
  private final MethodHandle setStream;
  private final MethodHandle getVersion;
  private final MethodHandle getErrorString;
  private final MethodHandle tensorCreate;
  private final MethodHandle tensorSet;
  private final MethodHandle tensorDestroy;
  private final MethodHandle filterCreate;
  private final MethodHandle filterSet;
  private final MethodHandle filterDestroy;
  private final MethodHandle convolutionCreate;
  private final MethodHandle convolutionSet;
  private final MethodHandle convolutionSetGroups;
  private final MethodHandle convolutionSetMath;
  private final MethodHandle convolutionDestroy;

  /** Binds the functions of an opened libcudnn; calls none of them. */
  Cudnn(SymbolLookup symbols) {
    Functions f = new Functions("cuDNN", symbols);
    create = f.status("cudnnCreate", JAVA_LONG);
    setStream = f.status("cudnnSetStream", JAVA_LONG, JAVA_LONG);
    getVersion = f.function("cudnnGetVersion", FunctionDescriptor.of(JAVA_LONG));
    getErrorString = f.function("cudnnGetErrorString", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
    tensorCreate = f.status("cudnnCreateTensorDescriptor", JAVA_LONG);
    tensorSet =
        f.status(
            "cudnnSetTensorNdDescriptorEx", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    tensorDestroy = f.status("cudnnDestroyTensorDescriptor", JAVA_LONG);
    filterCreate = f.status("cudnnCreateFilterDescriptor", JAVA_LONG);
    filterSet =
        f.status("cudnnSetFilterNdDescriptor", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    filterDestroy = f.status("cudnnDestroyFilterDescriptor", JAVA_LONG);
    convolutionCreate = f.status("cudnnCreateConvolutionDescriptor", JAVA_LONG);
    convolutionSet =
        f.status(
            "cudnnSetConvolutionNdDescriptor",
            JAVA_LONG,
            JAVA_INT, // spatial axes
            JAVA_LONG, // padding
            JAVA_LONG, // stride
            JAVA_LONG, // dilation
            JAVA_INT, // mode
            JAVA_INT); // type of the sums
    convolutionSetGroups = f.status("cudnnSetConvolutionGroupCount", JAVA_LONG, JAVA_INT);
    convolutionSetMath = f.status("cudnnSetConvolutionMathType", JAVA_LONG, JAVA_INT);
    convolutionDestroy = f.status("cudnnDestroyConvolutionDescriptor", JAVA_LONG);
  }

  /** A handle on cuDNN for the context that is current. Never destroyed. */
  long create(long stream) {
    long handle = created("cudnnCreate", create);
    check("cudnnSetStream", () -> (int) setStream.invokeExact(handle, stream));
    return handle;
  }

  /** 10000 x major + 100 x minor + patch number. */
  long version() {
    return Functions.call(() -> (long) getVersion.invokeExact());
  }

  /** Float32 images, channels last in memory; extents [batch, channels, spatial…]. */
  long tensor(Object owner, int[] extents) {
    long made = created("cudnnCreateTensorDescriptor", tensorCreate);
    destroyWith(owner, made, tensorDestroy);
    try (Arena arena = Arena.ofConfined()) {
      long array = arena.allocateFrom(JAVA_INT, extents).address();
      check(
          "cudnnSetTensorNdDescriptorEx",
          () -> (int) tensorSet.invokeExact(made, TENSOR_NHWC, DATA_FLOAT, extents.length, array));
    }
    return made;
  }

  /** Float32 filters, input channels last in memory; extents [out, in / groups, kernel…]. */
  long filters(Object owner, int[] extents) {
    long made = created("cudnnCreateFilterDescriptor", filterCreate);
    destroyWith(owner, made, filterDestroy);
    try (Arena arena = Arena.ofConfined()) {
      long array = arena.allocateFrom(JAVA_INT, extents).address();
      check(
          "cudnnSetFilterNdDescriptor",
          () -> (int) filterSet.invokeExact(made, DATA_FLOAT, TENSOR_NHWC, extents.length, array));
    }
    return made;
  }

  /** How windows move; filters are not flipped. */
  long convolution(Object owner, int[] padding, int[] stride, int[] dilation, int groups) {
    long made = created("cudnnCreateConvolutionDescriptor", convolutionCreate);
    destroyWith(owner, made, convolutionDestroy);
    try (Arena arena = Arena.ofConfined()) {
      long paddings = arena.allocateFrom(JAVA_INT, padding).address();
      long strides = arena.allocateFrom(JAVA_INT, stride).address();
      long dilations = arena.allocateFrom(JAVA_INT, dilation).address();
      check(
          "cudnnSetConvolutionNdDescriptor",
          () ->
              (int)
                  convolutionSet.invokeExact(
                      made,
                      padding.length,
                      paddings,
                      strides,
                      dilations,
                      CROSS_CORRELATION,
                      DATA_FLOAT));
    }
    check(
        "cudnnSetConvolutionGroupCount",
        () -> (int) convolutionSetGroups.invokeExact(made, groups));
    return made;
  }

  /**
   * Says which arithmetic may be used.
   *
   * @param math {@code cudnnMathType_t}
   */
  void setMath(long convolution, int math) {
    check(
        "cudnnSetConvolutionMathType",
        () -> (int) convolutionSetMath.invokeExact(convolution, math));
  }

  private long created(String call, MethodHandle function) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG);
      long at = out.address();
      check(call, () -> (int) function.invokeExact(at));
      return out.get(JAVA_LONG, 0);
    }
  }

  /** These objects are memory of the process: no context is needed to destroy them. */
  private static void destroyWith(Object owner, long object, MethodHandle destroy) {
    CLEANER.register(owner, () -> Functions.call(() -> (int) destroy.invokeExact(object)));
  }

  void check(String call, Functions.Call<Integer> function) {
    int status = Functions.call(function);
    if (status != SUCCESS) {
      String text = Functions.call(() -> Functions.text((long) getErrorString.invokeExact(status)));
      throw new CudaException("[cuda] " + call + " failed: " + text + " (" + status + ")");
    }
  }
}
