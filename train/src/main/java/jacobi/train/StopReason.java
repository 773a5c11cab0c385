package jacobi.train;

/** Why training ended. */
public enum StopReason {
  EPOCHS("all epochs done"),
  VALIDATION("validation loss stopped improving"),
  LOSS_CHANGE("training loss hardly changed"),
  GRADIENT("the gradient's norm fell below the limit"),
  REQUEST("stopped on request");

  private final String text;

  StopReason(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
