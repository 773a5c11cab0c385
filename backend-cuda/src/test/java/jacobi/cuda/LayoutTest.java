package jacobi.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.backend.AddressSpace.Region;
import jacobi.backend.AddressSpace.Use;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private static final List<Region> REGIONS =
      List.of(
          new Region(Use.INPUT, 100),
          new Region(Use.INPUT, 100),
          new Region(Use.OUTPUT, 100),
          new Region(Use.PREPARED, 0));
  private static final boolean[] FIRST_AND_OUTPUT = {true, false, true, false};

  private static Layout layout(long... bases) {
    return new Layout(REGIONS, FIRST_AND_OUTPUT, bases);
  }

  @Test
  void anOutputInPlaceOfAnInputIsOnePlace() {
    Layout layout = layout(1000, 2000, 1000, 0);

    assertThat(layout.place(2)).isZero();
    assertThat(layout.isSeparate()).isTrue();
    assertThat(layout.isLike(layout(5000, 2000, 5000, 0))).isTrue();
    assertThat(layout.isLike(layout(5000, 2000, 6000, 0))).isFalse();
  }

  @Test
  void whatStaysHasToStay() {
    Layout layout = layout(1000, 2000, 3000, 0);

    assertThat(layout.isLike(layout(7000, 2000, 8000, 4))).isTrue();
    assertThat(layout.isLike(layout(7000, 2001, 8000, 0))).isFalse();
  }

  @Test
  void whatMovesMayOverlapOnlyWhatIsOnlyRead() {
    assertThat(layout(1000, 2000, 3000, 0).isSeparate()).isTrue();
    assertThat(layout(1000, 1050, 3000, 0).isSeparate()).isTrue();
    assertThat(layout(1000, 2000, 2000, 0).isSeparate()).isFalse();
    assertThat(layout(1000, 2000, 1001, 0).isSeparate()).isFalse();
    assertThat(layout(1000, 2000, 1100, 0).isSeparate()).isTrue();
  }
}
