package jacobi.jvm;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns loop nests into kernels. */
final class NestCompiler {
  /** How many times the innermost loop of a light reduction is unrolled. */
  private static final int UNROLL = 4;

  /** Nests with fewer bytes by a generous estimate are claimed unseen. */
  private static final int SURELY_SMALL = 4000;

  private static final int MOST_WRITTEN = 64;

  private static final int MOST_FORMS = 1024;

  /** Classes written to see how large they are: the compiler asks more than once. */
  private static final Map<LoopNest, Written> WRITTEN = latest(MOST_WRITTEN);

  /** Code by its class file: nests that differ in sizes only share it, and so do plans. */
  private static final Map<ByteBuffer, WeakReference<NestCode>> FORMS = latest(MOST_FORMS);

  private NestCompiler() {}

  private static <K, V> Map<K, V> latest(int most) {
    return Collections.synchronizedMap(
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        });
  }

  /** Whether the nest's methods stay small enough for the JIT. */
  static boolean claims(LoopNest nest) {
    NestAnalysis analysis = RowReuse.analysis(nest);
    int bytes = 0;
    for (int stage = 0; stage < analysis.stages; stage++) {
      for (int i : analysis.passed(stage)) {
        bytes += analysis.body.get(i) instanceof Inst.Unary ? 400 : 100;
      }
    }
    if (bytes + 100 * analysis.body.size() < SURELY_SMALL) {
      return true;
    }
    Written written = WRITTEN.get(nest);
    if (written == null) {
      written = smallest(analysis, Lanes.bits(), NestSplit.GRAIN).written();
      WRITTEN.put(nest, written);
    }
    return KernelClass.largestMethod(written.classFile) <= KernelClass.LARGEST_METHOD;
  }

  /** A kernel whose class may not be defined yet. */
  private record Written(byte[] classFile, int pieces, long scratchBytes, long[] sizes) {
    NestKernel kernel() {
      return new NestKernel(code(classFile), pieces, scratchBytes, sizes);
    }
  }

  private static NestCode code(byte[] classFile) {
    ByteBuffer key = ByteBuffer.wrap(classFile);
    WeakReference<NestCode> reference = FORMS.get(key);
    NestCode known = reference == null ? null : reference.get();
    if (known != null) {
      return known;
    }
    NestCode code = (NestCode) HiddenClass.instance(classFile);
    FORMS.put(key, new WeakReference<>(code));
    return code;
  }

  private record Candidate(NestEmitter emitter, byte[] classFile) {
    static Candidate of(NestEmitter emitter) {
      emitter.write();
      return new Candidate(emitter, emitter.owner.bytes());
    }

    Written written() {
      return new Written(
          classFile, emitter.split.pieces(), emitter.scratchBytes(), emitter.owner.sizes());
    }
  }

  static NestKernel compile(LoopNest nest) {
    Written written = WRITTEN.get(nest);
    return written == null ? compile(nest, Lanes.bits(), NestSplit.GRAIN) : written.kernel();
  }

  /**
   * @param bits width of vectors; 0 for plain loops
   * @param work of a piece, as {@link NestSplit#of} takes it
   */
  static NestKernel compile(LoopNest nest, int bits, long work) {
    return smallest(RowReuse.analysis(nest), bits, work).written().kernel();
  }

  /** The fastest form whose methods are not too large; if all are, the smallest. */
  private static Candidate smallest(NestAnalysis nest, int bits, long work) {
    NestForm form = NestForm.of(nest, bits);
    NestSplit split = NestSplit.of(nest, work);
    for (int unroll = unroll(nest); unroll >= 1; unroll /= 2) {
      Candidate candidate = Candidate.of(emitter(nest, form, split, unroll));
      if (KernelClass.largestMethod(candidate.classFile) <= KernelClass.LARGEST_METHOD) {
        return candidate;
      }
    }
    return Candidate.of(emitter(nest, NestForm.SCALAR, split, 1));
  }

  private static NestEmitter emitter(
      NestAnalysis nest, NestForm form, NestSplit split, int unroll) {
    return switch (nest.strategy) {
      case MAP -> new MapEmitter(nest, form, split);
      case ROWS -> new RowsEmitter(nest, form, split, unroll);
      case COLUMNS -> new ColumnsEmitter(nest, form, split, unroll);
    };
  }

  /** Enough independent sums to hide the latency of an addition; fewer where other work does. */
  private static int unroll(NestAnalysis nest) {
    int weight = 0;
    for (int i = 0; i < nest.body.size(); i++) {
      weight += nest.isFull(i) ? NestSplit.weight(nest, i) : 0;
    }
    return weight <= 12 ? UNROLL : weight <= 40 ? UNROLL / 2 : 1;
  }
}
