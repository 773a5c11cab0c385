package jacobi.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Row D3 of the requirements. */
class ScheduleTest {
  private static void check(Schedule s, long step, double expected) {
    assertThat(s.at(step)).isCloseTo(expected, within(1e-12));
  }

  @Test
  @DisplayName("D3: constant")
  void d3Constant() {
    check(Schedule.constant(.1), 0, .1);
    check(Schedule.constant(.1), 1_000_000, .1);
  }

  @Test
  @DisplayName("D3: multiplied by beta each iteration until a floor")
  void d3Decay() {
    Schedule s = Schedule.decay(1, .5, .1);
    check(s, 0, 1);
    check(s, 1, .5);
    check(s, 3, .125);
    check(s, 4, .1);
    check(s, 100, .1);
  }

  @Test
  @DisplayName("D3: steps")
  void d3Step() {
    Schedule s = Schedule.step(1, .1, 10);
    check(s, 9, 1);
    check(s, 10, .1);
    check(s, 29, .01);
  }

  @Test
  void linear() {
    Schedule s = Schedule.linear(1, .2, 100);
    check(s, 0, 1);
    check(s, 50, .6);
    check(s, 100, .2);
    check(s, 1000, .2);
  }

  @Test
  @DisplayName("D3: cosine")
  void d3Cosine() {
    Schedule s = Schedule.cosine(1, .2, 100);
    check(s, 0, 1);
    check(s, 50, .6);
    check(s, 100, .2);
    check(s, 1000, .2);
  }

  @Test
  @DisplayName("D3: warm-up before any other")
  void d3WarmUp() {
    Schedule s = Schedule.cosine(1, 0, 100).warmUp(4);
    check(s, 0, .25);
    check(s, 3, 1);
    check(s, 4, 1);
    check(s, 54, .5);
    Schedule two = Schedule.constant(1).then(5, Schedule.decay(.5, .5, 0));
    check(two, 4, 1);
    check(two, 5, .5);
    check(two, 6, .25);
  }
}
