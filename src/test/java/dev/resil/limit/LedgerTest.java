package dev.resil.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The budget for retries. */
class LedgerTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private LimitState state = LimitState.NEW;
  private Instant now = Instant.parse("2026-11-28T12:00:00.123456Z");

  private void begin(Budget budget, int times) {
    for (int i = 0; i < times; i++) {
      state = Limit.begun(state, budget, now);
    }
  }

  private boolean retry(Budget budget) {
    Optional<LimitState> next = Limit.retried(state, budget, now);
    state = next.orElse(Limit.retryRefused(state, budget, now));
    return next.isPresent();
  }

  private int retries(Budget budget) {
    int count = 0;
    while (retry(budget)) {
      count++;
    }
    return count;
  }

  @Test
  void shouldPermitAShareOfFirstAttemptsAndSomeMore() {
    Budget budget = new Budget(20_000, 3, MINUTE);
    begin(budget, 1000);
    assertThat(retries(budget)).isEqualTo(203);
    begin(budget, 4);
    assertThat(retry(budget)).isFalse();
    begin(budget, 1);
    assertThat(retries(budget)).isEqualTo(1);
    assertThat(state.ledger(now).orElseThrow().refused()).isEqualTo(3);
  }

  @Test
  void shouldPermitTheLeastToALonelyRun() {
    Budget budget = new Budget(20_000, 3, MINUTE);
    begin(budget, 1);
    assertThat(retries(budget)).isEqualTo(3);
    now = now.plus(MINUTE.minusNanos(1000));
    assertThat(retry(budget)).isFalse();
    now = now.plusNanos(1000);
    assertThat(retries(budget)).isEqualTo(3);
  }

  @Test
  void shouldPermitNothingWithoutALeastUntilThereAreAttempts() {
    Budget budget = new Budget(20_000, 0, MINUTE);
    begin(budget, 4);
    assertThat(retry(budget)).isFalse();
    begin(budget, 1);
    assertThat(retries(budget)).isEqualTo(1);
  }

  @Test
  void shouldCountExactly() {
    Budget budget = new Budget(1, 0, MINUTE);
    begin(budget, 99_999);
    assertThat(retry(budget)).isFalse();
    begin(budget, 1);
    assertThat(retries(budget)).isEqualTo(1);
  }

  @Test
  void shouldStartAnewIfTheClockIsSetForwardAndWaitForOneWindowIfItIsSetBack() {
    Budget budget = new Budget(20_000, 2, MINUTE);
    begin(budget, 1);
    retries(budget);
    now = now.minus(Duration.ofDays(30));
    assertThat(retry(budget)).isFalse();
    now = now.plus(MINUTE);
    assertThat(retries(budget)).isEqualTo(2);
    now = now.plus(Duration.ofDays(30));
    assertThat(retries(budget)).isEqualTo(2);
  }

  @Test
  void shouldTakeOverANewBudget() {
    Budget budget = new Budget(20_000, 2, MINUTE);
    begin(budget, 10);
    assertThat(retries(budget)).isEqualTo(4);
    assertThat(retries(new Budget(50_000, 2, MINUTE))).isEqualTo(3);
    now = now.plusSeconds(30);
    assertThat(retries(new Budget(50_000, 2, Duration.ofSeconds(20)))).isEqualTo(2);
  }

  @Test
  void shouldKeepItsRecordSmallHoweverManyBudgetsTakeTurns() {
    for (int i = 0; i < 10_000; i++) {
      begin(new Budget(20_000, 2, i % 2 == 0 ? Duration.ofMillis(1) : Duration.ofDays(1)), 1);
      now = now.plusMillis(1);
    }
    assertThat(state.ledger().orElseThrow().parts().size()).isLessThanOrEqualTo(60);
  }

  @Test
  void shouldNotOverflowWhateverItsRecordSays() {
    Ledger.Part part =
        new Ledger.Part(Bucket.micros(now), Bucket.micros(now), Long.MAX_VALUE, Long.MAX_VALUE);
    Ledger ledger = new Ledger(new Budget(100_000, 5, MINUTE), List.of(part, part), 0);
    assertThat(ledger.permitted(now)).isEqualTo(2_000_000_005L);
  }

  @Test
  void shouldRefuseNumbersOutOfRange() {
    assertThatThrownBy(() -> new Budget(0, 0, MINUTE)).hasMessageContaining("percentage");
    assertThatThrownBy(() -> new Budget(100_001, 0, MINUTE)).hasMessageContaining("percentage");
    assertThatThrownBy(() -> new Budget(1, -1, MINUTE)).hasMessageContaining("N must");
    assertThatThrownBy(() -> new Budget(1, 0, Duration.ZERO)).hasMessageContaining("D must");
    assertThatThrownBy(() -> Budget.DEFAULT.withPercent(0.0004)).hasMessageContaining("percentage");
  }

  /** However runs, retries and times are mixed, no window of D has more than its share. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void shouldNeverExceedTheBudgetInAnyWindow(long seed) {
    Random random = new Random(seed);
    Budget budget =
        new Budget(
            1 + random.nextInt(100_000),
            random.nextInt(20),
            Duration.ofMillis(1 + random.nextInt(100_000)));
    long slowest = budget.per().toNanos() / 1000 / (1 + random.nextInt(200)) + 1;
    List<Long> attempts = new ArrayList<>();
    List<Long> retries = new ArrayList<>();
    long permitted = 0;
    for (int i = 0; i < 3000; i++) {
      now = now.plusNanos(1000 * (long) random.nextInt((int) slowest));
      long micros = Bucket.micros(now);
      if (random.nextInt(3) == 0) {
        begin(budget, 1);
        attempts.add(micros);
      } else if (retry(budget)) {
        retries.add(micros);
        permitted++;
        long begin = micros - budget.micros();
        long used = retries.stream().filter(at -> at > begin).count();
        long first = attempts.stream().filter(at -> at > begin).count();
        assertThat(used).isLessThanOrEqualTo(budget.permitted(first));
      }
    }
    assertThat(permitted).isGreaterThanOrEqualTo(budget.least());
  }
}
