package jacobi.browser;

import static jacobi.nn.Activation.relu;
import static jacobi.nn.loss.Losses.crossEntropy;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import jacobi.data.Embedded;
import jacobi.data.Split;
import jacobi.nn.Dropout;
import jacobi.nn.Linear;
import jacobi.nn.Sequential;
import jacobi.nn.optim.Adam;
import jacobi.plot.Report;
import jacobi.train.Fit;
import jacobi.train.Trainer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens a report in a real browser without a network. */
class ReportInBrowserTest {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome");

  @TempDir private static Path folder;
  private static Playwright playwright;
  private static Browser browser;
  private static Path report;

  /** What a page did that it should not do. */
  private record Complaints(List<String> errors, List<String> requests) {}

  @BeforeAll
  static void trainAndStart() throws IOException {
    Optional<Path> executable = executable();
    Assumptions.assumeTrue(
        executable.isPresent(),
        "no browser found: install Debian's chromium, or name one in JACOBI_BROWSER");
    Split digits = Embedded.digits().divideBy(16).split(0.7, 0.1, 0.2, 1);
    var net = Sequential.of(Linear.of(64, 16), relu(), Dropout.of(0.1), Linear.of(16, 10));
    Fit fit = Trainer.of(net, crossEntropy(), Adam.of(3e-3)).epochs(8).seed(1).fit(digits);
    report = folder.resolve("report.html");
    Report.of("digits", fit, digits).write(report);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    // Root, as in containers, gets no sandbox; the page is our own.
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable.get())
                    .setArgs(List.of("--no-sandbox", "--disable-gpu")));
  }

  @AfterAll
  static void stop() {
    if (playwright != null) {
      playwright.close();
    }
  }

  private static Optional<Path> executable() {
    String named = System.getenv("JACOBI_BROWSER");
    if (named != null && !named.isBlank()) {
      return Optional.of(Path.of(named));
    }
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .flatMap(dir -> NAMES.stream().map(name -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static BrowserContext offline(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.setOffline(true);
    return context;
  }

  private static Complaints open(Page page, Path file) {
    Complaints c = new Complaints(new ArrayList<>(), new ArrayList<>());
    page.onConsoleMessage(
        m -> {
          if (!m.type().equals("log")) {
            c.errors().add(m.text());
          }
        });
    page.onPageError(c.errors()::add);
    page.onRequest(
        r -> {
          if (!r.url().startsWith("data:") && !r.url().startsWith("blob:")) {
            c.requests().add(r.url());
          }
        });
    page.navigate(file.toUri().toString());
    page.waitForTimeout(200);
    return c;
  }

  /**
   * Of each chart's canvas: the share of columns with a coloured pixel, and where in the canvas,
   * from the top, these pixels lie on average in its first and its last quarter.
   */
  private static final String CANVASES =
      """
      () => [...document.querySelectorAll('.chart')].map(chart => {
        const canvas = chart.querySelector('canvas');
        if (!canvas) return [chart.id, 0, 0, 0];
        const w = canvas.width, h = canvas.height;
        const d = canvas.getContext('2d').getImageData(0, 0, w, h).data;
        let columns = 0;
        const sum = [0, 0], n = [0, 0];
        for (let x = 0; x < w; x++) {
          let any = false;
          for (let y = 0; y < h; y++) {
            const i = 4 * (y * w + x);
            const high = Math.max(d[i], d[i+1], d[i+2]), low = Math.min(d[i], d[i+1], d[i+2]);
            if (d[i+3] > 128 && high - low > 60) {
              any = true;
              const q = x < w * 0.4 ? 0 : x > w * 0.8 ? 1 : -1;
              if (q >= 0) { sum[q] += y / h; n[q]++; }
            }
          }
          if (any) columns++;
        }
        return [chart.id, columns / w, sum[0] / n[0], sum[1] / n[1]];
      })
      """;

  private static Map<String, List<Double>> canvases(Page page) {
    Map<String, List<Double>> all = new java.util.LinkedHashMap<>();
    for (Object row : (List<?>) page.evaluate(CANVASES)) {
      List<?> cells = (List<?>) row;
      all.put(
          cells.getFirst().toString(),
          cells.stream().skip(1).map(c -> ((Number) c).doubleValue()).toList());
    }
    return all;
  }

  @Test
  void drawsAllCurvesOfflineWithoutComplaint() {
    try (BrowserContext context = offline(new Browser.NewContextOptions())) {
      Page page = context.newPage();
      Complaints c = open(page, report);
      assertThat(c.errors()).isEmpty();
      assertThat(c.requests()).containsExactly(report.toUri().toString());
      Map<String, List<Double>> canvases = canvases(page);
      assertThat(canvases)
          .containsOnlyKeys("curve-0", "curve-1", "learning-rate", "gradient-norms");
      canvases.forEach((id, found) -> assertThat(found.getFirst()).as(id).isGreaterThan(0.6));
      // The loss falls, the accuracy rises; the canvas counts from the top.
      assertThat(canvases.get("curve-0").get(2)).isGreaterThan(canvases.get("curve-0").get(1));
      assertThat(canvases.get("curve-1").get(2)).isLessThan(canvases.get("curve-1").get(1));
    }
  }

  @Test
  void showsEveryImageAndADiagramWithoutOverlaps() {
    try (BrowserContext context = offline(new Browser.NewContextOptions())) {
      Page page = context.newPage();
      open(page, report);
      assertThat(page.locator(".examples img").count()).isPositive();
      assertThat(page.evaluate("() => [...document.images].every(i => i.naturalWidth === 8)"))
          .isEqualTo(true);
      assertThat(page.locator("#network rect.box").count()).isEqualTo(5);
      String overlaps =
          """
          () => {
            const boxes = [...document.querySelectorAll('#network rect.box')]
                .map(r => r.getBoundingClientRect());
            let bad = 0;
            boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {
              if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) bad++;
            }));
            document.querySelectorAll('#network text').forEach(t => {
              const r = t.getBoundingClientRect();
              if (!boxes.some(b => b.left <= r.left && r.right <= b.right
                  && b.top <= r.top && r.bottom <= b.bottom)) bad++;
            });
            return bad;
          }
          """;
      assertThat(((Number) page.evaluate(overlaps)).intValue()).isZero();
      assertThat(page.locator(".confusion tbody tr").count()).isEqualTo(10);
    }
  }

  @Test
  void fitsANarrowScreenAndFollowsTheColourScheme() {
    try (BrowserContext context =
        offline(
            new Browser.NewContextOptions()
                .setViewportSize(390, 800)
                .setColorScheme(ColorScheme.DARK))) {
      Page page = context.newPage();
      Complaints c = open(page, report);
      assertThat(c.errors()).isEmpty();
      assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
          .isEqualTo(true);
      String background = "() => getComputedStyle(document.body).backgroundColor";
      assertThat(page.evaluate(background)).isEqualTo("rgb(13, 17, 23)");
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
      page.waitForTimeout(200);
      assertThat(page.evaluate(background)).isEqualTo("rgb(255, 255, 255)");
      assertThat(page.locator(".chart canvas").count()).isEqualTo(4);
      canvases(page).forEach((id, found) -> assertThat(found.getFirst()).as(id).isPositive());
    }
  }

  @Test
  void hasTheNumbersWithoutScripts() {
    try (BrowserContext context =
        offline(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
      Page page = context.newPage();
      open(page, report);
      assertThat(page.locator("noscript p").first().isVisible()).isTrue();
      page.locator("#curves summary").click();
      assertThat(page.locator("#curves tbody tr").count()).isEqualTo(8);
      assertThat(page.locator("#curves tbody tr").first().isVisible()).isTrue();
    }
  }

  @Test
  void noticesAReportThatDoesNotDraw() throws IOException {
    Path broken = folder.resolve("broken.html");
    String html = Files.readString(report);
    Files.writeString(broken, html.replace("charts.forEach(draw)", "charts.forEach(drawn)"));
    try (BrowserContext context = offline(new Browser.NewContextOptions())) {
      Page page = context.newPage();
      assertThat(open(page, broken).errors()).isNotEmpty();
      canvases(page).forEach((id, found) -> assertThat(found.getFirst()).as(id).isZero());
    }
  }
}
