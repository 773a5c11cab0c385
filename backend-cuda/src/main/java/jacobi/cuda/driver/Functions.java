package jacobi.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * Functions of a shared library. Pointers, sizes and handles are all passed as {@code JAVA_LONG};
 * whoever calls keeps memory alive that is pointed to.
 */
public final class Functions {
  private final String library;
  private final SymbolLookup symbols;

  /**
   * The functions of an opened library.
   *
   * @param library how to call it in errors
   */
  public Functions(String library, SymbolLookup symbols) {
    this.library = library;
    this.symbols = symbols;
  }

  /** A function that returns a status. */
  public MethodHandle status(String name, MemoryLayout... parameters) {
    return function(name, FunctionDescriptor.of(JAVA_INT, parameters));
  }

  /**
   * Any function.
   *
   * @throws CudaException if the library has none of that name
   */
  @SuppressWarnings("restricted")
  public MethodHandle function(String name, FunctionDescriptor descriptor) {
    MemorySegment address =
        symbols
            .find(name)
            .orElseThrow(
                () -> new CudaException("[cuda] " + library + " is too old: it lacks " + name));
    return Linker.nativeLinker().downcallHandle(address, descriptor);
  }

  /** A call of a native function; its arguments are all the Java code there is in it. */
  @FunctionalInterface
  public interface Call<T> {
    T run() throws Throwable;
  }

  /** What a native call returns. Method handles declare that they throw anything; these do not. */
  public static <T> T call(Call<T> call) {
    try {
      return call.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** The text at an address of a string that ends with 0; empty for address 0. */
  @SuppressWarnings("restricted")
  public static String text(long address) {
    return address == 0
        ? ""
        : MemorySegment.ofAddress(address).reinterpret(Integer.MAX_VALUE).getString(0);
  }
}
