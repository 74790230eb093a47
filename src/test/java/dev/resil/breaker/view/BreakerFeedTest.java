package dev.resil.breaker.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.breaker.BreakerEvent;
import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.Quorum;
import dev.resil.breaker.Threshold;
import dev.resil.breaker.Verdict;
import dev.resil.breaker.store.BreakerFormat;
import dev.resil.breaker.store.BreakerRecord;
import dev.resil.breaker.store.StoredBreaker;
import dev.resil.report.JsonSchemas;
import dev.resil.state.Listing;
import dev.resil.state.MemoryStateStore;
import dev.resil.state.StateException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BreakerFeedTest {
  private static final JsonSchemas SCHEMA = JsonSchemas.named("breaker-change.schema.json");
  private static final BreakerPolicy ONE =
      new BreakerPolicy(
          new Threshold.Consecutive(1), Optional.empty(), Duration.ofSeconds(30), 1, 1);

  private Instant now = Instant.parse("2026-11-24T12:00:00Z");
  private final InstantSource source = () -> now;
  private final MemoryStateStore store = new MemoryStateStore(source.withZone(ZoneOffset.UTC));
  private final BreakerFeed feed = new BreakerFeed();

  private StoredBreaker breaker(BreakerPolicy policy) {
    return new StoredBreaker(store, new BreakerName("api"), Optional.of(policy));
  }

  private void report(BreakerPolicy policy, Verdict verdict) throws StateException {
    breaker(policy)
        .report(new BreakerEvent.Report(Optional.empty(), verdict, Duration.ZERO, "exit:7"));
  }

  private List<String> look() {
    Listing<BreakerRecord> listing = store.list(new BreakerFormat());
    List<BreakerView> views =
        listing.records().stream()
            .map(record -> BreakerView.of(record, now, listing.holders()))
            .toList();
    List<BreakerFeed.Step> steps = feed.look(views, now);
    steps.forEach(step -> SCHEMA.check(FeedText.json(step)));
    return steps.stream().map(FeedText::line).toList();
  }

  @Test
  void shouldReportEachChangeOnce() throws StateException {
    assertThat(look()).isEmpty();
    report(ONE, Verdict.SUCCESS);
    assertThat(look()).containsExactly("2026-11-24T12:00:00Z  api  CLOSED");
    report(ONE, Verdict.FAILURE);
    assertThat(look())
        .containsExactly(
            "2026-11-24T12:00:00Z  api  CLOSED -> OPEN  threshold reached; next probe in 30s");
    assertThat(feed.nextChange()).hasValue(Duration.ofSeconds(30));
    now = now.plusSeconds(29);
    assertThat(look()).isEmpty();
    now = now.plusSeconds(2);
    assertThat(look()).containsExactly("2026-11-24T12:00:30Z  api  OPEN -> HALF_OPEN  time over");
    breaker(ONE).ask(Duration.ofMinutes(1));
    assertThat(look()).as("what time did is stored by now").isEmpty();
    report(ONE, Verdict.FAILURE);
    now = now.plusSeconds(40);
    report(ONE, Verdict.SUCCESS);
    assertThat(look())
        .as("three since the last look")
        .containsExactly(
            "2026-11-24T12:00:31Z  api  HALF_OPEN -> OPEN  probe failed",
            "2026-11-24T12:01:01Z  api  OPEN -> HALF_OPEN  time over",
            "2026-11-24T12:01:11Z  api  HALF_OPEN -> CLOSED  probes succeeded");
    breaker(ONE).forceOpen(Optional.empty());
    assertThat(look()).containsExactly("2026-11-24T12:01:11Z  api  CLOSED -> OPEN  forced open");
    assertThat(feed.nextChange()).isEmpty();
    store.remove(new BreakerFormat(), "api");
    assertThat(look()).containsExactly("2026-11-24T12:01:11Z  api  OPEN -> removed");
    assertThat(look()).isEmpty();
  }

  @Test
  void shouldReportARecreatedBreaker() throws StateException {
    report(ONE, Verdict.FAILURE);
    look();
    store.remove(new BreakerFormat(), "api");
    report(ONE, Verdict.SUCCESS);
    assertThat(look()).containsExactly("2026-11-24T12:00:00Z  api  OPEN -> CLOSED");
  }

  @Test
  void shouldReportMoreChangesThanABreakerKeeps() throws StateException {
    report(ONE, Verdict.SUCCESS);
    look();
    for (int i = 0; i < 15; i++) {
      report(ONE, Verdict.FAILURE);
      now = now.plusSeconds(30);
      report(ONE, Verdict.SUCCESS);
    }
    assertThat(look()).hasSize(20).last().asString().contains("HALF_OPEN -> CLOSED");
    assertThat(look()).isEmpty();
  }

  @Test
  void shouldReportTheHostForWhichItOpened() throws StateException {
    BreakerPolicy quorate =
        new BreakerPolicy(
            new Threshold.Consecutive(1),
            Optional.empty(),
            Duration.ofSeconds(30),
            1,
            1,
            Optional.of(new Quorum.Hosts(2)),
            Optional.empty());
    report(quorate, Verdict.SUCCESS);
    look();
    report(quorate, Verdict.FAILURE);
    assertThat(look())
        .containsExactly(
            "2026-11-24T12:00:00Z  api on localhost  CLOSED -> OPEN  next probe in 30s");
    now = now.plusSeconds(30);
    assertThat(look()).containsExactly("2026-11-24T12:00:30Z  api on localhost  OPEN -> HALF_OPEN");
  }
}
