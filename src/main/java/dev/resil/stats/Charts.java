package dev.resil.stats;

import dev.resil.breaker.Change;
import dev.resil.breaker.view.BreakerView;
import dev.resil.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The charts of the page. */
final class Charts {
  private static final int WIDTH = 840;
  private static final int LEFT = 44;
  private static final int PLOT = WIDTH - LEFT;
  private static final int HEIGHT = 110;
  private static final int TOP = 12;
  private static final int DAY = 24;

  /** The number of outcomes in a chart. */
  private static final int OUTCOMES = 10;

  private static final int OUTCOME_LEFT = 190;
  private static final int ROW = 22;

  private Charts() {}

  /** Attempts per hour, over a day or, if there are older ones, a week. */
  static String attempts(Summary summary) {
    TreeMap<Long, Summary.Hour> hours = new TreeMap<>();
    summary.hours().forEach(hour -> hours.put(Fields.hour(hour.start()), hour));
    long last = Fields.hour(summary.now());
    int shown = hours.isEmpty() || hours.firstKey() > last - DAY ? DAY : Fields.HOURS;
    long first = last - shown + 1;
    long most = hours.values().stream().mapToLong(Summary.Hour::attempts).max().orElse(1);
    double step = (double) PLOT / shown;
    StringBuilder content = new StringBuilder(frame(most));
    hours
        .tailMap(first)
        .forEach((hour, counts) -> {
          double x = LEFT + (hour - first) * step;
          double failed = (double) HEIGHT * counts.failed() / most;
          double all = (double) HEIGHT * counts.attempts() / most;
          String title =
              "%s: %d attempts, %d failed"
                  .formatted(minute(counts.start()), counts.attempts(), counts.failed());
          double width = Math.max(1, step - 1);
          content.append(Markup.bar("good", x, TOP + HEIGHT - all, width, all - failed, title));
          content.append(Markup.bar("bad", x, TOP + HEIGHT - failed, width, failed, title));
        });
    return Markup.svg(
        WIDTH,
        TOP + HEIGHT + 20,
        "attempts per hour, at most %d".formatted(most),
        content + hourLabels(first, shown, step));
  }

  private static String frame(long most) {
    return Markup.bar("axis", LEFT, TOP + HEIGHT, PLOT, 1, "")
        + Markup.label(LEFT - 6, TOP + 8, "end", Long.toString(most))
        + Markup.label(LEFT - 6, TOP + HEIGHT, "end", "0");
  }

  private static String hourLabels(long first, int shown, double step) {
    StringBuilder labels = new StringBuilder();
    int every = shown == DAY ? 6 : DAY;
    for (long hour = first; hour < first + shown; hour++) {
      if (hour % every == 0) {
        Instant start = Instant.ofEpochSecond(hour * 3600);
        String text = shown == DAY ? minute(start).substring(11) : minute(start).substring(5, 10);
        labels.append(Markup.label(LEFT + (hour - first) * step, TOP + HEIGHT + 16, "start", text));
      }
    }
    return labels.toString();
  }

  private static String minute(Instant time) {
    return time.truncatedTo(ChronoUnit.MINUTES).toString().substring(0, 16).replace('T', ' ');
  }

