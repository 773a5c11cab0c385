package jacobi.cuda;

import jacobi.backend.Accelerator;
import jacobi.backend.AddressSpace;
import jacobi.backend.Backend;
import jacobi.cuda.driver.Cuda;
import jacobi.cuda.driver.Cuda.Availability;
import jacobi.cuda.driver.CudaException;
import jacobi.cuda.driver.Gpu;
import jacobi.graph.Precision;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The NVIDIA GPUs of this machine. */
public final class CudaAccelerator implements Accelerator {
  /** For the process, whoever has made this object. */
  private static final Map<Integer, Opened> OPENED = new HashMap<>();

  /** One GPU in use, as long as the JVM. */
  private record Opened(
      CudaSpace space, Modules modules, Libraries libraries, Map<Precision, Backend> backends) {}

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public String unavailable() {
    return switch (Cuda.availability()) {
      case Availability.Available _ -> "";
      case Availability.Unavailable(String reason) -> reason;
    };
  }

  @Override
  public int count() {
    return switch (Cuda.availability()) {
      case Availability.Available(Cuda cuda) -> cuda.devices();
      case Availability.Unavailable _ -> 0;
    };
  }

  @Override
  public AddressSpace space(int index) {
    return opened(index).space;
  }

  @Override
  public Backend backend(int index, Precision precision) {
    Opened o = opened(index);
    synchronized (o) {
      return o.backends.computeIfAbsent(
          precision, p -> new CudaBackend(o.space, o.modules, o.libraries, p));
    }
  }

  private static Opened opened(int index) {
    synchronized (OPENED) {
      return OPENED.computeIfAbsent(index, CudaAccelerator::open);
    }
  }

  private static Opened open(int index) {
    return switch (Cuda.availability()) {
      case Availability.Unavailable(String reason) -> throw new CudaException("[cuda] " + reason);
      case Availability.Available(Cuda cuda) -> {
        if (index < 0 || index >= cuda.devices()) {
          throw new CudaException(
              "[cuda] there is no GPU " + index + ": " + cuda.devices() + " visible, from 0");
        }
        Gpu gpu = new Gpu(cuda, index);
        yield new Opened(
            CudaSpace.open(gpu, index),
            new Modules(gpu),
            Libraries.open(gpu),
            new EnumMap<>(Precision.class));
      }
    };
  }
}
