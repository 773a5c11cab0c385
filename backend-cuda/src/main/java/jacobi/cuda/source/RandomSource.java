package jacobi.cuda.source;

import jacobi.backend.View;
import jacobi.graph.DType;
import java.util.List;

/**
 * Counter-based random numbers, the bits of {@link jacobi.backend.Philox}: each thread makes a
 * block of four words and what it holds.
 */
final class RandomSource {
  private static final int WORDS = 4;

  private static final String PHILOX =
      """
      static __device__ __forceinline__ void philox(unsigned long long key,
          unsigned long long salt, unsigned long long block, unsigned *c) {
        unsigned k0 = (unsigned)key;
        unsigned k1 = (unsigned)(key >> 32);
        c[0] = (unsigned)block;
        c[1] = (unsigned)(block >> 32);
        c[2] = (unsigned)salt;
        c[3] = (unsigned)(salt >> 32);
        #pragma unroll
        for (int round = 0; round < 10; round++) {
          const unsigned h0 = __umulhi(0xD2511F53u, c[0]);
          const unsigned l0 = 0xD2511F53u * c[0];
          const unsigned h1 = __umulhi(0xCD9E8D57u, c[2]);
          const unsigned l1 = 0xCD9E8D57u * c[2];
          c[0] = h1 ^ c[1] ^ k0;
          c[1] = l1;
          c[2] = h0 ^ c[3] ^ k1;
          c[3] = l0;
          k0 += 0x9E3779B9u;
          k1 += 0xBB67AE85u;
        }
      }
      """;

  private RandomSource() {}

  /** One operand, the key: an int64. */
  static KernelSource of(long salt, View key, View out) {
    long count = out.shape().size();
    if (count == 0) {
      return Entries.none();
    }
    DType dtype = out.dtype();
    int lanes = dtype.bytes() == 8 ? WORDS / 2 : WORDS;
    String type = CType.name(dtype);
    String body =
        """
        unsigned c[4];
        philox((unsigned long long)p0[%1$d], %2$dull, (unsigned long long)i, c);
        %3$s v[%4$d];
        #pragma unroll
        for (int l = 0; l < %4$d; l++) {
          v[l] = %5$s;
        }
        %3$s *to = p1 + %6$s + (long long)i * %4$d;
        if ((long long)i * %4$d + %4$d <= %7$s && ((unsigned long long)to & %8$dull) == 0) {
          store%4$d_%9$s(to, v);
          return;
        }
        for (int l = 0; l < %4$d && (long long)i * %4$d + l < %7$s; l++) {
          to[l] = v[l];
        }
        """
            .formatted(
                key.offset(),
                0,
                type,
                lanes,
                value(dtype),
                CType.literal(out.offset()),
                CType.literal(count),
                Math.min(16, lanes * dtype.bytes()) - 1,
                CType.tag(dtype))
            .replace(", 0ull, ", ", " + Long.toUnsignedString(salt) + "ull, ");
    return new Entries(List.of(key, out), 0, false)
        .helper(PHILOX)
        .threads("random", Math.ceilDiv(count, lanes), body)
        .source();
  }

  /** Element l of a block. */
  private static String value(DType dtype) {
    String pair = "(unsigned long long)c[2 * l] | (unsigned long long)c[2 * l + 1] << 32";
    return switch (dtype) {
      case FLOAT32 -> "(float)(c[l] >> 8) * 5.9604644775390625e-8f";
      case FLOAT64 -> "(double)((" + pair + ") >> 11) * 1.1102230246251565e-16";
      case INT32 -> "(int)c[l]";
      case INT64 -> "(long long)(" + pair + ")";
      case BOOL -> "(unsigned char)(c[l] & 1u)";
    };
  }
}
