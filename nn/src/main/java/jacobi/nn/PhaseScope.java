package jacobi.nn;

/** Where {@link Phase} keeps what an interface cannot keep to itself. */
final class PhaseScope {
  static final ScopedValue<Phase> CURRENT = ScopedValue.newInstance();
  static final Phase INFERENCE = new Phase.Inference();

  private PhaseScope() {}
}
