package jacobi.backend;

/**
 * The error function in double precision, to a few units in the last place: the rational
 * approximations of W. J. Cody, "Rational Chebyshev approximations for the error function",
 * Mathematics of Computation 23 (1969), with the coefficients of his SPECFUN routine CALERF.
 */
// The coefficients stand as they were published.
@SuppressWarnings("FloatingPointLiteralPrecision")
public final class Erf {
  private static final double[] SMALL_NUMERATOR = {
    1.85777706184603153e-1,
    3.16112374387056560e0,
    1.13864154151050156e2,
    3.77485237685302021e2,
    3.20937758913846947e3
  };
  private static final double[] SMALL_DENOMINATOR = {
    1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3
  };
  private static final double[] MIDDLE_NUMERATOR = {
    2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1,
    2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3,
    1.23033935479799725e3
  };
  private static final double[] MIDDLE_DENOMINATOR = {
    1,
    1.57449261107098347e1,
    1.17693950891312499e2,
    5.37181101862009858e2,
    1.62138957456669019e3,
    3.29079923573345963e3,
    4.36261909014324716e3,
    3.43936767414372164e3,
    1.23033935480374942e3
  };
  private static final double[] LARGE_NUMERATOR = {
    1.63153871373020978e-2,
    3.05326634961232344e-1,
    3.60344899949804439e-1,
    1.25781726111229246e-1,
    1.60837851487422766e-2,
    6.58749161529837803e-4
  };
  private static final double[] LARGE_DENOMINATOR = {
    1,
    2.56852019228982242e0,
    1.87295284992346725e0,
    5.27905102951428412e-1,
    6.05183413124413191e-2,
    2.33520497626869185e-3
  };
  private static final double ONE_OVER_SQRT_PI = 5.6418958354775628695e-1;

  private Erf() {}

  /** erf(x), odd, from -1 to 1; NaN for NaN. */
  public static double erf(double x) {
    double y = Math.abs(x);
    if (!(y > 0.46875)) {
      double z = y * y;
      return x * polynomial(SMALL_NUMERATOR, z) / polynomial(SMALL_DENOMINATOR, z);
    }
    // Beyond 6 the complement is less than half a unit in the last place of 1.
    double complement = y < 6 ? complement(y) : 0;
    return Math.copySign(1 - complement, x);
  }

  /** 1 - erf(y) for y above 0.46875. */
  private static double complement(double y) {
    double scaled;
    if (y <= 4) {
      scaled = polynomial(MIDDLE_NUMERATOR, y) / polynomial(MIDDLE_DENOMINATOR, y);
    } else {
      double z = 1 / (y * y);
      double r = z * polynomial(LARGE_NUMERATOR, z) / polynomial(LARGE_DENOMINATOR, z);
      scaled = (ONE_OVER_SQRT_PI - r) / y;
    }
    return Math.exp(-y * y) * scaled;
  }

  /** Coefficients from the highest power down. */
  private static double polynomial(double[] coefficients, double x) {
    double sum = 0;
    for (double c : coefficients) {
      sum = sum * x + c;
    }
    return sum;
  }
}
