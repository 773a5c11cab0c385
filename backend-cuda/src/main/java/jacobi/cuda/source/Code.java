package jacobi.cuda.source;

/** Text in the making, one statement a line, indented by how many braces are open. */
final class Code {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  Code line(String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
    return this;
  }

  /** A line that begins a block. */
  Code open(String head) {
    line(head.isEmpty() ? "{" : head + " {");
    depth++;
    return this;
  }

  Code close() {
    depth--;
    return line("}");
  }

  /** What the compiler should do with the next loop. */
  Code pragma(String words) {
    text.append("#pragma ").append(words).append('\n');
    return this;
  }

  /** A loop with a constant number of rounds, written out by the compiler. */
  Code unrolled(String variable, int rounds) {
    return pragma("unroll")
        .open("for (int %1$s = 0; %1$s < %2$d; %1$s++)".formatted(variable, rounds));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