  /** Attempts by outcome. */
  static String outcomes(Summary summary) {
    List<Summary.Share> all = summary.outcomes();
    List<Summary.Share> shown = new ArrayList<>(all.subList(0, Math.min(OUTCOMES, all.size())));
    long others = all.stream().skip(OUTCOMES).mapToLong(Summary.Share::count).sum();
    if (others > 0) {
      shown.add(new Summary.Share("other", others));
    }
    long most = shown.stream().mapToLong(Summary.Share::count).max().orElse(1);
    double room = WIDTH - OUTCOME_LEFT - 80;
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < shown.size(); i++) {
      Summary.Share share = shown.get(i);
      double width = Math.max(1, room * share.count() / most);
      double y = i * ROW;
      String what = share.what() + ": " + share.count();
      content
          .append(Markup.label(OUTCOME_LEFT - 8, y + 14, "end", share.what()))
          .append(Markup.bar("plain", OUTCOME_LEFT, y + 2, width, ROW - 6, what))
          .append(
              Markup.label(
                  OUTCOME_LEFT + width + 6, y + 14, "start", Long.toString(share.count())));
    }
    return Markup.svg(WIDTH, Math.max(1, shown.size()) * ROW, "outcomes", content.toString());
  }

  /** A histogram of durations, each limit about twice the previous one. */
  static String times(RunDurations times) {
    List<Duration> limits = limits(times);
    List<Long> counts = new ArrayList<>();
    long below = 0;
    for (Duration limit : limits) {
      long atMost = times.atMost(limit);
      counts.add(atMost - below);
      below = atMost;
    }
    long most = counts.stream().mapToLong(Long::longValue).max().orElse(1);
    double step = Math.min(70, (double) PLOT / Math.max(1, limits.size()));
    StringBuilder content = new StringBuilder(frame(most));
    for (int i = 0; i < limits.size(); i++) {
      double height = (double) HEIGHT * counts.get(i) / Math.max(1, most);
      double x = LEFT + i * step;
      String limit = Durations.format(limits.get(i));
      String title =
          "%d took at most %s, and longer than the previous limit".formatted(counts.get(i), limit);
      content
          .append(Markup.bar("plain", x, TOP + HEIGHT - height, step - 2, height, title))
          .append(
              // labels need room
              step < 50 && i % 2 == 1
                  ? ""
                  : Markup.label(x + step / 2, TOP + HEIGHT + 16, "middle", "≤" + limit));
    }
    return Markup.svg(WIDTH, TOP + HEIGHT + 20, "durations", content.toString());
  }

  /** 1, 2, 5, 10, and so on, from the shortest duration to the longest. */
  private static List<Duration> limits(RunDurations times) {
    List<Duration> limits = new ArrayList<>();
    int[] steps = {1, 2, 5};
    long decade = 100;
    long covered = 0;
    for (int i = 0; covered < times.count(); i++) {
      long micros = decade * steps[i % 3];
      decade = i % 3 == 2 ? decade * 10 : decade;
      Duration limit = Duration.ofNanos(micros * 1000);
      covered = times.atMost(limit);
      if (covered > 0) {
        limits.add(limit);
      }
    }
    return limits;
  }

  /** The states of a breaker over its recorded history; a stricter state is drawn higher. */
  static String states(BreakerView breaker) {
    List<Change> changes = breaker.state().history();
    Instant now = breaker.now();
    Instant oldest = changes.isEmpty() ? now : changes.getFirst().at();
    Duration past = Duration.between(oldest, now);
    // part of the time before the oldest change
    Instant first = oldest.minus(past.dividedBy(10).plusSeconds(1));
    double scale = (double) PLOT / Math.max(1, Duration.between(first, now).toMillis());
    StringBuilder content = new StringBuilder();
    Instant from = first;
    String state =
        (changes.isEmpty() ? breaker.state().phase().kind() : changes.getFirst().from()).name();
    for (Change change : changes) {
      content.append(segment(state, from, change.at(), first, scale));
      from = change.at();
      state = change.to().name();
    }
    content.append(segment(state, from, now, first, scale));
    content
        .append(Markup.bar("axis", LEFT, 50, PLOT, 1, ""))
        .append(Markup.label(LEFT, 66, "start", minute(first)))
        .append(Markup.label(WIDTH, 66, "end", minute(now)));
    return Markup.svg(WIDTH, 72, "states of breaker " + breaker.name().value(), content.toString());
  }

  private static String segment(
      String state, Instant from, Instant to, Instant first, double scale) {
    int height =
        switch (state) {
          case "OPEN" -> 50;
          case "HALF_OPEN" -> 32;
          default -> 14;
        };
    double x = LEFT + Math.max(0, Duration.between(first, from).toMillis()) * scale;
    // keeps short segments visible
    double width = Math.max(2, Duration.between(from, to).toMillis() * scale);
    String style = "state-" + state.toLowerCase(Locale.ROOT).replace('_', '-');
    String title =
        "%s from %s for %s"
            .formatted(
                state,
                from.truncatedTo(ChronoUnit.SECONDS),
                Durations.format(to.isAfter(from) ? Duration.between(from, to) : Duration.ZERO));
    return Markup.bar(
        style, Math.min(x, WIDTH - width), 50 - height, Math.min(width, PLOT), height, title);
  }
}
