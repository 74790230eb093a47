package dev.resil.breaker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.breaker.Breaker;
import dev.resil.breaker.BreakerEvent;
import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.BreakerState;
import dev.resil.breaker.Decision;
import dev.resil.breaker.Permit;
import dev.resil.breaker.Quorum;
import dev.resil.breaker.RecoveryBackoff;
import dev.resil.breaker.Threshold;
import dev.resil.breaker.Verdict;
import dev.resil.state.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Facts are applied by whoever reads them, and must mean the same to everybody. */
class FactsTest {
  private static final int SEQUENCES = Integer.getInteger("facts.sequences", 5_000);
  private static final BreakerFormat FORMAT = new BreakerFormat();
  private static final List<Verdict> VERDICTS = List.of(Verdict.values());
  private static final BreakerName NAME = new BreakerName("b");

  /** A fact, as it is stored. */
  private record Stored(BreakerEvent event, Optional<BreakerPolicy> policy, Instant at) {}

  private final Random random = new Random(Long.getLong("test.seed", System.nanoTime()));

  private BreakerPolicy policy() {
    Threshold threshold =
        switch (random.nextInt(3)) {
          case 0 -> new Threshold.Consecutive(1 + random.nextInt(3));
          case 1 -> new Threshold.Rate(new Threshold.LastCalls(6), 50, 3);
          default -> new Threshold.Rate(new Threshold.LastTime(Duration.ofSeconds(20)), 60, 3);
        };
    Optional<Quorum> quorum =
        random.nextBoolean() ? Optional.of(new Quorum.Hosts(2)) : Optional.empty();
    return new BreakerPolicy(
        threshold,
        Optional.empty(),
        Duration.ofMillis(random.nextInt(20_000)),
        1 + random.nextInt(2),
        1 + random.nextInt(2),
        quorum,
        random.nextBoolean()
            ? Optional.of(new RecoveryBackoff(1.7, Duration.ofSeconds(60)))
            : Optional.empty());
  }

  private BreakerRecord fresh(BreakerPolicy policy) {
    return new BreakerRecord(NAME, policy, BreakerState.FRESH);
  }

  private Stored fact(BreakerState state, BreakerPolicy policy, Instant at) {
    String host = "host" + random.nextInt(3);
    BreakerEvent event =
        random.nextInt(5) == 0
            ? new BreakerEvent.Rejected(random.nextBoolean(), host)
            : new BreakerEvent.Report(
                permit(state, policy, at, host),
                VERDICTS.get(random.nextInt(VERDICTS.size())),
                Duration.ofMillis(random.nextInt(3000)),
                "exit:%d".formatted(random.nextInt(256)),
                host);
    // a caller without a policy takes the one in force
    return new Stored(event, random.nextInt(4) == 0 ? Optional.empty() : Optional.of(policy), at);
  }

  /** Of the state at that time, or of an earlier one, or none. */
  private Optional<Permit> permit(
      BreakerState state, BreakerPolicy policy, Instant at, String host) {
    Decision decision =
        Breaker.apply(
                state,
                new BreakerEvent.Ask("h", Duration.ofSeconds(9), _ -> true, host),
                at,
                policy)
            .decision();
    return switch (random.nextInt(4)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(new Permit(random.nextInt(3), random.nextInt(3), Optional.empty()));
      default ->
          decision instanceof Decision.Permitted(Permit permit)
              ? Optional.of(permit)
              : Optional.empty();
    };
  }

  @Test
  void shouldGiveTheSameRecordInBatchesOfAnySize() throws UnreadableRecordException {
    for (int i = 0; i < SEQUENCES; i++) {
      BreakerPolicy policy = policy();
      Instant at = Instant.parse("2026-11-27T12:00:00Z");
      BreakerRecord one = fresh(policy);
      List<Stored> facts = new ArrayList<>();
      for (int n = random.nextInt(16); n >= 0; n--) {
        // servers' clocks may be set back
        at = at.plusMillis(random.nextInt(-2_000, 8_000));
        Stored fact = fact(one.state(), policy, at);
        facts.add(fact);
        BreakerPolicy inForce = fact.policy().orElse(one.policy());
        one =
            new BreakerRecord(
                NAME, inForce, Breaker.apply(one.state(), fact.event(), at, inForce).state());
      }
      assertThat(inBatches(fresh(policy), facts)).isEqualTo(one);
    }
  }

  /** As a store does it: facts as bytes, and from time to time the record as well. */
  private BreakerRecord inBatches(BreakerRecord start, List<Stored> facts)
      throws UnreadableRecordException {
    BreakerRecord record = start;
    for (Stored fact : facts) {
      if (random.nextInt(5) == 0) {
        record = FORMAT.decode(FORMAT.encode(record));
      }
      record = FORMAT.after(record, FactJson.write(fact.event(), fact.policy()), fact.at());
    }
    return record;
  }

  @Test
  void shouldCountARejectionAsTheAskDidThatWasRejected() {
    BreakerPolicy policy = policy();
    Instant now = Instant.parse("2026-11-27T12:00:00Z");
    BreakerState open =
        Breaker.apply(BreakerState.FRESH, new BreakerEvent.ForceOpen(Optional.empty()), now, policy)
            .state();
    BreakerState asked =
        Breaker.apply(
                open,
                new BreakerEvent.Ask("h", Duration.ofSeconds(1), _ -> true, "host"),
                now,
                policy)
            .state();
    assertThat(Breaker.apply(open, new BreakerEvent.Rejected(false, "host"), now, policy).state())
        .isEqualTo(asked);
  }

  @Test
  void shouldTellDamageFromANewerVersion() {
    BreakerRecord record = fresh(BreakerPolicy.DEFAULT);
    for (String damaged : List.of("", "{", "{}", "{\"version\":1}", "{\"version\":1,\"host\":1}")) {
      assertThatThrownBy(() -> FORMAT.after(record, bytes(damaged), Instant.EPOCH))
          .as(damaged)
          .isInstanceOfSatisfying(
              UnreadableRecordException.class, e -> assertThat(e.isNewer()).isFalse());
    }
    assertThatThrownBy(
            () -> FORMAT.after(record, bytes("{\"version\":2,\"new\":true}"), Instant.EPOCH))
        .isInstanceOfSatisfying(
            UnreadableRecordException.class, e -> assertThat(e.isNewer()).isTrue());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
