package jacobi.bench.gpu;

import jacobi.Device;
import jacobi.cuda.driver.Cuda;
import jacobi.cuda.driver.Driver;

/** What a GPU's driver says of its memory. */
public final class DeviceMemory {
  private final Driver driver;
  private final long context;

  private DeviceMemory(Driver driver, long context) {
    this.driver = driver;
    this.context = context;
  }

  /**
   * The memory of a GPU.
   *
   * @throws IllegalArgumentException if the device is none
   */
  public static DeviceMemory of(Device device) {
    if (!device.name().startsWith("cuda:")
        || !(Cuda.availability() instanceof Cuda.Availability.Available(Cuda cuda))) {
      throw new IllegalArgumentException(device + " has no memory of its own");
    }
    Driver driver = cuda.driver();
    int index = Integer.parseInt(device.name().substring("cuda:".length()));
    return new DeviceMemory(driver, driver.primaryContext(driver.device(index)));
  }

  /** Bytes in use, those of other processes included. */
  public long used() {
    driver.setCurrent(context);
    return driver.totalMemory() - driver.freeMemory();
  }

  /** Seconds in which the driver copies so many bytes from one place of this memory to another. */
  double copySeconds(long bytes, int times) {
    driver.setCurrent(context);
    long from = driver.allocate(bytes);
    long to = driver.allocate(bytes);
    long stream = driver.createStream();
    driver.copy(to, from, bytes, stream);
    driver.synchronize(stream);
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      driver.copy(to, from, bytes, stream);
    }
    driver.synchronize(stream);
    double seconds = (System.nanoTime() - start) * 1e-9 / times;
    driver.free(from);
    driver.free(to);
    return seconds;
  }
}
