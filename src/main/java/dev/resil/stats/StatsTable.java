package dev.resil.stats;

import dev.resil.text.Columns;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import dev.resil.text.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Statistics as text for people. */
public final class StatsTable {
  private static final String NONE = "-";
  private static final List<String> HEADING =
      List.of(
          "NAME", "RUNS", "FAILED", "ATTEMPTS", "RETRIES", "P50", "P90", "P99", "MAX", "LAST RUN");
  private static final Set<Integer> NUMBERS = Set.of(1, 2, 3, 4, 5, 6, 7, 8);
  private static final int KEY_WIDTH = 10;
  private static final int INDENT = 2;

  private final int width;

  /**
   * Text for a terminal.
   *
   * @param width its width in columns; 0 if there is no terminal
   */
  public StatsTable(int width) {
    this.width = width == 0 ? Integer.MAX_VALUE : width;
  }

  /** One line for each, or details of each if lines would be too long. */
  public String list(List<Summary> summaries) {
    TextTable table = new TextTable(HEADING, NUMBERS);
    summaries.forEach(summary -> table.add(row(summary)));
    return table.width() > width ? details(summaries) : table.toString();
  }

  private static String text(List<String> lines) {
    return lines.stream().map(line -> line + System.lineSeparator()).collect(Collectors.joining());
  }

  private static List<String> row(Summary summary) {
    RunDurations times = summary.runTimes();
    return List.of(
        Printable.of(summary.name()),
        Long.toString(summary.runs()),
        Long.toString(summary.runs("failure")),
        Long.toString(summary.attempts()),
        Long.toString(summary.retries()),
        shown(times.percentile(50)),
        shown(times.percentile(90)),
        shown(times.percentile(99)),
        shown(times.max()),
        summary.lastRun().map(time -> ago(time, summary.now())).orElse(NONE));
  }

  private static String shown(Optional<Duration> duration) {
    return duration.map(Durations::format).orElse(NONE);
  }

  private static String ago(Instant time, Instant now) {
    return time.isBefore(now) ? Durations.format(Duration.between(time, now)) + " ago" : "now";
  }

  /** Details of each. */
  public String details(List<Summary> summaries) {
    return summaries.stream()
        .map(summary -> text(lines(summary)))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private List<String> lines(Summary summary) {
    List<String> lines = new ArrayList<>(List.of(Printable.of(summary.name())));
    add(lines, "runs", summary.runs() + shares(": ", summary.results()));
    add(
        lines,
        "attempts",
        "%d: %d failed, %d were retries"
            .formatted(summary.attempts(), summary.failedAttempts(), summary.retries()));
    add(lines, "outcomes", shares("", summary.outcomes()));
    add(lines, "run", times(summary.runTimes()));
    add(lines, "attempt", times(summary.attemptTimes()));
    add(
        lines,
        "last run",
        summary.lastRun().map(time -> ago(time, summary.now())).orElse(NONE)
            + summary
                .lastSuccess()
                .map(time -> "; last success " + ago(time, summary.now()))
                .orElse("; never succeeded"));
    add(
        lines,
        "since",
        summary.since().map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString()).orElse(NONE));
    return lines;
  }

  private static String shares(String before, List<Summary.Share> shares) {
    return shares.isEmpty()
        ? ""
        : before
            + shares.stream()
                .map(share -> share.count() + " " + Printable.of(share.what()))
                .collect(Collectors.joining(", "));
  }

  private static String times(RunDurations times) {
    return times.count() == 0
        ? NONE
        : "p50 %s, p90 %s, p99 %s, max %s"
            .formatted(
                shown(times.percentile(50)),
                shown(times.percentile(90)),
                shown(times.percentile(99)),
                shown(times.max()));
  }

  /** Wraps a long value below itself. */
  private void add(List<String> lines, String key, String value) {
    int room = Math.max(KEY_WIDTH, width - INDENT - KEY_WIDTH - 1);
    String start = " ".repeat(INDENT) + key + " ".repeat(KEY_WIDTH - key.length());
    StringBuilder line = new StringBuilder();
    for (String word : (value.isEmpty() ? NONE : value).split(" ", -1)) {
      if (!line.isEmpty() && Columns.of(line.toString()) + 1 + Columns.of(word) > room) {
        lines.add(start + " " + line);
        start = " ".repeat(INDENT + KEY_WIDTH);
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(start + " " + line);
  }
}
