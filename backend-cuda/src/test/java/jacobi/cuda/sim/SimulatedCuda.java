package jacobi.cuda.sim;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import jacobi.cuda.CudaAccelerator;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Makes the simulated GPU that of all tests of this module, unless {@code jacobi.cuda.path} is set:
 * CUDA is looked for once in a JVM, so before the first test. What tests can ask of it beyond CUDA
 * is here too.
 */
@SuppressWarnings("restricted")
public final class SimulatedCuda implements BeforeAllCallback {
  private static final String PATH = "jacobi.cuda.path";

  /** When the device does what its streams were asked for. */
  public enum Order {
    /** As late as it may. */
    LATE(0),
    /** On the stream made first as late as it may, on the others at once. */
    FIRST_STREAM_LATE(1),
    /** On the stream made first at once, on the others as late as it may. */
    FIRST_STREAM_AT_ONCE(2);

    private final int code;

    Order(int code) {
      this.code = code;
    }
  }

  private static final class Symbols {
    static final SymbolLookup CUDA =
        SymbolLookup.libraryLookup(
            SimulatedDevice.get().folder().resolve(NativeSources.Library.CUDA.file),
            Arena.global());
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (System.getProperty(PATH) != null) {
      return;
    }
    try {
      System.setProperty(PATH, NativeSources.folder().toString());
      // Its kernels are kept elsewhere, and the simulated cuBLASLt and cuDNN cannot be captured.
      System.setProperty("jacobi.cuda.cache", "none");
      System.setProperty("jacobi.cuda.libraries", "false");
    } catch (TestAbortedException e) {
      // Tests that need the device are skipped with this message; the others need it not.
      System.setProperty(PATH, "");
    }
  }

  /** The GPU of these tests, simulated or real; skips the test that asks if there is none. */
  public static CudaAccelerator accelerator() {
    CudaAccelerator accelerator = new CudaAccelerator();
    Assumptions.assumeTrue(accelerator.unavailable().isEmpty(), accelerator::unavailable);
    return accelerator;
  }

  /** Skips the test that asks if the GPU is a real one. */
  public static void assumeSimulated() {
    accelerator();
    Assumptions.assumeTrue(isSimulated(), "only a simulated GPU does that");
  }

  /** Whether the GPU of these tests, if there is one, is simulated. */
  public static boolean isSimulated() {
    String path = System.getProperty(PATH, "");
    return !path.isEmpty() && path.equals(SimulatedDevice.get().folder().toString());
  }

  /** Sets when things are done; a real GPU decides that by itself. */
  public static void order(Order order) {
    if (isSimulated()) {
      call("sim_order", order.code);
    }
  }

  /** How much memory the device has from now on, in bytes. */
  public static void memory(long bytes) {
    call("sim_memory", bytes);
  }

  /** Lets the launch after {@code more} others fail with a code, and then all that comes. */
  public static void fail(long more, int code) {
    call("sim_fail", more, code);
  }

  /** Lets the device work again, which no real one would. */
  public static void heal() {
    call("sim_heal");
  }

  /** How many kernels have run so far. */
  public static long launches() {
    return call("sim_launches");
  }

  /** Bytes of device memory that are allocated now. */
  public static long used() {
    return call("sim_used");
  }

  /** What failed first, with what the simulation knows about it; empty if nothing did. */
  public static String said() {
    if (!isSimulated()) {
      return "";
    }
    try {
      MethodHandle said =
          Linker.nativeLinker()
              .downcallHandle(Symbols.CUDA.findOrThrow("sim_said"), FunctionDescriptor.of(ADDRESS));
      return ((MemorySegment) said.invokeExact()).reinterpret(Integer.MAX_VALUE).getString(0);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static long call(String name, long... arguments) {
    try {
      MemorySegment function = Symbols.CUDA.findOrThrow(name);
      Linker linker = Linker.nativeLinker();
      return switch (arguments.length) {
        case 0 -> {
          MethodHandle h = linker.downcallHandle(function, FunctionDescriptor.of(JAVA_LONG));
          yield (long) h.invokeExact();
        }
        case 1 -> {
          MethodHandle h =
              linker.downcallHandle(function, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
          yield (long) h.invokeExact(arguments[0]);
        }
        default -> {
          MethodHandle h =
              linker.downcallHandle(
                  function, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT));
          yield (long) h.invokeExact(arguments[0], (int) arguments[1]);
        }
      };
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
