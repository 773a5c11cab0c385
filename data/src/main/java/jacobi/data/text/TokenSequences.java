package jacobi.data.text;

import jacobi.data.Dataset;
import jacobi.data.Encoding;
import jacobi.data.Targets;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Runs of tokens, each token with the one behind it as its class. */
final class TokenSequences implements Dataset {
  private final RunningText text;
  private final int[] ids;

  /** The first token to predict of each run, and behind the last of each. */
  private final int[] starts;

  private final int[] ends;
  private final int longest;
  private final boolean continuing;
  private final Targets targets;
  private final double charactersPerTarget;

  private TokenSequences(
      RunningText text, int[] ids, int[] starts, int[] ends, int longest, boolean continuing) {
    this.text = text;
    this.ids = ids;
    this.starts = starts;
    this.ends = ends;
    this.longest = longest;
    this.continuing = continuing;
    this.targets = new Targets.EachStep(new Targets.Classes(text.encoding().tokenizer().tokens()));
    double characters = 0;
    long tokens = 0;
    for (int i = 0; i < starts.length; i++) {
      characters += text.characters(starts[i], ends[i]);
      tokens += ends[i] - starts[i];
    }
    this.charactersPerTarget = characters / Math.max(1, tokens);
  }

  static TokenSequences segments(RunningText text, int[] ids, int from, int to, int steps) {
    int[] starts =
        IntStream.range(0, Math.ceilDiv(to - from, steps)).map(i -> from + i * steps).toArray();
    int[] ends = Arrays.stream(starts).map(s -> Math.min(to, s + steps)).toArray();
    return new TokenSequences(text, ids, starts, ends, steps, true);
  }

  static TokenSequences sentences(
      RunningText text, int[] ids, int[] lineEnds, int from, int to, int longest) {
    int most = longest == 0 ? Integer.MAX_VALUE : longest;
    int[] starts = new int[lineEnds.length];
    int[] ends = new int[lineEnds.length];
    int count = 0;
    int longestSeen = 1;
    int start = 1;
    for (int end : lineEnds) {
      // A line of a boundary alone holds nothing.
      if (start >= from && end <= to && end - start > 1) {
        starts[count] = start;
        ends[count] = (int) Math.min(end, (long) start + most);
        longestSeen = Math.max(longestSeen, ends[count] - start);
        count++;
      }
      start = end;
    }
    return new TokenSequences(
        text, ids, Arrays.copyOf(starts, count), Arrays.copyOf(ends, count), longestSeen, false);
  }

  @Override
  public String name() {
    return text.name();
  }

  @Override
  public int size() {
    return starts.length;
  }

  @Override
  public Shape featureShape() {
    return Shape.of(longest);
  }

  @Override
  public boolean hasLengths() {
    return true;
  }

  @Override
  public int length(int index) {
    return ends[index] - starts[index];
  }

  @Override
  public boolean continues() {
    return continuing;
  }

  @Override
  public Targets targets() {
    return targets;
  }

  @Override
  public Optional<Encoding> encoding() {
    return Optional.of(text.encoding());
  }

  @Override
  public OptionalDouble charactersPerTarget() {
    return OptionalDouble.of(charactersPerTarget);
  }

  @Override
  public void copyFeatures(int index, float[] into, int offset) {
    int first = starts[index] - 1;
    for (int t = 0; t < length(index); t++) {
      into[offset + t] = ids[first + t];
    }
  }

  @Override
  public void copyLabels(int index, int[] into, int offset) {
    System.arraycopy(ids, starts[index], into, offset, length(index));
  }

  @Override
  public int label(int index) {
    throw new JacobiException(name() + ": the targets are a token a step, not a class each");
  }

  @Override
  public void copyValues(int index, float[] into, int offset) {
    throw new JacobiException(name() + ": the targets are tokens, not values");
  }

  @Override
  public String toString() {
    return name() + "[" + size() + (continuing ? " segments" : " sentences") + " of tokens]";
  }
}
