package jacobi.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.onednn.Tiling.Tile;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TilingTest {

  @Property
  void everyElementIsInExactlyOnePiece(
      @ForAll @IntRange(min = 1, max = 6) int count,
      @ForAll @IntRange(min = 1, max = 70) int rows,
      @ForAll @IntRange(min = 1, max = 70) int columns,
      @ForAll @IntRange(min = 1, max = 1_000_000) int inner,
      @ForAll @IntRange(min = 1, max = 13) int cores) {
    int[][][] times = new int[count][rows][columns];
    List<Tile> tiles = Tiling.of(count, rows, columns, inner, cores);
    for (Tile tile : tiles) {
      for (int p = tile.firstProduct(); p < tile.endProduct(); p++) {
        for (int r = tile.firstRow(); r < tile.endRow(); r++) {
          for (int c = tile.firstColumn(); c < tile.endColumn(); c++) {
            times[p][r][c]++;
          }
        }
      }
    }
    for (int[][] product : times) {
      for (int[] row : product) {
        assertThat(row).containsOnly(1);
      }
    }
    assertThat(tiles).hasSizeLessThanOrEqualTo(cores);
  }

  @Test
  void smallProductsAreOnePiece() {
    assertThat(Tiling.of(1, 32, 32, 64, 16)).containsExactly(new Tile(0, 1, 0, 32, 0, 32));
  }

  @Test
  void theLongerSideIsCut() {
    assertThat(Tiling.of(1, 1024, 128, 128, 2))
        .containsExactly(new Tile(0, 1, 0, 512, 0, 128), new Tile(0, 1, 512, 1024, 0, 128));
    assertThat(Tiling.of(1, 128, 1024, 1024, 2))
        .containsExactly(new Tile(0, 1, 0, 128, 0, 512), new Tile(0, 1, 0, 128, 512, 1024));
  }

  @Test
  void manyCoresCutBothSides() {
    assertThat(Tiling.of(1, 1024, 1024, 1024, 16))
        .hasSize(16)
        .allSatisfy(
            tile -> {
              assertThat(tile.rows()).isEqualTo(256);
              assertThat(tile.columns()).isEqualTo(256);
            });
  }

  @Test
  void batchesAreCutFirst() {
    assertThat(Tiling.of(12, 64, 64, 64, 2))
        .containsExactly(new Tile(0, 6, 0, 64, 0, 64), new Tile(6, 12, 0, 64, 0, 64));
  }
}
