package dev.resil.limit.view;

import dev.resil.limit.Budget;
import dev.resil.limit.Hold;
import dev.resil.limit.Kind;
import dev.resil.limit.Ledger;
import dev.resil.limit.LimitState;
import dev.resil.limit.Owner;
import dev.resil.limit.Rate;
import dev.resil.limit.Ticket;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import dev.resil.text.TextTable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Limits as tables for people. */
public final class LimitTable {
  private static final String NONE = "-";

  /** The columns of {@link #list}. */
  public static final List<String> HEADING =
      List.of("NAME", "LOCK", "ATTEMPTS", "RATE", "RETRIES", "WAITING", "GRANTED", "REFUSED");

  private static final Set<Integer> NUMBERS = Set.of(5, 6, 7);

  /** Name, lock and attempts. */
  private static final int ALWAYS_SHOWN = 3;

  private LimitTable() {}

  /**
   * One line per limit. If the terminal is too narrow, the last columns are left out; {@link
   * #details} has them.
   *
   * @param columns the terminal's width, 0 for unknown
   */
  public static String list(List<LimitView> views, int columns) {
    TextTable table = new TextTable(HEADING, NUMBERS);
    views.forEach(view -> table.add(row(view)));
    return table.fitting(columns, ALWAYS_SHOWN);
  }

  /** The cells of a limit. */
  public static List<String> row(LimitView view) {
    LimitState state = view.state();
    return List.of(
        Printable.of(view.name().value()),
        state.holds(Kind.LOCK).isEmpty() ? "free" : "held",
        attempts(state),
        state.bucket().map(bucket -> rate(bucket.rate())).orElse(NONE),
        state.ledger(view.now()).map(ledger -> retries(ledger, view.now())).orElse(NONE),
        Integer.toString(state.queue().size()),
        Long.toString(state.counters().granted()),
        Long.toString(state.counters().refused()));
  }

  private static String attempts(LimitState state) {
    int held = state.holds(Kind.ATTEMPT).size();
    return state.most().isPresent() ? held + " of " + state.most().getAsInt() : NONE;
  }

  private static String retries(Ledger ledger, Instant now) {
    return ledger.retries(now) + " of " + ledger.permitted(now);
  }

  private static String budget(Ledger ledger, Instant now) {
    Budget budget = ledger.budget();
    return "%s within %s (%s%% of %d first attempts, and %d), %d refused"
        .formatted(
            retries(ledger, now),
            Durations.format(budget.per()),
            new BigDecimal(budget.thousandths())
                .movePointLeft(3)
                .stripTrailingZeros()
                .toPlainString(),
            ledger.attempts(now),
            budget.least(),
            ledger.refused());
  }

  private static String rate(Rate rate) {
    String burst = rate.burst() == 1 ? "" : ", burst " + rate.burst();
    return "%d/%s%s".formatted(rate.attempts(), Durations.format(rate.per()), burst);
  }

  /** All details of one limit. */
  public static String details(LimitView view) {
    LimitState state = view.state();
    StringBuilder text = new StringBuilder(Printable.of(view.name().value()));
    add(
        text,
        "lock",
        state.holds(Kind.LOCK).isEmpty()
            ? "free, last number " + state.counters().lastNumber()
            : "held, token " + state.holds(Kind.LOCK).getFirst().number());
    add(text, "attempts", attempts(state));
    add(
        text,
        "rate",
        state
            .bucket(view.now())
            .map(bucket -> rate(bucket.rate()) + room(bucket.until(1)))
            .orElse(NONE));
    add(
        text,
        "retries",
        state.ledger(view.now()).map(ledger -> budget(ledger, view.now())).orElse(NONE));
    for (Hold hold : state.holds()) {
      add(
          text,
          "held by",
          "%s; %s, number %d"
              .formatted(
                  owner(hold.owner(), hold.since(), view.now()),
                  hold.kind() == Kind.LOCK ? "the lock" : "an attempt",
                  hold.number()));
    }
    for (Ticket ticket : state.queue()) {
      add(text, "waiting", owner(ticket.owner(), ticket.since(), view.now()));
    }
    add(
        text,
        "permits",
        "%d granted, %d refused".formatted(state.counters().granted(), state.counters().refused()));
    return text.append(System.lineSeparator()).toString();
  }

  private static String room(Duration until) {
    return until.isZero() ? ", room now" : ", room in " + Durations.format(until);
  }

  private static String owner(Owner owner, Instant since, Instant now) {
    return "%s, process %d on %s, for %s"
        .formatted(
            Printable.of(owner.command()),
            owner.pid(),
            Printable.of(owner.host()),
            Durations.format(Duration.between(since, now)));
  }

  private static void add(StringBuilder text, String key, String value) {
    text.append(System.lineSeparator())
        .append(String.format(Locale.ROOT, "  %-8s  %s", key, value).stripTrailing());
  }
}
