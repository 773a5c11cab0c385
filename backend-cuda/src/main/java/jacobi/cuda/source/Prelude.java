package jacobi.cuda.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Device functions that the kernels share. A source holds only those it uses.
 *
 * <p>Of CUDA's own, kernels use {@code threadIdx.x}, {@code blockIdx.x}, {@code __syncthreads},
 * {@code __shared__}, {@code __launch_bounds__}, {@code #pragma unroll}, {@code __shfl_xor_sync} on
 * full warps, {@code atomicCAS} on unsigned long long, the vector types {@code float2 float4
 * double2 int2 int4 longlong2 uchar2 uchar4}, {@code __int_as_float}, {@code __longlong_as_double},
 * {@code __umulhi}, and of the C library's mathematics, in float and double: fabs, floor, ceil,
 * rint, sqrt, exp, expm1, log, log1p, sin, cos, tanh, erf, pow, fmax, fmin.
 */
final class Prelude {
  private Prelude() {}

  /** Name to text, in an order in which each comes after those it uses. */
  private static final Map<String, String> FUNCTIONS = functions();

  /** The code with every function of here that it uses before it. */
  static String complete(String code) {
    List<String> names = new ArrayList<>(FUNCTIONS.keySet()).reversed();
    String text = code;
    for (String name : names) {
      if (text.contains(name + "(")) {
        text = FUNCTIONS.get(name) + text;
      }
    }
    return text;
  }

  private static Map<String, String> functions() {
    Map<String, String> all = new LinkedHashMap<>();
    // The first to find something wrong says so; whoever comes later keeps silent.
    add(
        all,
        "void report(unsigned long long *fault, unsigned long long code, long long a, long long b)",
        """
        if (atomicCAS(fault, 0ull, code) == 0ull) {
          fault[1] = (unsigned long long)a;
          fault[2] = (unsigned long long)b;
        }\
        """);
    for (String type : List.of("float", "double")) {
      boolean single = type.equals("float");
      String tag = single ? "f32" : "f64";
      String f = single ? "f" : "";
      String nan =
          single ? "__int_as_float(0x7fc00000)" : "__longlong_as_double(0x7ff8000000000000LL)";
      for (String name : List.of("max", "min")) {
        add(
            all,
            "%1$s %2$s_%3$s(%1$s a, %1$s b)".formatted(type, name, tag),
            "return a != a || b != b ? a + b : f%s%s(a, b);".formatted(name, f));
      }
      add(
          all,
          "%1$s sign_%2$s(%1$s a)".formatted(type, tag),
          "return a > 0 ? (%1$s)1 : a < 0 ? (%1$s)-1 : a;".formatted(type));
      // C says that 1 to the power of anything is 1, Java that NaN and infinity make it NaN.
      add(
          all,
          "%1$s pow_%2$s(%1$s a, %1$s b)".formatted(type, tag),
          """
          if (b != b || (fabs%1$s(a) == 1 && b - b != 0)) {
            return %2$s;
          }
          return pow%1$s(a, b);\
          """
              .formatted(f, nan));
      add(
          all,
          "int int_%s(%s a)".formatted(tag, type),
          """
          if (a != a) {
            return 0;
          }
          return a >= (%1$s)2147483648.0 ? 2147483647
              : a <= (%1$s)-2147483648.0 ? -2147483647 - 1 : (int)a;\
          """
              .formatted(type));
      add(
          all,
          "long long long_%s(%s a)".formatted(tag, type),
          """
          if (a != a) {
            return 0;
          }
          return a >= (%1$s)9223372036854775808.0 ? 9223372036854775807LL
              : a <= (%1$s)-9223372036854775808.0 ? -9223372036854775807LL - 1 : (long long)a;\
          """
              .formatted(type));
    }
    for (String type : List.of("int", "long long")) {
      // The remainder's sign and the least number's quotient by -1 are Java's.
      add(
          all,
          "%1$s div_%2$s(%1$s a, %1$s b, unsigned long long *fault)"
              .formatted(type, type.equals("int") ? "i32" : "i64"),
          """
          if (b == 0) {
            report(fault, %dull, a, b);
            return 0;
          }
          return b == -1 ? (%s)(0 - (unsigned %s)a) : a / b;\
          """
              .formatted(Fault.DIVISION.code(), type, type));
    }
    addVectors(all, "f32", "float", "float");
    addVectors(all, "f64", "double", "double");
    addVectors(all, "i32", "int", "int");
    addVectors(all, "i64", "long long", "longlong");
    addVectors(all, "bool", "unsigned char", "uchar");
    return all;
  }

  /** Loads and stores of 2 and 4 elements that lie aligned, at most 16 bytes at a time. */
  private static void addVectors(Map<String, String> all, String tag, String type, String vector) {
    for (int n : new int[] {2, 4}) {
      boolean wide = tag.endsWith("64");
      int m = wide ? 2 : n;
      StringBuilder load = new StringBuilder();
      StringBuilder store = new StringBuilder();
      for (int at = 0; at < n; at += m) {
        String q = "q" + at / m;
        load.append(
            "const %1$s%2$d %3$s = *(const %1$s%2$d *)(from + %4$d);\n"
                .formatted(vector, m, q, at));
        store.append("%s%d %s;\n".formatted(vector, m, q));
        for (int i = 0; i < m; i++) {
          char part = "xyzw".charAt(i);
          load.append("to[%d] = %s.%c;\n".formatted(at + i, q, part));
          store.append("%s.%c = from[%d];\n".formatted(q, part, at + i));
        }
        store.append("*(%s%d *)(to + %d) = %s;\n".formatted(vector, m, at, q));
      }
      String parameters = "(%1$s *to, const %1$s *from)".formatted(type);
      add(all, "void load%d_%s".formatted(n, tag) + parameters, load.toString().strip());
      add(all, "void store%d_%s".formatted(n, tag) + parameters, store.toString().strip());
    }
  }

  private static void add(Map<String, String> all, String head, String body) {
    String name = head.substring(0, head.indexOf('('));
    name = name.substring(name.lastIndexOf(' ') + 1).replace("*", "");
    all.put(
        name, "static __device__ __forceinline__ %s {\n%s}\n\n".formatted(head, body.indent(2)));
  }
}
