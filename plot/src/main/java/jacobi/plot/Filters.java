package jacobi.plot;

import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import jacobi.nn.Module;
import jacobi.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The filters of a network's first layer with weights, as images: blue where a weight is negative,
 * white where it is 0, red where it is positive; those that look at three channels in colour, grey
 * where a weight is 0.
 */
public final class Filters {
  private static final int MOST = 100;
  private static final double GAP = 8;

  private final String path;
  private final int height;
  private final int width;
  private final int channels;
  private final int shown;
  private final float[] weights;
  private final float limit;

  private Filters(String path, Parameter p, int height, int width, int channels) {
    this.path = path;
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.shown = Math.min(MOST, p.shape().dim(0));
    this.weights = p.value().toFloats();
    float largest = 0;
    for (int i = 0; i < shown * height * width * channels; i++) {
      largest = Math.max(largest, Math.abs(weights[i]));
    }
    this.limit = largest == 0 ? 1 : largest;
  }

  /**
   * Draws the filters; of more than 100, the first 100.
   *
   * @param example shape of one example's features: [height, width] or [height, width, channels],
   *     or a square number of features. A convolution's filters [out, height, width, channels] need
   *     no such shape.
   */
  public static Picture of(String title, Module net, Shape example) {
    return first(net, example).picture(title);
  }

  private static Filters first(Module net, Shape example) {
    for (Map.Entry<String, Parameter> e : net.parameters().entrySet()) {
      Parameter p = e.getValue();
      if (p.name().equals("weight") && p.shape().rank() >= 2) {
        Shape s = p.shape();
        return switch (s.rank()) {
          case 2 -> ofLinear(e.getKey(), p, example);
          case 3 -> new Filters(e.getKey(), p, s.dim(1), s.dim(2), 1);
          default -> new Filters(e.getKey(), p, s.dim(1), s.dim(2), s.dim(3));
        };
      }
    }
    throw new JacobiException("[filters] the network has no layer with weights");
  }

  private static Filters ofLinear(String path, Parameter p, Shape example) {
    int in = p.shape().dim(1);
    int side = (int) Math.sqrt(in);
    if (example.size() == in && example.rank() == 3) {
      return new Filters(path, p, example.dim(0), example.dim(1), example.dim(2));
    }
    if (example.size() == in && example.rank() == 2) {
      return new Filters(path, p, example.dim(0), example.dim(1), 1);
    }
    if (side * side == in) {
      return new Filters(path, p, side, side, 1);
    }
    throw new JacobiException(
        "[filters] "
            + path
            + " "
            + p.shape()
            + " looks at examples "
            + example
            + ", which are no images");
  }

  private Picture picture(String title) {
    boolean colour = channels == 3;
    int tiles = colour ? shown : shown * channels;
    int perRow = colour || channels == 1 ? (int) Math.ceil(Math.sqrt(tiles * 1.4)) : channels;
    double scale = Math.max(1, Math.floor(64.0 / Math.max(height, width)));
    double w = width * scale + GAP;
    double h = height * scale + GAP;
    int rowCount = Math.ceilDiv(tiles, perRow);
    Svg svg = new Svg();
    for (int t = 0; t < tiles; t++) {
      double x = GAP + t % perRow * w;
      int row = t / perRow;
      double y = 34 + row * h;
      int[][] pixels = colour ? colours(t) : signed(t / channels, t % channels);
      svg.image(x, y, width * scale, height * scale, ImageFiles.png(pixels));
      svg.rect("frame", x, y, width * scale, height * scale, "fill=\"none\" stroke=\"#d0d7de\"");
    }
    String legend =
        path
            + ": "
            + shown
            + " filters "
            + height
            + "x"
            + width
            + (channels > 1 ? "x" + channels : "")
            + ", ±"
            + Html.number(limit);
    svg.text("name", GAP, 20, 13, "start", legend);
    double fullWidth = Math.max(perRow * w + GAP, Svg.textWidth(legend, 13) + 2 * GAP);
    return new Picture(title, svg.document(title, fullWidth, 34 + rowCount * h), table());
  }

  private float weight(int filter, int row, int column, int channel) {
    return weights[((filter * height + row) * width + column) * channels + channel];
  }

  private int[][] signed(int filter, int channel) {
    int[][] pixels = new int[height][width];
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        float share = weight(filter, i, j, channel) / limit;
        int pale = Math.round(255 * (1 - Math.abs(share)));
        pixels[i][j] = share > 0 ? 0xff0000 | pale << 8 | pale : pale << 16 | pale << 8 | 0xff;
      }
    }
    return pixels;
  }

  private int[][] colours(int filter) {
    int[][] pixels = new int[height][width];
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        for (int c = 0; c < 3; c++) {
          int level = Math.round(127.5f * (1 + weight(filter, i, j, c) / limit));
          pixels[i][j] = pixels[i][j] << 8 | level;
        }
      }
    }
    return pixels;
  }

  private Table table() {
    List<List<Object>> rows = new ArrayList<>();
    for (int f = 0; f < shown; f++) {
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
          for (int c = 0; c < channels; c++) {
            rows.add(List.of(f, i, j, c, weight(f, i, j, c)));
          }
        }
      }
    }
    return new Table(List.of("filter", "row", "column", "channel", "weight"), rows);
  }
}
