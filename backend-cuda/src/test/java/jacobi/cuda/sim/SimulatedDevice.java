package jacobi.cuda.sim;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import jacobi.cuda.source.Fault;
import jacobi.cuda.source.KernelSource;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * A GPU that is this machine's processor: compiles kernels as C and runs them on ordinary memory,
 * which is enough to know that they compute the right values, wait where they must and stay within
 * arrays and alignment.
 */
@SuppressWarnings("restricted")
public final class SimulatedDevice {
  private static final int MOST_PATH = 4096;
  private static final int TOGETHER = 64;

  /** Fresh memory is full of these: floats of them are NaN. */
  private static final byte SPOILED = (byte) 0xFF;

  private static final class Holder {
    static final SimulatedDevice DEVICE = new SimulatedDevice(NativeSources.folder());
  }

  private final Path folder;
  private final MethodHandle compile;
  private final MethodHandle load;
  private final MethodHandle launch;
  private final MethodHandle error;
  private final MethodHandle prepare;
  private final Map<String, MemorySegment> modules = new ConcurrentHashMap<>();

  private SimulatedDevice(Path folder) {
    this.folder = folder;
    SymbolLookup symbols =
        SymbolLookup.libraryLookup(
            folder.resolve(NativeSources.Library.DEVICE.file), Arena.global());
    this.compile =
        handle(symbols, "sim_compile", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    this.load = handle(symbols, "sim_load", FunctionDescriptor.of(ADDRESS, ADDRESS));
    this.launch =
        handle(
            symbols,
            "sim_launch",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    this.error = handle(symbols, "sim_error", FunctionDescriptor.of(ADDRESS));
    this.prepare = handle(symbols, "sim_prepare", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
  }

  private static MethodHandle handle(SymbolLookup symbols, String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), type);
  }

  /** Skips the test that asks where there is no C compiler. */
  public static SimulatedDevice get() {
    return Holder.DEVICE;
  }

  /** Where its libraries lie, the driver and the compiler among them. */
  public Path folder() {
    return folder;
  }

  /**
   * Runs a source's launches, one after the other, with scratch memory that begins with arbitrary
   * content.
   *
   * @param operands addresses of the operands' buffers
   * @return the {@link Fault} record, three numbers, all 0 if nothing is wrong
   */
  public long[] run(KernelSource source, long... operands) {
    MemorySegment module = modules.computeIfAbsent(source.code(), this::module);
    try (Arena arena = Arena.ofConfined()) {
      int extra = (source.scratchBytes() > 0 ? 1 : 0) + (source.faults() ? 1 : 0);
      int count = operands.length + extra;
      MemorySegment values = arena.allocate(JAVA_LONG, Math.max(1, count));
      MemorySegment.copy(operands, 0, values, JAVA_LONG, 0, operands.length);
      MemorySegment fault = arena.allocate(Fault.BYTES, 64);
      int next = operands.length;
      if (source.scratchBytes() > 0) {
        MemorySegment scratch = arena.allocate(source.scratchBytes(), 64).fill(SPOILED);
        values.setAtIndex(JAVA_LONG, next++, scratch.address());
      }
      if (source.faults()) {
        values.setAtIndex(JAVA_LONG, next, fault.address());
      }
      for (KernelSource.Launch step : source.launches()) {
        int failed =
            (int)
                launch.invokeExact(
                    module,
                    arena.allocateFrom(step.entry()),
                    step.blocks(),
                    step.threads(),
                    values);
        if (failed != 0) {
          throw new AssertionError(error() + "\n" + source.code());
        }
      }
      return fault.toArray(JAVA_LONG);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Compiles kernels together, which takes a tenth of the time that it takes one by one. */
  public void prepare(Collection<String> codes) {
    List<String> all = codes.stream().distinct().toList();
    IntStream.range(0, Math.ceilDiv(all.size(), TOGETHER))
        .parallel()
        .mapToObj(i -> all.subList(i * TOGETHER, Math.min(all.size(), (i + 1) * TOGETHER)))
        .forEach(this::compileTogether);
  }

  private void compileTogether(List<String> codes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment texts = arena.allocate(ADDRESS, codes.size());
      for (int i = 0; i < codes.size(); i++) {
        texts.setAtIndex(ADDRESS, i, arena.allocateFrom(codes.get(i)));
      }
      prepare.invokeExact(texts, codes.size());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private MemorySegment module(String code) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocate(MOST_PATH, 1);
      MemorySegment log =
          (MemorySegment) compile.invokeExact(arena.allocateFrom(code), path, MOST_PATH);
      if (log.address() != 0) {
        throw new AssertionError(text(log) + "\n" + code);
      }
      MemorySegment module = (MemorySegment) load.invokeExact(path);
      if (module.address() == 0) {
        throw new AssertionError(error() + "\n" + code);
      }
      return module;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private String error() throws Throwable {
    return text((MemorySegment) error.invokeExact());
  }

  private static String text(MemorySegment segment) {
    return segment.reinterpret(Long.MAX_VALUE).getString(0);
  }

  /** Memory for an operand, full of what is not a number. */
  public static MemorySegment spoiled(Arena arena, long bytes) {
    MemorySegment memory = arena.allocate(Math.max(64, bytes), 64);
    memory.asSlice(0, memory.byteSize()).fill(SPOILED);
    return memory;
  }

  /** Whether memory is as {@link #spoiled} made it. */
  public static boolean isSpoiled(MemorySegment memory) {
    for (byte b : memory.toArray(JAVA_BYTE)) {
      if (b != SPOILED) {
        return false;
      }
    }
    return true;
  }
}
