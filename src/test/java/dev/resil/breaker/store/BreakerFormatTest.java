package dev.resil.breaker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.resil.breaker.Breaker;
import dev.resil.breaker.BreakerEvent;
import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.BreakerState;
import dev.resil.breaker.Decision;
import dev.resil.breaker.Permit;
import dev.resil.breaker.Phase;
import dev.resil.breaker.Quorum;
import dev.resil.breaker.RecoveryBackoff;
import dev.resil.breaker.Slow;
import dev.resil.breaker.SlowCalls;
import dev.resil.breaker.Threshold;
import dev.resil.breaker.Transition;
import dev.resil.breaker.Verdict;
import dev.resil.breaker.view.BreakerView;
import dev.resil.breaker.view.StatusJson;
import dev.resil.report.JsonSchemas;
import dev.resil.state.Holders;
import dev.resil.state.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakerFormatTest {
  private static final BreakerFormat FORMAT = new BreakerFormat();
  private static final JsonSchemas STATE = JsonSchemas.named("breaker-state.schema.json");
  private static final JsonSchemas STATUS = JsonSchemas.named("breaker-status.schema.json");
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123456789Z");
  private static final List<BreakerPolicy> POLICIES =
      List.of(
          BreakerPolicy.DEFAULT,
          policy(new Threshold.Consecutive(2), Optional.of(Slow.asFailures(Duration.ofMillis(1)))),
          policy(
              new Threshold.Rate(new Threshold.LastCalls(5), 33.3, 3),
              Optional.of(Slow.atRate(Duration.ofMillis(1), 50))),
          policy(
              new Threshold.Rate(new Threshold.LastTime(Duration.ofMinutes(1)), 50, 3),
              Optional.empty()),
          quorate(new Threshold.Consecutive(2), new Quorum.Hosts(2)),
          quorate(new Threshold.Rate(new Threshold.LastCalls(5), 33.3, 3), new Quorum.Share(40)),
          quorate(
              new Threshold.Rate(new Threshold.LastTime(Duration.ofMinutes(1)), 50, 3),
              new Quorum.Hosts(3)));

  @Property(tries = 500)
  void shouldReadItsOutputAndMatchItsSchemas(@ForAll("records") BreakerRecord record)
      throws UnreadableRecordException {
    byte[] bytes = FORMAT.encode(record);
    assertThat(FORMAT.decode(bytes)).isEqualTo(record);
    STATE.check(new String(bytes, StandardCharsets.UTF_8));
    var view = BreakerView.of(record, NOW.plusSeconds(10), new Everybody());
    STATUS.check(StatusJson.of(List.of(view), List.of("a")));
  }

  @Test
  void shouldDescribeEveryKey() {
    STATE.assertThatEveryKeyIsDescribedInSnakeCase();
    STATUS.assertThatEveryKeyIsDescribedInSnakeCase();
  }

  @Property(tries = 500)
  void shouldRefuseAnIncompleteRecord(
      @ForAll("records") BreakerRecord record, @ForAll double where) {
    byte[] bytes = FORMAT.encode(record);
    int end = (int) (Math.abs(where % 1) * (bytes.length - 2));
    String part = new String(bytes, 0, end, StandardCharsets.UTF_8);
    assertThat(decodingFails(part).isNewer()).isFalse();
  }

  @Test
  void shouldLeaveARecordOfANewerResilAlone() {
    String newer = fresh().replace("\"version\" : 1", "\"version\" : 2");
    UnreadableRecordException e = decodingFails(newer);
    assertThat(e.isNewer()).isTrue();
    assertThat(e).hasMessage("written by a newer resil (version 2, this resil reads up to 1)");
  }

  @Test
  void shouldReadAFileWithUnknownKeys() throws UnreadableRecordException {
    String later = fresh().replace("\"generation\"", "\"added\" : {\"a\" : [1]}, \"generation\"");
    assertThat(FORMAT.decode(later.getBytes(StandardCharsets.UTF_8)).state())
        .isEqualTo(BreakerState.FRESH);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"version\" : 1', '\"version\" : 0', version: is not a known version",
    "'\"kind\" : \"breaker\"', '\"kind\" : \"note\"', kind: is not breaker",
    "'\"name\" : \"api\"', '\"name\" : \"\"', a breaker's name must not be empty",
    "'\"state\" : \"CLOSED\"', '\"state\" : \"AJAR\"', state: is not a known value",
    "'\"state\" : \"CLOSED\"', '\"state\" : \"OPEN\"', open: is missing",
    "'\"total_calls\" : 0', '\"total_calls\" : -1', total_calls: is not a count",
    "'\"total_calls\" : 0', '\"total_calls\" : 0.5', total_calls: is not a count",
    "'\"failure_threshold\" : 5', '\"failure_threshold\" : 0', failure_threshold 0: must be at"
        + " least 1",
    "'\"recovery_timeout\" : 30.0', '\"recovery_timeout\" : \"30s\"', policy.recovery_timeout: is"
        + " not a number",
  })
  void shouldNameTheFaultOfARecord(String part, String other, String message) {
    assertThat(fresh()).contains(part);
    assertThat(decodingFails(fresh().replace(part, other))).hasMessage(message);
  }

  /** Records of versions without --recovery-backoff. */
  @ParameterizedTest
  @CsvSource({
    "OPEN, '\"open\" : {\"since\" : \"2026-11-23T12:00:00Z\", \"forced\" : false}'",
    "HALF_OPEN, '\"half_open\" : {\"successes\" : 1, \"granted\" : 3, \"leases\" : []}'",
  })
  void shouldCarryOnAnEarlierRecord(Phase.Kind kind, String part) throws UnreadableRecordException {
    BreakerRecord record = FORMAT.decode(bytes(earlier(kind, part)));
    var policy =
        new BreakerPolicy(
            new Threshold.Consecutive(1),
            Optional.empty(),
            Duration.ofSeconds(10),
            1,
            2,
            Optional.empty(),
            Optional.of(new RecoveryBackoff(2, Duration.ofHours(1))));
    Instant later = NOW.plusSeconds(60);
    var failure =
        new BreakerEvent.Report(Optional.empty(), Verdict.FAILURE, Duration.ZERO, "exit:1");
    BreakerState reopened = Breaker.apply(record.state(), failure, later, policy).state();
    assertThat(reopened.phase())
        .isInstanceOfSatisfying(
            Phase.Open.class,
            open -> {
              assertThat(open.reopenings()).isEqualTo(1);
              assertThat(open.length(policy).orElseThrow())
                  .isBetween(Duration.ofSeconds(18), Duration.ofSeconds(20));
            });
  }

  @Test
  void shouldNameTheFaultOfAReopening() {
    String open =
        "\"open\" : {\"since\" : \"2026-11-23T12:00:00Z\", \"forced\" : false, \"reopenings\" : 2,"
            + " \"jitter\" : 1.5}";
    assertThat(decodingFails(earlier(Phase.Kind.OPEN, open)))
        .hasMessage("jitter 1.5: must be between 0 and 1");
    String unlimited =
        fresh()
            .replace(
                "\"recovery_timeout\" : 30.0",
                "\"recovery_timeout\" : 30.0, \"max_recovery_timeout\" : 60,"
                    + " \"recovery_backoff\" : 1e999");
    assertThat(decodingFails(unlimited))
        .hasMessage("recovery_backoff Infinity: must be a number of 1 or more");
  }

  private static String earlier(Phase.Kind kind, String part) {
    return fresh()
        .replace("\"state\" : \"CLOSED\"", "\"state\" : \"%s\", %s".formatted(kind, part));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String fresh() {
    var record =
        new BreakerRecord(new BreakerName("api"), BreakerPolicy.DEFAULT, BreakerState.FRESH);
    return new String(FORMAT.encode(record), StandardCharsets.UTF_8);
  }

  private static UnreadableRecordException decodingFails(String text) {
    return catchThrowableOfType(
        UnreadableRecordException.class,
        () -> FORMAT.decode(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Provide
  Arbitrary<BreakerRecord> records() {
    return Arbitraries.integers()
        .between(0, 999)
        .list()
        .ofMaxSize(80)
        .map(BreakerFormatTest::after);
  }

  /** A breaker after random events, one for each number. */
  private static BreakerRecord after(List<Integer> events) {
    BreakerPolicy policy = POLICIES.get(events.size() % POLICIES.size());
    BreakerState state = BreakerState.FRESH;
    List<Permit> underWay = new ArrayList<>();
    Instant now = NOW.minusSeconds(3600);
    for (int number : events) {
      now = now.plusMillis(number * 20L);
      Transition transition =
          Breaker.apply(state, event(number, underWay).on("host-" + number % 4), now, policy);
      state = transition.state();
      if (transition.decision() instanceof Decision.Permitted(Permit permit)) {
        underWay.add(permit);
      }
    }
    return new BreakerRecord(new BreakerName("näme " + events.size()), policy, state);
  }

  private static BreakerEvent event(int number, List<Permit> underWay) {
    return switch (number % 10) {
      case 0 ->
          number % 50 == 0
              ? new BreakerEvent.ForceOpen(
                  number % 100 == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(number)))
              : new BreakerEvent.Expire();
      case 1, 2, 3, 4 -> new BreakerEvent.Ask("1:2:3:4:host", Duration.ofMillis(number), _ -> true);
      default ->
          new BreakerEvent.Report(
              underWay.isEmpty() ? Optional.empty() : Optional.of(underWay.removeFirst()),
              number % 3 == 0 ? Verdict.SUCCESS : Verdict.FAILURE,
              Duration.ofMillis(number % 7),
              "exit:" + number);
    };
  }

  @Test
  void shouldCoverEveryState() {
    // coverage of the properties above
    Arbitrary<BreakerRecord> records = records();
    for (Phase.Kind kind : Phase.Kind.values()) {
      assertThat(records.sampleStream().limit(500))
          .anyMatch(record -> record.state().phase().kind() == kind);
    }
  }

  private static BreakerPolicy policy(Threshold threshold, Optional<SlowCalls> slow) {
    return new BreakerPolicy(threshold, slow, Duration.ofMillis(5500), 2, 2);
  }

  private static BreakerPolicy quorate(Threshold threshold, Quorum quorum) {
    return new BreakerPolicy(
        threshold,
        Optional.empty(),
        Duration.ofMillis(5500),
        2,
        2,
        Optional.of(quorum),
        Optional.of(new RecoveryBackoff(1.5, Duration.ofSeconds(9))));
  }

  private static final class Everybody implements Holders {
    @Override
    public String self() {
      return "self";
    }

    @Override
    public String host() {
      return "localhost";
    }

    @Override
    public boolean isAlive(String holder) {
      return true;
    }
  }
}
