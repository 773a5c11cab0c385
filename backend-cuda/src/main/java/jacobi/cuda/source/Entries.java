package jacobi.cuda.source;

import jacobi.backend.View;
import jacobi.cuda.source.KernelSource.Launch;
import java.util.ArrayList;
import java.util.List;

/**
 * A source in the making, entry by entry. Its operands are called p0, p1, …, the scratch memory
 * {@code scratch}, the fault record {@code fault}; those written are no constants.
 */
final class Entries {
  static final int THREADS = 256;

  private final StringBuilder text = new StringBuilder();
  private final List<Launch> launches = new ArrayList<>();
  private final String parameters;
  private final long scratchBytes;
  private final boolean faults;

  Entries(List<View> operands, long scratchBytes, boolean faults) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      String type = CType.name(operands.get(i).dtype());
      all.add((i == operands.size() - 1 ? "" : "const ") + type + " *p" + i);
    }
    if (scratchBytes > 0) {
      all.add("unsigned char *scratch");
    }
    if (faults) {
      all.add("unsigned long long *fault");
    }
    this.parameters = String.join(", ", all);
    this.scratchBytes = scratchBytes;
    this.faults = faults;
  }

  /** What stands before all entries. */
  Entries helper(String code) {
    text.append(code.strip()).append("\n\n");
    return this;
  }

  /** An entry of blocks. */
  Entries blocks(String name, long blocks, int threads, String body) {
    text.append(
        "extern \"C\" __global__ void __launch_bounds__(%d) %s(%s) {\n%s}\n\n"
            .formatted(threads, name, parameters, body.strip().indent(2)));
    launches.add(new Launch(name, Math.toIntExact(blocks), threads));
    return this;
  }

  /** An entry of so many independent threads; {@code i} is the number of each. */
  Entries threads(String name, long count, String body) {
    String type = index(count);
    String begin =
        "const %1$s i = (%1$s)blockIdx.x * %2$d + threadIdx.x;\n".formatted(type, THREADS);
    String end = "if (i >= %d) {\n  return;\n}\n".formatted(count);
    return blocks(name, Math.ceilDiv(count, THREADS), THREADS, begin + end + body);
  }

  KernelSource source() {
    return new KernelSource(Prelude.complete(text.toString()), launches, scratchBytes, faults);
  }

  /** Nothing to do. */
  static KernelSource none() {
    return new KernelSource("", List.of(), 0, false);
  }

  /** What holds numbers up to {@code most}, and those of threads beyond it that do nothing. */
  static String index(long most) {
    return most <= Integer.MAX_VALUE - (1 << 20) ? "int" : "long long";
  }
}
