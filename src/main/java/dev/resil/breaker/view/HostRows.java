package dev.resil.breaker.view;

import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.HostBreaker;
import dev.resil.breaker.Phase;
import dev.resil.breaker.Statistics;
import dev.resil.breaker.Votes;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The hosts of a breaker with a quorum, as rows of a table. */
final class HostRows {
  private HostRows() {}

  /**
   * A row of the table.
   *
   * @param key its heading; empty: continues the row before
   */
  record Row(String key, String value) {}

  static List<Row> of(BreakerView view) {
    Optional<Votes> votes = Votes.of(view.state(), view.now(), view.policy());
    if (votes.isEmpty()) {
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            "hosts",
            "%d of %d failing, %d needed to open for all"
                .formatted(votes.get().failing(), votes.get().seen(), votes.get().needed())));
    for (HostBreaker host : view.hosts()) {
      rows.add(new Row("", row(host, view.now(), view.policy())));
    }
    return rows;
  }

  private static String row(HostBreaker host, Instant now, BreakerPolicy policy) {
    Statistics statistics = host.own().statistics();
    return "%s: %s; %s, %d failed, last %s%s"
        .formatted(
            Printable.of(host.host()),
            standing(host, now, policy),
            StatusTable.count(statistics.totalCalls(), "call"),
            statistics.failedCalls(),
            StatusTable.ago(host.lastCall(), now),
            StatusTable.lastFailure(host.own(), now)
                .map(failure -> "; failure: " + failure)
                .orElse(""));
  }

  private static String standing(HostBreaker host, Instant now, BreakerPolicy policy) {
    return switch (host.own().phase()) {
      case Phase.Closed _ -> host.seesFailure(now, policy) ? "failing" : "healthy";
      case Phase.HalfOpen _ -> "HALF_OPEN";
      case Phase.Open open ->
          "OPEN"
              + open.remaining(now, policy)
                  .map(left -> ", next probe in " + Durations.format(left))
                  .orElse("");
    };
  }
}
