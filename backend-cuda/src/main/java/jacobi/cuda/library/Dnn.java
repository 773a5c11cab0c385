package jacobi.cuda.library;

import jacobi.cuda.driver.Gpu;
import jacobi.graph.Convolution;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;

/** cuDNN on one GPU. */
public final class Dnn {
  private final Gpu gpu;
  private final Cudnn functions;
  private final long handle;
  private final ConvCalls forward;
  private final ConvCalls backwardData;
  private final ConvCalls backwardFilter;

  private Dnn(Gpu gpu, SymbolLookup symbols) {
    this.gpu = gpu;
    this.functions = new Cudnn(symbols);
    this.forward = new ConvCalls(functions, symbols, "Forward");
    this.backwardData = new ConvCalls(functions, symbols, "BackwardData");
    this.backwardFilter = new ConvCalls(functions, symbols, "BackwardFilter");
    this.handle = functions.create(gpu.stream());
  }

  /** cuDNN for a GPU, if it is on this machine. */
  public static Optional<Dnn> open(Gpu gpu) {
    return gpu.cuda().cudnn().map(s -> gpu.exclusively(() -> new Dnn(gpu, s)));
  }

  /** 10000 x major + 100 x minor + patch number. */
  public long version() {
    return functions.version();
  }

  Gpu gpu() {
    return gpu;
  }

  Cudnn functions() {
    return functions;
  }

  long handle() {
    return handle;
  }

  ConvCalls calls(Convolution op) {
    return switch (op) {
      case Convolution.Conv _ -> forward;
      case Convolution.ConvInput _ -> backwardData;
      case Convolution.ConvFilter _ -> backwardFilter;
    };
  }
}
