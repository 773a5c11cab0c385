package jacobi;

import jacobi.graph.Precision;
import jacobi.runtime.Devices;
import jacobi.runtime.Engine;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where tensors are kept and computed: the processor, or an accelerator with memory of its own.
 *
 * <pre>{@code
 * Device.best().use();                                            // from now on, everywhere
 * Tensor y = Device.cuda(0).run(() -> model.forward(x).eval());   // this once
 * Device.cuda(0).precision(Precision.TF32).use();
 * }</pre>
 *
 * <p>Nothing else changes: networks, gradients and specifications know no device. A tensor is made
 * where its thread computes at that moment. One that is used on another device is copied there and
 * stays on both; a variable moves. Random numbers are the same everywhere; sums are added up in
 * another order, so results differ by rounding.
 */
public final class Device {
  private final String name;
  private final Precision precision;

  private Device(String name, Precision precision) {
    this.name = name;
    this.precision = precision;
  }

  /** The processor, with the backends and threads of the settings. */
  public static Device cpu() {
    return named(Devices.CPU);
  }

  /**
   * An NVIDIA GPU.
   *
   * @param index from 0, as NVIDIA's driver counts them
   * @throws jacobi.graph.JacobiException if there is none, with what is missing
   */
  public static Device cuda(int index) {
    return named("cuda:" + index);
  }

  /** The first accelerator that works here, or else the processor. */
  public static Device best() {
    return named(Devices.BEST);
  }

  /**
   * By the name that settings and the command line use.
   *
   * @param name "cpu", "best", "cuda" or "cuda:1"
   * @throws jacobi.graph.JacobiException if there is none of that name, or it does not work here
   */
  public static Device named(String name) {
    return new Device(Devices.resolve(name), Precision.FLOAT32);
  }

  /** All that work here, the processor first. */
  public static List<Device> all() {
    return Devices.names().stream().map(Device::named).toList();
  }

  /**
   * The same device, where products and convolutions of float32 may be rounded so; float32 unless
   * said. Parameters, sums and everything else stay float32. The processor never rounds more.
   */
  public Device precision(Precision allowed) {
    return new Device(name, allowed);
  }

  /** Its full name: "cpu", "cuda:0". */
  public String name() {
    return name;
  }

  public boolean isCpu() {
    return name.equals(Devices.CPU);
  }

  /** Makes it the one that all threads use from now on. */
  public void use() {
    Engine.makeDefault(engine());
  }

  /** Runs something on it, in this thread. */
  public <T> T run(Supplier<T> body) {
    return engine().run(body);
  }

  private Engine engine() {
    return Devices.engine(name, precision);
  }

  @Override
  public String toString() {
    return precision == Precision.FLOAT32 ? name : name + " (" + precision + ")";
  }
}
