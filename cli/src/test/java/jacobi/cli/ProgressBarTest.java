package jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.train.Epoch;
import jacobi.train.Scores;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final StringWriter screen = new StringWriter();
  private long nanos;
  private final ProgressBar bar = new ProgressBar(new PrintWriter(screen), 4, () -> nanos);

  private String drawn() {
    String text = screen.toString();
    screen.getBuffer().setLength(0);
    return text;
  }

  @Test
  void showsHowFarLossRateAndTimeLeft() {
    nanos = 2_000_000_000L;
    bar.onStep(1, 5, 10, 0.5, 320);
    assertThat(drawn())
        .isEqualTo("\r\033[Kepoch 1/4 [==                  ]  loss 0.5000  160/s  0:14 left");
    bar.onEpoch(
        new Epoch(
            1,
            new Scores(0.25, Map.of()),
            Optional.of(new Scores(0.3, Map.of("accuracy", 0.75))),
            4,
            0.1,
            Map.of()));
    nanos = 6_000_000_000L;
    bar.onStep(2, 10, 10, 0.25, 320_000);
    assertThat(drawn())
        .isEqualTo(
            "\r\033[Kepoch 2/4 [==========          ]  loss 0.2500  accuracy 0.7500  53,387/s"
                + "  0:06 left");
  }

  @Test
  void isNotDrawnAtEveryStep() {
    bar.onStep(1, 1, 1000, 1, 1);
    assertThat(drawn()).isNotEmpty();
    nanos = 50_000_000;
    bar.onStep(1, 2, 1000, 1, 1);
    assertThat(drawn()).isEmpty();
    nanos = 100_000_000;
    bar.onStep(1, 3, 1000, 1, 1);
    assertThat(drawn()).isNotEmpty();
    bar.clear();
    assertThat(drawn()).isEqualTo("\r\033[K");
  }
}
