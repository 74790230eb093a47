package dev.resil.breaker.view;

import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.BreakerState;
import dev.resil.breaker.Change;
import dev.resil.breaker.LastFailure;
import dev.resil.breaker.Phase;
import dev.resil.breaker.Quorum;
import dev.resil.breaker.RecoveryBackoff;
import dev.resil.breaker.Statistics;
import dev.resil.breaker.Threshold;
import dev.resil.breaker.Window;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import dev.resil.text.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Breakers as tables for people. */
public final class StatusTable {
  private static final String NONE = "-";
  private static final List<String> HEADING =
      List.of("NAME", "STATE", "NEXT PROBE", "CALLS", "FAILED", "REJECTED", "LAST FAILURE");
  private static final Set<Integer> NUMBERS = Set.of(3, 4, 5);

  /** Name, state and the next probe. */
  private static final int ALWAYS_SHOWN = 3;

  private StatusTable() {}

  /**
   * One line per breaker. If the terminal is too narrow, the last columns are left out; {@link
   * #details} has them.
   *
   * @param columns the terminal's width, 0 for unknown
   */
  public static String list(List<BreakerView> views, int columns) {
    TextTable table = new TextTable(HEADING, NUMBERS);
    views.forEach(view -> table.add(row(view)));
    return table.fitting(columns, ALWAYS_SHOWN);
  }

  private static List<String> row(BreakerView view) {
    Statistics statistics = view.state().statistics();
    return List.of(
        Printable.of(view.name().value()),
        view.state().phase().kind().name(),
        nextProbe(view),
        Long.toString(statistics.totalCalls()),
        Long.toString(statistics.failedCalls()),
        Long.toString(statistics.rejectedCalls()),
        lastFailure(view));
  }

  private static String nextProbe(BreakerView view) {
    return switch (view.state().phase()) {
      case Phase.Closed _ -> NONE;
      case Phase.Open _ -> view.nextProbe().map(Durations::format).orElse("when reset");
      case Phase.HalfOpen _ ->
          view.permitted() ? "now" : view.nextProbe().map(Durations::format).orElse(NONE);
    };
  }

  private static String lastFailure(BreakerView view) {
    return lastFailure(view.state(), view.now()).orElse(NONE);
  }

  static Optional<String> lastFailure(BreakerState state, Instant now) {
    return state.lastFailure().map(failure -> outcome(failure) + ago(failure.at(), now));
  }

  private static String outcome(LastFailure failure) {
    return failure.outcome().isEmpty() ? "" : Printable.of(failure.outcome()) + ", ";
  }

  static String ago(Instant at, Instant now) {
    return at.isAfter(now) ? "now" : Durations.format(Duration.between(at, now)) + " ago";
  }

  /** All details of one breaker. */
  public static String details(BreakerView view) {
    StringBuilder text = new StringBuilder();
    text.append(Printable.of(view.name().value())).append(": ").append(headline(view));
    add(text, "since", view.since().map(since -> time(since, view.now())).orElse(NONE));
    add(text, "opens", opens(view.policy()));
    add(text, "recovers", recovers(view.policy()));
    add(text, "now", standing(view));
    Statistics statistics = view.state().statistics();
    add(
        text,
        "calls",
        "%d: %d successful, %d failed, %d slow; %d rejected"
            .formatted(
                statistics.totalCalls(),
                statistics.successfulCalls(),
                statistics.failedCalls(),
                statistics.slowCalls(),
                statistics.rejectedCalls()));
    HostRows.of(view).forEach(row -> add(text, row.key(), row.value()));
    add(text, "last failure", lastFailure(view));
    add(text, "state changes", Long.toString(statistics.stateChanges()));
    for (Change change : view.state().history()) {
      add(text, "", change(change));
    }
    return text.append(System.lineSeparator()).toString();
  }

  private static void add(StringBuilder text, String key, String value) {
    text.append(System.lineSeparator())
        .append(String.format(Locale.ROOT, "  %-13s  %s", key, value).stripTrailing());
  }

