package jacobi.jvm;

import static java.lang.constant.ConstantDescs.CD_float;

import jacobi.graph.DType;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.CompareKind;
import jacobi.graph.Op.UnaryKind;
import java.lang.constant.MethodTypeDesc;

/**
 * Functions of float32 in arithmetic alone, written once for one element and for vectors, so that a
 * result depends neither on the width of vectors nor on the position in a row, nor on whether the
 * JIT has compiled the loop yet (the Vector API's own functions do: compiled code calls another
 * library than interpreted code).
 *
 * <p>Errors are a few units in the last place at most; the tests hold the bounds. Polynomials: S.
 * Moshier's Cephes (expf) and FreeBSD's msun (logf).
 */
// The coefficients stand as they were published.
@SuppressWarnings("FloatingPointLiteralPrecision")
final class MathFunctions {
  static final MethodTypeDesc TYPE = MethodTypeDesc.of(CD_float, CD_float);

  /** 1.5 * 2^23: adding it rounds to an integer, which then stands in the lowest bits. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
  private static final float LOG2_E = 1.44269504f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;

  private final Arithmetic m;

  private MathFunctions(Arithmetic m) {
    this.m = m;
  }

  /** Whether {@link #apply} knows the function. */
  static boolean knows(UnaryKind kind) {
    return switch (kind) {
      case EXP, EXPM1, LOG, LOG1P, TANH, FLOOR, CEIL, ROUND, SIGN -> true;
      case NEG, ABS, SQRT, SIN, COS, ERF, NOT -> false;
    };
  }

  static Value apply(Arithmetic arithmetic, UnaryKind kind, Value x) {
    MathFunctions f = new MathFunctions(arithmetic);
    return switch (kind) {
      case EXP -> f.exp(x);
      case EXPM1 -> f.expm1(x);
      case LOG -> f.log(x);
      case LOG1P -> f.log1p(x);
      case TANH -> f.tanh(x);
      case FLOOR -> f.floor(x);
      case CEIL -> f.ceil(x);
      case ROUND -> f.round(x);
      case SIGN -> f.sign(x);
      case NEG, ABS, SQRT, SIN, COS, ERF, NOT ->
          throw new IllegalArgumentException("not composed: " + kind);
    };
  }

  /** x = power * ln 2 + r with abs(r) at most ln(2)/2, and {@code expm1} = e^r - 1. */
  private record Reduced(Value power, Value expm1) {}

  /** For abs(x) below 2^21; otherwise results are finite or NaN rubbish. */
  private Reduced reduce(Value x) {
    Value shifted = m.fma(x, number(LOG2_E), number(ROUNDER));
    Value power = m.sub(m.toBits(shifted), integer(ROUNDER_BITS));
    Value n = m.sub(shifted, number(ROUNDER));
    Value r = m.fma(n, number(-LN2_HIGH), x);
    r = m.fma(n, number(-LN2_LOW), r);
    Value p =
        polynomial(
            r,
            1.9875691500e-4f,
            1.3981999507e-3f,
            8.3334519073e-3f,
            4.1665795894e-2f,
            1.6666665459e-1f,
            5.0000001201e-1f);
    return new Reduced(power, m.fma(p, m.mul(r, r), r));
  }

  private Value exp(Value x) {
    Reduced reduced = reduce(x);
    // In two steps, so that results below the least normal number are rounded once.
    Value half = m.shift(reduced.power, -1);
    Value y = m.mul(m.add(reduced.expm1, number(1)), powerOfTwo(half));
    y = m.mul(y, powerOfTwo(m.sub(reduced.power, half)));
    y = m.select(less(x, -104), number(0), y);
    return m.select(greater(x, 89), number(Float.POSITIVE_INFINITY), y);
  }

  private Value expm1(Value x) {
    Reduced reduced = reduce(x);
    // Half of 2^n, since 2^128 is no float32.
    Value scale = powerOfTwo(m.sub(reduced.power, integer(1)));
    Value y = m.fma(scale, reduced.expm1, m.sub(scale, number(0.5f)));
    y = m.add(y, y);
    Value zero = m.compare(CompareKind.EQ, reduced.power, integer(0));
    y = m.select(zero, reduced.expm1, y);
    y = m.select(less(x, -18), number(-1), y);
    return m.select(greater(x, 89), number(Float.POSITIVE_INFINITY), y);
  }

  /** expm1(2x) / (expm1(2x) + 2), which is exact near 0; the sign is put back at the end. */
  private Value tanh(Value x) {
    Value a = m.unary(UnaryKind.ABS, x);
    Value twice = m.add(a, a);
    Reduced reduced = reduce(twice);
    Value scale = powerOfTwo(reduced.power);
    Value e = m.fma(scale, reduced.expm1, m.sub(scale, number(1)));
    Value y = m.div(e, m.add(e, number(2)));
    y = m.select(greater(a, 9.02f), number(1), y);
    return withSign(y, x);
  }

