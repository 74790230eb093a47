package dev.resil.breaker.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.breaker.Breaker;
import dev.resil.breaker.BreakerEvent;
import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.BreakerState;
import dev.resil.breaker.Quorum;
import dev.resil.breaker.Slow;
import dev.resil.breaker.Threshold;
import dev.resil.breaker.Verdict;
import dev.resil.breaker.store.BreakerFormat;
import dev.resil.breaker.store.BreakerRecord;
import dev.resil.breaker.store.StoredBreaker;
import dev.resil.state.Listing;
import dev.resil.state.MemoryStateStore;
import dev.resil.state.StateException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusTableTest {
  private Instant now = Instant.parse("2026-11-23T12:00:00.5Z");
  private MemoryStateStore store;

  @BeforeEach
  void setUp() {
    store =
        new MemoryStateStore(
            new Clock() {
              @Override
              public Instant instant() {
                return now;
              }

              @Override
              public ZoneId getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(ZoneId zone) {
                return this;
              }
            });
  }

  @Test
  void shouldListEachInALine() throws StateException {
    record("quiet", BreakerPolicy.DEFAULT, Verdict.SUCCESS, 1000);
    record("down\u202e", BreakerPolicy.DEFAULT, Verdict.FAILURE, 5);
    breaker("held", BreakerPolicy.DEFAULT).forceOpen(Optional.empty());
    now = now.plusSeconds(20);
    assertThat(StatusTable.list(views(), 0))
        .isEqualTo(
            """
            NAME        STATE   NEXT PROBE  CALLS  FAILED  REJECTED  LAST FAILURE
            down\\u202e  OPEN    10s             5       5         0  exit:7, 20s ago
            held        OPEN    when reset      0       0         0  -
            quiet       CLOSED  -            1000       0         0  -
            """);
  }

  @Test
  void shouldLeaveOutTheLastColumnsOfANarrowTerminal() throws StateException {
    record("quiet", BreakerPolicy.DEFAULT, Verdict.SUCCESS, 1);
    assertThat(StatusTable.list(views(), 46).lines())
        .containsExactly(
            "NAME   STATE   NEXT PROBE  CALLS  FAILED", "quiet  CLOSED  -               1       0");
    assertThat(StatusTable.list(views(), 40))
        .startsWith("NAME   STATE   NEXT PROBE  CALLS  FAILED");
    assertThat(StatusTable.list(views(), 39).lines())
        .containsExactly("NAME   STATE   NEXT PROBE  CALLS", "quiet  CLOSED  -               1");
    assertThat(StatusTable.list(views(), 5)).startsWith("NAME   STATE   NEXT PROBE\n");
  }

  @Test
  void shouldListNothingUnderItsHeading() {
    assertThat(StatusTable.list(List.of(), 0)).startsWith("NAME").hasLineCount(1);
  }

  @Test
  void shouldShowAllDetailsOfOneBreaker() throws StateException {
    record("api", BreakerPolicy.DEFAULT, Verdict.FAILURE, 5);
    now = now.plusSeconds(29);
    breaker("api", BreakerPolicy.DEFAULT).ask(Duration.ZERO);
    now = now.plusSeconds(1);
    assertThat(StatusTable.details(views().getFirst()))
        .isEqualTo(
            """
            api: HALF_OPEN, a probe is permitted
              since          2026-11-23T12:00:30Z, 0s ago
              opens          after 5 failures in a row
              recovers       after 30s, 3 probes at a time, closes after 2 successes
              now            0 probes under way, 0 successes
              calls          5: 0 successful, 5 failed, 0 slow; 1 rejected
              last failure   exit:7, 30s ago
              state changes  2
                             2026-11-23T12:00:00Z  CLOSED -> OPEN  threshold reached
                             2026-11-23T12:00:30Z  OPEN -> HALF_OPEN  time over
            """);
  }

  @Test
  void shouldShowWindowsAndSlowCalls() throws StateException {
    BreakerPolicy policy =
        new BreakerPolicy(
            new Threshold.Rate(new Threshold.LastTime(Duration.ofMinutes(5)), 33.3, 4),
            Optional.of(Slow.atRate(Duration.ofSeconds(2), 50)),
            Duration.ofSeconds(30),
            1,
            1);
    record("api", policy, Verdict.FAILURE, 1);
    assertThat(StatusTable.details(views().getFirst()))
        .contains(
            "when 33.3 % of the calls of the last 5m failed, with at least 4; or when 50 % took"
                + " longer than 2s")
        .contains("1 call in the window: 1 failed, 0 slow")
        .contains("after 30s, 1 probe at a time, closes after 1 success\n");
  }

  @Test
  void shouldShowTheStateOfEachHost() {
    BreakerPolicy policy =
        new BreakerPolicy(
            new Threshold.Consecutive(2),
            Optional.empty(),
            Duration.ofSeconds(30),
            1,
            1,
            Optional.of(new Quorum.Hosts(2)),
            Optional.empty());
    BreakerState state = BreakerState.FRESH;
    for (String host : List.of("ci-7", "ci-12", "ci-7")) {
      Verdict verdict = host.equals("ci-7") ? Verdict.FAILURE : Verdict.SUCCESS;
      state =
          Breaker.apply(
                  state,
                  new BreakerEvent.Report(Optional.empty(), verdict, Duration.ZERO, "exit:7", host),
                  now,
                  policy)
              .state();
      now = now.plusSeconds(1);
    }
    var record = new BreakerRecord(new BreakerName("api"), policy, state);
    var view = BreakerView.of(record, now, store.list(new BreakerFormat()).holders());
    assertThat(StatusTable.details(view))
        .contains(
            "  opens          after 2 failures in a row, if 2 hosts see failures\n",
            """
              hosts          1 of 2 failing, 2 needed to open for all
                             ci-12: healthy; 1 call, 0 failed, last 2s ago
                             ci-7: OPEN, next probe in 29s; 2 calls, 2 failed, last 1s ago; failure: exit:7, 1s ago
            """);
  }

  private void record(String name, BreakerPolicy policy, Verdict verdict, int times)
      throws StateException {
    for (int i = 0; i < times; i++) {
      breaker(name, policy)
          .report(new BreakerEvent.Report(Optional.empty(), verdict, Duration.ZERO, "exit:7"));
    }
  }

  private StoredBreaker breaker(String name, BreakerPolicy policy) {
    return new StoredBreaker(store, new BreakerName(name), Optional.of(policy));
  }

  private List<BreakerView> views() {
    Listing<BreakerRecord> listing = store.list(new BreakerFormat());
    return listing.records().stream()
        .map(record -> BreakerView.of(record, listing.now(), listing.holders()))
        .toList();
  }
}