  private static String headline(BreakerView view) {
    String state = view.state().phase().kind().name();
    return switch (view.state().phase()) {
      case Phase.Closed _ -> state;
      case Phase.Open _ ->
          state
              + (view.isForced() ? ", forced" : "")
              + view.nextProbe()
                  .map(next -> ", next probe in " + Durations.format(next))
                  .orElse(", until reset");
      case Phase.HalfOpen _ ->
          state + (view.permitted() ? ", a probe is permitted" : ", all probes are under way");
    };
  }

  private static String opens(BreakerPolicy policy) {
    String when =
        switch (policy.threshold()) {
          case Threshold.Consecutive(int failures) ->
              "after %d failures in a row".formatted(failures);
          case Threshold.Rate(Threshold.Span span, double percent, int minimum) ->
              "when %s %% of %s failed, with at least %d"
                  .formatted(number(percent), calls(span), minimum);
        };
    String where =
        switch (policy.quorum().orElse(null)) {
          case null -> "";
          case Quorum.Hosts(int hosts) -> ", if %d hosts see failures".formatted(hosts);
          case Quorum.Share(double percent) ->
              ", if %s %% of the hosts see failures".formatted(number(percent));
        };
    return when
        + where
        + policy
            .slow()
            .map(slow ->
                (slow.percent().isPresent()
                    ? "; or when "
                        + number(slow.percent().getAsDouble())
                        + " % took longer than "
                        + Durations.format(slow.longerThan())
                    : "; a call longer than "
                        + Durations.format(slow.longerThan())
                        + " counts as failed"))
            .orElse("");
  }

  private static String calls(Threshold.Span span) {
    return switch (span) {
      case Threshold.LastCalls(int calls) -> "the last %d calls".formatted(calls);
      case Threshold.LastTime last -> "the calls of the last " + Durations.format(last.time());
    };
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static String recovers(BreakerPolicy policy) {
    return "after %s%s, %s at a time, closes after %s"
        .formatted(
            Durations.format(policy.recoveryTimeout()),
            policy.recoveryBackoff().map(StatusTable::growth).orElse(""),
            count(policy.halfOpenMaxCalls(), "probe"),
            count(policy.successThreshold(), "success"));
  }

  private static String growth(RecoveryBackoff backoff) {
    boolean limited = backoff.max().compareTo(BreakerPolicy.LONGEST) < 0;
    return ", times %s at each reopening".formatted(number(backoff.factor()))
        + (limited ? " up to " + Durations.format(backoff.max()) : "");
  }

  static String count(long number, String noun) {
    String plural = noun.endsWith("s") ? noun + "es" : noun + "s";
    return number + " " + (number == 1 ? noun : plural);
  }

  private static String standing(BreakerView view) {
    return switch (view.state().phase()) {
      case Phase.Closed(int inARow, Window window) -> {
        Window.Tally tally = window.tally();
        yield window == Window.Unused.INSTANCE
            ? count(inARow, "failure") + " in a row"
            : "%s in the window: %d failed, %d slow"
                .formatted(count(tally.calls(), "call"), tally.failures(), tally.slow());
      }
      case Phase.Open open ->
          "calls are rejected"
              + (open.reopenings() == 0
                  ? ""
                  : ", reopened %s%s"
                      .formatted(
                          times(open.reopenings()),
                          open.length(view.policy())
                              .map(length -> ", this time for " + Durations.format(length))
                              .orElse("")));
      case Phase.HalfOpen half ->
          count(half.leases().size(), "probe")
              + " under way, "
              + count(half.successes(), "success")
              + (half.reopenings() == 0 ? "" : "; reopened " + times(half.reopenings()));
    };
  }

  private static String times(int number) {
    return number == 1 ? "once" : number + " times";
  }

  private static String time(Instant at, Instant now) {
    return at.truncatedTo(ChronoUnit.SECONDS) + ", " + ago(at, now);
  }

  private static String change(Change change) {
    return "%s  %s -> %s  %s"
        .formatted(
            change.at().truncatedTo(ChronoUnit.SECONDS),
            change.from(),
            change.to(),
            change.cause().name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }
}