  private Value log(Value x) {
    Value tiny = less(x, Float.MIN_NORMAL);
    Value bits = m.toBits(m.select(tiny, m.mul(x, number(0x1p23f)), x));
    // Cut so that the mantissa lies between sqrt(1/2) and sqrt(2).
    Value cut = m.sub(bits, integer(0x3f3504f3));
    Value mantissa = m.fromBits(m.sub(bits, m.binary(BinaryKind.AND, cut, integer(0xff800000))));
    Value power = toFloat(m.shift(cut, -23));
    power = m.select(tiny, m.sub(power, number(23)), power);
    Value y = logOf(mantissa, power, number(0));
    y = m.select(m.compare(CompareKind.EQ, x, number(0)), number(Float.NEGATIVE_INFINITY), y);
    y = m.select(less(x, 0), number(Float.NaN), y);
    // Also passes NaN on.
    Value finite = less(x, Float.POSITIVE_INFINITY);
    return m.select(finite, y, x);
  }

  /** ln(mantissa) + power ln 2 + small. */
  private Value logOf(Value mantissa, Value power, Value small) {
    Value f = m.sub(mantissa, number(1));
    Value s = m.div(f, m.add(f, number(2)));
    Value z = m.mul(s, s);
    Value p = polynomial(z, 0.24279078841f, 0.28498786688f, 0.40000972152f, 0.66666662693f);
    Value halfSquare = m.mul(m.mul(number(0.5f), f), f);
    Value low = m.fma(power, number(9.0580006145e-06f), small);
    low = m.fma(s, m.fma(p, z, halfSquare), low);
    Value y = m.add(m.sub(low, halfSquare), f);
    return m.fma(power, number(6.9313812256e-01f), y);
  }

  /** log(1 + x) with the rounding error of the sum carried along. */
  private Value log1p(Value x) {
    Value sum = m.add(x, number(1));
    // What rounding lost: exact, since one of x and 1 is the larger.
    Value big = greater(x, 1);
    Value lost = m.select(big, m.sub(number(1), m.sub(sum, x)), m.sub(x, m.sub(sum, number(1))));
    Value bits = m.toBits(sum);
    Value cut = m.sub(bits, integer(0x3f3504f3));
    Value mantissa = m.fromBits(m.sub(bits, m.binary(BinaryKind.AND, cut, integer(0xff800000))));
    Value y = logOf(mantissa, toFloat(m.shift(cut, -23)), m.div(lost, sum));
    y = m.select(m.compare(CompareKind.EQ, sum, number(0)), number(Float.NEGATIVE_INFINITY), y);
    y = m.select(less(x, -1), number(Float.NaN), y);
    y = m.select(less(x, Float.POSITIVE_INFINITY), y, x);
    // Keeps the sign of 0 and all bits of tiny numbers.
    return m.select(less(m.unary(UnaryKind.ABS, x), 0x1p-25f), x, y);
  }

  private Value round(Value x) {
    Value a = m.unary(UnaryKind.ABS, x);
    Value rounded = m.sub(m.add(a, number(0x1p23f)), number(0x1p23f));
    return withSign(m.select(less(a, 0x1p23f), rounded, a), x);
  }

  private Value floor(Value x) {
    Value y = round(x);
    Value tooBig = m.compare(CompareKind.LT, x, y);
    return withSign(m.select(tooBig, m.sub(y, number(1)), y), x);
  }

  private Value ceil(Value x) {
    Value y = round(x);
    Value tooSmall = m.compare(CompareKind.LT, y, x);
    return withSign(m.select(tooSmall, m.add(y, number(1)), y), x);
  }

  private Value sign(Value x) {
    Value y = m.select(less(x, 0), number(-1), x);
    return m.select(greater(x, 0), number(1), y);
  }

  /** A number that is not negative, or NaN, with the sign of another. */
  private Value withSign(Value magnitude, Value sign) {
    Value clear = m.binary(BinaryKind.AND, m.toBits(magnitude), integer(Integer.MAX_VALUE));
    Value bit = m.binary(BinaryKind.AND, m.toBits(sign), integer(Integer.MIN_VALUE));
    return m.fromBits(m.binary(BinaryKind.OR, clear, bit));
  }

  /** 2^n for n from -126 to 127. */
  private Value powerOfTwo(Value n) {
    return m.fromBits(m.shift(m.add(n, integer(127)), 23));
  }

  /** An int32 of at most 22 bits as a float32. */
  private Value toFloat(Value n) {
    return m.sub(m.fromBits(m.add(n, integer(ROUNDER_BITS))), number(ROUNDER));
  }

  /** Coefficients from the highest power down to the constant. */
  private Value polynomial(Value x, float... coefficients) {
    Value y = number(coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      y = m.fma(y, x, number(coefficients[i]));
    }
    return y;
  }

  private Value less(Value x, float bound) {
    return m.compare(CompareKind.LT, x, number(bound));
  }

  private Value greater(Value x, float bound) {
    return m.compare(CompareKind.LT, number(bound), x);
  }

  private Value number(float value) {
    return m.constant(DType.FLOAT32, value);
  }

  private Value integer(int value) {
    return m.constant(DType.INT32, value);
  }
}
