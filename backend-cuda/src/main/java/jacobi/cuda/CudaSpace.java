package jacobi.cuda;

import jacobi.backend.AddressSpace;
import jacobi.cuda.driver.Driver;
import jacobi.cuda.driver.Gpu;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The memory of one GPU. */
final class CudaSpace implements AddressSpace {
  /** Left for what is not asked for here: code, workspaces, what the driver itself needs. */
  private static final long LEAST_RESERVE = 256L << 20;

  private static final int RESERVED_PART = 32;

  private final String name;
  private final Gpu gpu;
  private final Driver driver;
  private final long capacity;
  private final Marks marks;
  private final FaultRecord faults;
  private final Upload upload;
  private final Download download;

  CudaSpace(Gpu gpu, int index) {
    this.name = "cuda:" + index;
    this.gpu = gpu;
    this.driver = gpu.driver();
    this.marks = new Marks(gpu);
    this.faults = new FaultRecord(gpu);
    this.upload = new Upload(gpu, marks);
    this.download = new Download(gpu, faults);
    long free = driver.freeMemory();
    this.capacity = free - Math.min(free / 2, Math.max(LEAST_RESERVE, free / RESERVED_PART));
  }

  /** Opens the memory of a GPU. */
  static CudaSpace open(Gpu gpu, int index) {
    return gpu.exclusively(() -> new CudaSpace(gpu, index));
  }

  Gpu gpu() {
    return gpu;
  }

  FaultRecord faults() {
    return faults;
  }

  Marks marks() {
    return marks;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long capacity() {
    return capacity;
  }

  @Override
  public long allocate(long bytes) {
    return gpu.exclusively(() -> driver.allocate(Math.max(1, bytes)));
  }

  @Override
  public void free(long address) {
    gpu.exclusively(() -> driver.free(address));
  }

  @Override
  public long now() {
    return gpu.asked();
  }

  @Override
  public void write(MemorySegment from, long to, long since) {
    upload.write(from, to, since);
  }

  @Override
  public void read(long from, MemorySegment to) {
    download.read(from, to);
  }

  @Override
  public Runner runner(List<Region> regions) {
    return new CudaRunner(this, regions);
  }
}
