package jacobi.runtime;

import jacobi.graph.DType;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import jacobi.graph.Source;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the preparations of a program's plan made of inputs that seldom change, kept from run to run
 * and made again when one of them has changed.
 */
final class Forms {
  private static final int FLOATS_IN_A_LINE = 16;
  private static final long LINE_BYTES = 64;

  private final Executable executable;
  private final MemoryPool pool;
  private final List<Source> sources;
  private Optional<Storage> memory = Optional.empty();
  private long[] made = {};

  Forms(Executable executable, List<Source> inputs, MemoryPool pool) {
    this.executable = executable;
    this.pool = pool;
    this.sources =
        executable.plan().preparations().stream().map(p -> inputs.get(p.input())).toList();
  }

  /**
   * Which contents the inputs have now. To be asked before they are read: what changes in between
   * is then made once more at the next run.
   */
  long[] versions() {
    long[] versions = new long[sources.size()];
    for (int i = 0; i < versions.length; i++) {
      versions[i] = sources.get(i) instanceof Cell c ? c.version() : 0;
    }
    return versions;
  }

  /**
   * Where they lie, made of these inputs.
   *
   * @param inputs addresses of the plan's inputs
   * @param versions of their contents
   */
  long address(long[] inputs, long[] versions, Workers workers) {
    if (sources.isEmpty()) {
      return 0;
    }
    if (memory.isEmpty()) {
      long lines = executable.plan().preparedBytes() / LINE_BYTES;
      Shape shape = Shape.of(Math.toIntExact(lines), FLOATS_IN_A_LINE);
      memory = Optional.of(new Storage(new Op.Type(DType.FLOAT32, shape), pool));
    }
    long address = memory.get().address();
    if (!Arrays.equals(versions, made)) {
      made = new long[0];
      executable.prepare(inputs, address, workers);
      made = versions;
    }
    return address;
  }
}
