package jacobi.cuda.library;

import jacobi.backend.Kernel;
import jacobi.backend.Task.Single;
import jacobi.cuda.driver.CudaException;
import jacobi.cuda.library.ConvCalls.Algorithm;
import jacobi.cuda.library.ConvCalls.Descriptors;
import jacobi.graph.Convolution;
import jacobi.graph.Precision;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * A float32 convolution by cuDNN.
 *
 * <p>{@link Precision#BFLOAT16} is computed as TF32: cuDNN multiplies bfloat16 only where operands
 * and result are stored so, and a gradient rounded to 8 bits is less than that promises.
 */
public final class ConvKernel implements Kernel {
  private static final System.Logger LOG = System.getLogger("jacobi.cuda");

  /** {@code cudnnMathType_t}: with TF32 where the GPU has it. */
  private static final int DEFAULT_MATH = 0;

  private static final int FMA_MATH = 3;

  private static final long MOST_WORKSPACE = 512L << 20;

  /** What cuDNN's kernels need of all addresses, in bytes. */
  private static final int ALIGNED = 16;

  private final Dnn dnn;
  private final Object what;
  private final Images images;
  private final Kernel plain;
  private final ConvCalls calls;
  private final Descriptors descriptors;
  private final Optional<Algorithm> algorithm;

  private ConvKernel(Dnn dnn, Object what, Images images, Precision precision, Kernel plain) {
    this.dnn = dnn;
    this.what = what;
    this.images = images;
    this.plain = plain;
    this.calls = dnn.calls(images.op());
    Cudnn f = dnn.functions();
    long x = f.tensor(this, images.x());
    long filters = f.filters(this, images.filters());
    long y = f.tensor(this, images.y());
    long convolution =
        f.convolution(
            this, images.padding(), images.stride(), images.dilation(), images.op().groups());
    this.descriptors =
        switch (images.op()) {
          case Convolution.Conv _ -> new Descriptors(x, filters, convolution, y);
          case Convolution.ConvInput _ -> new Descriptors(filters, y, convolution, x);
          case Convolution.ConvFilter _ -> new Descriptors(x, y, convolution, filters);
        };
    this.algorithm = choose(convolution, precision);
  }

  private Optional<Algorithm> choose(long convolution, Precision precision) {
    int math =
        switch (precision) {
          case FLOAT32 -> FMA_MATH;
          case TF32, BFLOAT16 -> DEFAULT_MATH;
        };
    dnn.functions().setMath(convolution, math);
    for (Algorithm a : calls.algorithms(dnn.handle(), descriptors)) {
      if (math == FMA_MATH && a.math() != FMA_MATH && a.math() != DEFAULT_MATH) {
        continue;
      }
      int used = math == FMA_MATH ? FMA_MATH : a.math();
      dnn.functions().setMath(convolution, used);
      long bytes = calls.workspace(dnn.handle(), descriptors, a.number());
      if (bytes >= 0 && bytes <= MOST_WORKSPACE) {
        return Optional.of(new Algorithm(a.number(), bytes, used));
      }
    }
    return Optional.empty();
  }

  /**
   * A kernel for a task, or empty where cuDNN has none.
   *
   * @param what what it does, by its {@code toString}
   * @param plain does the same at addresses that cuDNN cannot use
   */
  public static Optional<Kernel> of(
      Dnn dnn, Object what, Single task, Precision precision, Kernel plain) {
    Optional<Images> images = Images.of(task);
    if (images.isEmpty()) {
      return Optional.empty();
    }
    try {
      ConvKernel kernel =
          dnn.gpu().exclusively(() -> new ConvKernel(dnn, what, images.get(), precision, plain));
      return kernel.algorithm.isPresent() ? Optional.of(kernel) : Optional.empty();
    } catch (CudaException e) {
      LOG.log(Level.DEBUG, "cuDNN refuses " + what + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public long scratchBytes() {
    return Math.max(algorithm.orElseThrow().bytes(), plain.scratchBytes());
  }

  @Override
  public void run(long[] addresses, int piece) {
    long first = addresses[0] + images.firstStart() * Float.BYTES;
    long second = addresses[1] + images.secondStart() * Float.BYTES;
    long out = addresses[2] + images.outStart() * Float.BYTES;
    if ((first | second | out) % ALIGNED != 0) {
      plain.run(addresses, piece);
      return;
    }
    boolean swapped = images.op() instanceof Convolution.ConvInput;
    Algorithm a = algorithm.orElseThrow();
    dnn.gpu()
        .launch(
            what,
            () ->
                calls.run(
                    dnn.handle(),
                    descriptors,
                    a.number(),
                    swapped ? second : first,
                    swapped ? first : second,
                    out,
                    a.bytes() > 0 ? addresses[3] : 0,
                    a.bytes()));
  }
}
