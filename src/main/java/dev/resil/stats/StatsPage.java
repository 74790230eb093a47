package dev.resil.stats;

import dev.resil.breaker.view.BreakerView;
import dev.resil.limit.view.LimitTable;
import dev.resil.limit.view.LimitView;
import dev.resil.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Statistics and breakers as one self-contained HTML page: it has no scripts and may not make
 * requests.
 */
public final class StatsPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1f2328; --faint: #656d76; --ground: #fff; --card: #f6f8fa;
        --good: #4593d8; --bad: #d1432f; --half: #d9a21b; --closed: #3f9c5a; --line: #d0d7de; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #8d96a0; --ground: #0d1117;
        --card: #161b22; --line: #30363d; } }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground);
        max-width: 900px; margin: 2em auto; padding: 0 1em; }
      h1 { font-size: 1.4em } h2 { margin: 2em 0 .5em; overflow-wrap: anywhere } h3 { font-size: 1em; margin: 1.2em 0 .3em }
      p, .legend { color: var(--faint) }
      dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(120px, 1fr)); gap: .6em; margin: 0 }
      dl div { background: var(--card); border-radius: 6px; padding: .5em .8em }
      dt { color: var(--faint); font-size: .85em } dd { margin: 0; font-size: 1.25em; overflow-wrap: anywhere }
      table { border-collapse: collapse } th, td { padding: .2em 1em .2em 0; text-align: right } th:first-child { text-align: left }
      th { font-weight: normal; color: var(--faint) } tbody td { font-variant-numeric: tabular-nums }
      svg { width: 100%; height: auto; display: block } svg text { font-size: 12px; fill: var(--faint) }
      .good, .plain { fill: var(--good) } .bad, .state-open { fill: var(--bad) } .axis { fill: var(--line) }
      .state-half-open { fill: var(--half) } .state-closed { fill: var(--closed) }
      .legend span::before { content: ''; display: inline-block; width: .7em; height: .7em; margin: 0 .4em 0 0; background: var(--key) }
      .legend span { margin-right: 1.2em }
      """;

  private final StringBuilder html = new StringBuilder();

  private StatsPage() {}

  /** The page. */
  public static String of(
      List<Summary> summaries, List<BreakerView> breakers, List<LimitView> limits, Instant now) {
    StatsPage page = new StatsPage();
    page.start(now);
    if (summaries.isEmpty() && breakers.isEmpty() && limits.isEmpty()) {
      page.html.append("<p>No runs were counted yet.</p>\n");
    }
    summaries.forEach(page::write);
    if (!breakers.isEmpty()) {
      page.writeBreakers(breakers);
    }
    if (!limits.isEmpty()) {
      page.writeLimits(limits);
    }
    return page.html.append("</body>\n</html>").toString();
  }

  private void start(Instant now) {
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta http-equiv=\"Content-Security-Policy\"")
        .append(" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>resil statistics</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<h1>resil statistics</h1>\n<p>As of ")
        .append(second(now))
        .append("; times are UTC.</p>\n");
  }

  private static String second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", "");
  }

  private void write(Summary summary) {
    html.append("<section>\n<h2>").append(Markup.escaped(summary.name())).append("</h2>\n<dl>\n");
    fact("runs", Long.toString(summary.runs()));
    summary.results().forEach(share -> fact(share.what(), Long.toString(share.count())));
    fact("attempts", Long.toString(summary.attempts()));
    fact("retries", Long.toString(summary.retries()));
    fact("last run", ago(summary.lastRun(), summary.now()));
    fact("last success", ago(summary.lastSuccess(), summary.now()));
    html.append("</dl>\n<h3>Attempts over time</h3>\n")
        .append(legend("good", "succeeded", "bad", "failed"))
        .append(Charts.attempts(summary))
        .append("<h3>Outcomes of attempts</h3>\n")
        .append(Charts.outcomes(summary))
        .append("<h3>Durations of attempts</h3>\n")
        .append(Charts.times(summary.attemptTimes()))
        .append("<table>\n<thead><tr><th></th><th>p50</th><th>p90</th><th>p99</th><th>max</th>")
        .append("</tr></thead>\n<tbody>\n");
    times("attempts", summary.attemptTimes());
    times("runs, delays included", summary.runTimes());
    html.append("</tbody>\n</table>\n</section>\n");
  }

  private void fact(String key, String value) {
    html.append("<div><dt>")
        .append(Markup.escaped(key))
        .append("</dt><dd>")
        .append(Markup.escaped(value))
        .append("</dd></div>\n");
  }

  private static String ago(Optional<Instant> time, Instant now) {
    return time.map(
            at -> at.isBefore(now) ? Durations.format(Duration.between(at, now)) + " ago" : "now")
        .orElse("never");
  }

  private static String legend(String... keysAndWords) {
    StringBuilder legend = new StringBuilder("<div class=\"legend\">");
    for (int i = 0; i < keysAndWords.length; i += 2) {
      legend.append(
          "<span style=\"--key: var(--%s)\">%s</span>"
              .formatted(keysAndWords[i], keysAndWords[i + 1]));
    }
    return legend + "</div>\n";
  }

  private void times(String what, RunDurations times) {
    html.append("<tr><th>").append(what).append("</th>");
    for (Optional<Duration> time :
        List.of(times.percentile(50), times.percentile(90), times.percentile(99), times.max())) {
      html.append("<td>").append(time.map(Durations::format).orElse("-")).append("</td>");
    }
    html.append("</tr>\n");
  }

  private void writeLimits(List<LimitView> limits) {
    html.append("<section>\n<h2>Limits</h2>\n<table>\n<thead>\n<tr>");
    for (String heading : LimitTable.HEADING) {
      html.append("<th>").append(heading.toLowerCase(Locale.ROOT)).append("</th>");
    }
    html.append("</tr>\n</thead>\n<tbody>\n");
    for (LimitView limit : limits) {
      html.append("<tr>");
      for (String cell : LimitTable.row(limit)) {
        html.append("<td>").append(Markup.escaped(cell)).append("</td>");
      }
      html.append("</tr>\n");
    }
    html.append("</tbody>\n</table>\n</section>\n");
  }

  private void writeBreakers(List<BreakerView> breakers) {
    html.append("<section>\n<h2>Breakers</h2>\n")
        .append(legend("closed", "closed", "half", "half open", "bad", "open"));
    for (BreakerView breaker : breakers) {
      html.append("<h3>")
          .append(Markup.escaped(breaker.name().value()))
          .append(": ")
          .append(breaker.state().phase().kind().name())
          .append("</h3>\n")
          .append(Charts.states(breaker));
    }
    html.append("</section>\n");
  }
}
