package jacobi.plot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.DocumentLimits;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import jacobi.graph.JacobiException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/**
 * A picture and the numbers it shows.
 *
 * @param title one line
 * @param svg an SVG document
 * @param numbers what it shows, for those who cannot see it and for further use
 */
public record Picture(String title, String svg, Table numbers) {
  /** A chart of many points has more elements than JSVG takes of files from elsewhere. */
  private static final DocumentLimits LIMITS = new DocumentLimits(50, 20, 1_000_000);

  /** Pixels a unit of the SVG. */
  private static final int SCALE = 2;

  /** The picture as PNG, two pixels for each unit of the SVG. Needs the system to have a font. */
  public byte[] png() {
    try {
      return ImageFiles.png(draw());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InternalError | NoClassDefFoundError e) {
      throw new JacobiException(
          "PNG needs fonts, and this system has none (" + e.getMessage() + "): SVG needs none", e);
    }
  }

  private BufferedImage draw() {
    SVGDocument document =
        new SVGLoader()
            .load(
                new ByteArrayInputStream(svg.getBytes(UTF_8)),
                URI.create("picture.svg"),
                LoaderContext.builder().documentLimits(LIMITS).build());
    if (document == null) {
      throw new JacobiException(title + ": the picture is no valid SVG");
    }
    int width = (int) Math.ceil(document.size().width * SCALE);
    int height = (int) Math.ceil(document.size().height * SCALE);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, width, height);
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      document.render((java.awt.Component) null, g, new ViewBox(0, 0, width, height));
    } finally {
      g.dispose();
    }
    return image;
  }
}
