package dev.resil.report.terminal;

import dev.resil.json.Json;
import dev.resil.retry.Delays;
import dev.resil.retry.FailureLimit;
import dev.resil.retry.RetryPolicy;
import dev.resil.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The delays of a policy as table, chart or JSON. Attempts are assumed to fail at once, so that
 * each one starts when the delays before it are over.
 *
 * @param rows one per attempt
 * @param seed reproduces the delays
 * @param maxAttempts the policy's limit, empty for none
 * @param complete whether these are all possible attempts
 */
public record PlanView(List<Row> rows, long seed, OptionalLong maxAttempts, boolean complete) {
  private static final int DEFAULT_COLUMNS = 80;
  private static final int MIN_BAR = 10;
  private static final int DELAY_WIDTH = 8;

  /**
   * An attempt.
   *
   * @param number counted from 1
   * @param delay the wait before it
   * @param start when it starts, from the start of the run
   */
  public record Row(long number, Duration delay, Duration start) {}

  /** The plan of a policy, cut to a number of rows. */
  public static PlanView of(RetryPolicy policy, Delays delays, long seed, int maxRows) {
    long count = Math.min(policy.maxAttempts().orElse(maxRows), Math.max(maxRows, 1));
    List<Row> rows = new ArrayList<>();
    Duration start = Duration.ZERO;
    Duration delay = delays.splay();
    boolean inTime = isWithin(policy.maxElapsed(), delay);
    Optional<FailureLimit.Count> failures = policy.failureLimit().map(FailureLimit.Count::new);
    boolean tooMany = false;
    for (long n = 1; n <= count && inTime && !tooMany; n++) {
      start = plus(start, delay);
      rows.add(new Row(n, delay, start));
      long failed = start.toNanos();
      tooMany = failures.filter(limit -> limit.add(failed)).isPresent();
      delay = delays.next();
      inTime = isWithin(policy.maxElapsed(), plus(start, delay));
    }
    boolean complete = !inTime || tooMany || policy.maxAttempts().orElse(Long.MAX_VALUE) <= count;
    return new PlanView(rows, seed, policy.maxAttempts(), complete);
  }

  private static boolean isWithin(Optional<Duration> limit, Duration start) {
    return limit.isEmpty() || start.compareTo(limit.get()) < 0;
  }

  private static Duration plus(Duration a, Duration b) {
    return a.compareTo(Durations.MAX.minus(b)) > 0 ? Durations.MAX : a.plus(b);
  }

  /** Columns of text with a heading. */
  public String table() {
    StringBuilder text = new StringBuilder(line("attempt", "delay", "starts at"));
    for (Row row : rows) {
      text.append(line(row.number(), Durations.format(row.delay()), Durations.format(row.start())));
    }
    return text.append(rest()).toString();
  }

  private static String line(Object attempt, String delay, String start) {
    return String.format(Locale.ROOT, "%7s  %8s  %9s%n", attempt, delay, start);
  }

  /**
   * A bar for each delay, the longest one as long as the terminal allows.
   *
   * @param columns the terminal's width, 0 for unknown
   */
  public String chart(int columns) {
    int width = columns <= 0 ? DEFAULT_COLUMNS : columns;
    int delays = delayWidth();
    int bar = Math.max(MIN_BAR, width - "attempt  ".length() - delays - "  ".length() - 1);
    double longest =
        rows.stream().mapToDouble(row -> Durations.seconds(row.delay())).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      double share = longest == 0 ? 0 : Durations.seconds(row.delay()) / longest;
      text.append(
              String.format(
                      Locale.ROOT,
                      "%7s  %" + delays + "s  %s",
                      row.number(),
                      Durations.format(row.delay()),
                      bar(share * bar))
                  .stripTrailing())
          .append(System.lineSeparator());
    }
    return text.append(rest()).toString();
  }

  /** The width of the longest delay, which can be centuries. */
  private int delayWidth() {
    return rows.stream()
        .mapToInt(row -> Durations.format(row.delay()).length())
        .reduce(DELAY_WIDTH, Math::max);
  }

  /** Whole blocks and one of the eighths (U+2588 … U+258F). */
  private static String bar(double length) {
    int eighths = (int) Math.round(length * 8);
    String rest = eighths % 8 == 0 ? "" : Character.toString(0x2590 - eighths % 8);
    return "█".repeat(eighths / 8) + rest;
  }

  private String rest() {
    if (complete) {
      return "";
    }
    String more =
        maxAttempts.isPresent()
            ? maxAttempts.getAsLong() - rows.size() + " more"
            : "and so on, without end";
    return "    ...  " + more + System.lineSeparator();
  }

  /** One JSON object. */
  public String json() {
    return Json.pretty(json -> {
      json.writeNumberProperty("seed", seed);
      if (maxAttempts.isPresent()) {
        json.writeNumberProperty("max_attempts", maxAttempts.getAsLong());
      } else {
        json.writeNullProperty("max_attempts");
      }
      json.writeBooleanProperty("complete", complete);
      json.writeArrayPropertyStart("attempts");
      for (Row row : rows) {
        json.writeStartObject();
        json.writeNumberProperty("number", row.number());
        Json.duration(json, "delay", row.delay());
        Json.duration(json, "starts_at", row.start());
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }
}
