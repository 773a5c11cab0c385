package jacobi.plot;

import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.data.text.SkipGramPairs;
import jacobi.io.AtomicFiles;
import jacobi.io.Json;
import jacobi.train.Fit;
import jacobi.train.Scores;
import jacobi.train.StopReason;
import jacobi.train.TokenVectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A training run as one HTML file that needs nothing else: curves, what was taken for what, the
 * worst examples, the network, the settings. All that is drawn is there as numbers too.
 *
 * @param name a short title
 * @param about one line, may be empty
 * @param settings how it was trained, as YAML or any other text; may be empty
 * @param fit the run
 * @param data the parts it was made with, scaled as for training
 * @param test what the test part gave, if it was looked at
 * @param samples text that a language model wrote, in the order of training; may be empty
 */
public record Report(
    String name,
    String about,
    String settings,
    Fit fit,
    Split data,
    Optional<Scores> test,
    List<Sample> samples) {

  public Report {
    samples = List.copyOf(samples);
  }

  /**
   * Text that a language model wrote.
   *
   * @param when such as {@code epoch 3}
   */
  public record Sample(String when, String text) {}

  /** A report without samples. */
  public Report(
      String name, String about, String settings, Fit fit, Split data, Optional<Scores> test) {
    this(name, about, settings, fit, data, test, List.of());
  }

  /** A report without settings; looks at the test part if there is one. */
  public static Report of(String name, Fit fit, Split data) {
    Optional<Scores> test =
        data.test().size() == 0 ? Optional.empty() : Optional.of(fit.evaluate(data.test()));
    return new Report(name, "", "", fit, data, test);
  }

  /** Writes the page; the file appears whole or not at all. */
  public void write(Path file) throws IOException {
    AtomicFiles.write(file, html().getBytes(StandardCharsets.UTF_8));
  }

  /** The page. */
  public String html() {
    Curves curves = new Curves(fit.history());
    // In a script, "</" would end it and "<!--" would begin a comment.
    String json =
        new String(Json.bytes(Map.of("charts", curves.data())), StandardCharsets.UTF_8)
            .replace("<", "\\u003c");
    return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<link rel=\"icon\" href=\"data:,\">\n<title>"
        + Html.escape(name)
        + " - Jacobi</title>\n<style>\n"
        + Html.resource("uPlot.min.css")
        + Html.resource("report.css")
        + "</style>\n</head>\n<body>\n<header>\n<h1>"
        + Html.escape(name)
        + "</h1>\n"
        + (about.isEmpty() ? "" : "<p>" + Html.escape(about) + "</p>\n")
        + "</header>\n<main>\n"
        + summary()
        + Html.section("curves", "Training", curves.html())
        + outcomes()
        + texts()
        + words()
        + network()
        + (settings.isEmpty()
            ? ""
            : Html.section("settings", "Settings", "<pre>" + Html.escape(settings) + "</pre>\n"))
        + "</main>\n<script type=\"application/json\" id=\"data\">"
        + json
        + "</script>\n<script>"
        + Html.resource("uPlot.iife.min.js")
        + "</script>\n<script>\n"
        + Html.resource("report.js")
        + "</script>\n</body>\n</html>\n";
  }

  private String summary() {
    StringBuilder html = new StringBuilder("<dl class=\"summary\">\n");
    test.ifPresent(s -> s.toMap().forEach((m, v) -> tile(html, "test " + m, Html.number(v))));
    if (test.isEmpty()) {
      Scores last = fit.history().getLast().validation().orElse(fit.history().getLast().train());
      String part = fit.history().getLast().validation().isPresent() ? "validation " : "train ";
      last.toMap().forEach((m, v) -> tile(html, part + m, Html.number(v)));
    }
    tile(html, "epochs", Integer.toString(fit.history().size()));
    tile(html, "stopped because", fit.reason().toString());
    tile(html, "time", String.format(Locale.ROOT, "%.1f s", fit.seconds()));
    tile(html, "parameters", String.format(Locale.ROOT, "%,d", fit.net().parameterCount()));
    tile(
        html,
        "examples",
        String.format(
            Locale.ROOT,
            "%,d train, %,d validation, %,d test",
            data.train().size(),
            data.validation().size(),
            data.test().size()));
    tile(html, "data", data.train().name());
    tile(html, "seed", Long.toString(fit.seed()));
    return html.append("</dl>\n").toString();
  }

  private static void tile(StringBuilder html, String name, String value) {
    html.append("<div><dt>").append(Html.escape(name)).append("</dt><dd>");
    html.append(Html.escape(value)).append("</dd></div>\n");
  }

  /** What became of the most telling part there is. */
  private String outcomes() {
    if (data.train() instanceof SkipGramPairs || data.train().charactersPerTarget().isPresent()) {
      // Which words were noise, or which word of thousands was taken for which, says little.
      return "";
    }
    boolean interrupted = fit.reason() == StopReason.REQUEST;
    if (data.test().size() > 0 && !interrupted) {
      return outcomes(data.test(), "test");
    }
    return data.validation().size() > 0
        ? outcomes(data.validation(), "validation")
        : outcomes(data.train(), "training");
  }

  private String outcomes(Dataset part, String called) {
    return new Outcomes(part, fit.predict(part), called).html();
  }

  private String words() {
    return TokenVectors.of(fit.net(), data.train().encoding())
        .map(vectors -> new WordMap(vectors).html())
        .orElse("");
  }

  private String texts() {
    if (samples.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder();
    for (Sample sample : samples) {
      html.append("<figure class=\"sample\"><figcaption>")
          .append(Html.escape(sample.when()))
          .append("</figcaption><pre>")
          .append(Html.escape(sample.text()))
          .append("</pre></figure>\n");
    }
    return Html.section("samples", "Samples", html.toString());
  }

  private String network() {
    Picture p = NetworkDiagram.inline("the network", fit.net(), data.train().featureShape());
    return Html.section(
        "network",
        "Network",
        "<div class=\"scroll\">" + p.svg() + "</div>\n" + Html.details("Layers", p.numbers()));
  }
}
