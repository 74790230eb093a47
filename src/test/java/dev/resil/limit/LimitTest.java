package dev.resil.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.limit.Answer.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LimitTest {
  private static final Instant START = Instant.parse("2026-11-28T12:00:00.123456Z");
  private static final Duration LEASE = Duration.ofSeconds(9);
  private static final Demand TWO = Demand.attempt(OptionalInt.of(2), Optional.empty());

  private final Set<String> gone = new HashSet<>();
  private final Set<String> unseen = new HashSet<>();
  private LimitState state = LimitState.NEW;
  private Instant now = START;

  private Life life(String holder) {
    if (gone.contains(holder)) {
      return Life.GONE;
    }
    return unseen.contains(holder) ? Life.UNKNOWN : Life.ALIVE;
  }

  private static Owner owner(String name) {
    return new Owner(name, name, "host", 7, "backup");
  }

  private Answer ask(String name, Demand demand, boolean waits) {
    Limit.Step step =
        Limit.ask(state, new Limit.Ask(owner(name), demand, waits, LEASE), now, this::life);
    state = step.state();
    return step.answer();
  }

  private long granted(String name, Demand demand) {
    return ((Answer.Granted) ask(name, demand, true)).number();
  }

  private Answer.Limited limited(String name, Demand demand) {
    return (Answer.Limited) ask(name, demand, true);
  }

  private static Demand rate(int attempts, Duration per, int burst) {
    return Demand.attempt(OptionalInt.empty(), Optional.of(new Rate(attempts, per, burst)));
  }

  @Test
  void shouldNameTheHolderOfALock() {
    long token = granted("a", Demand.LOCK);
    Answer.Limited limited = limited("b", Demand.LOCK);
    assertThat(limited.why()).isEqualTo(Why.LOCKED);
    assertThat(limited.room()).isEmpty();
    assertThat(limited.holds())
        .containsExactly(new Hold(token, Kind.LOCK, owner("a"), START, START, LEASE));
    state = Limit.release(state, token);
    assertThat(granted("b", Demand.LOCK)).isGreaterThan(token);
  }

  @Test
  void shouldFreeThePermitOfADeadHolderAtOnce() {
    granted("a", Demand.LOCK);
    gone.add("a");
    granted("b", Demand.LOCK);
  }

  @Test
  void shouldKeepThePermitOfALivingHolderHoweverTheClockJumps() {
    granted("a", Demand.LOCK);
    now = now.plus(Duration.ofDays(400));
    assertThat(limited("b", Demand.LOCK).why()).isEqualTo(Why.LOCKED);
  }

  @Test
  void shouldFreeThePermitOfAnUnseenHolderThatDoesNotRenewIt() {
    unseen.add("a");
    long token = granted("a", Demand.LOCK);
    now = now.plus(LEASE.minusMillis(1));
    state = Limit.renew(state, token, now).orElseThrow();
    now = now.plus(LEASE.minusMillis(1));
    limited("b", Demand.LOCK);
    now = now.plusMillis(1);
    assertThat(granted("b", Demand.LOCK)).isGreaterThan(token);
    assertThat(Limit.renew(state, token, now)).isEmpty();
  }

  @Test
  void shouldNotProlongALeaseIfTheClockIsSetBack() {
    unseen.add("a");
    granted("a", Demand.LOCK);
    now = now.minus(Duration.ofHours(1));
    limited("b", Demand.LOCK);
    now = now.plus(LEASE);
    granted("b", Demand.LOCK);
  }

  @Test
  void shouldGrantAPermitOnceIfTheAnswerWasLost() {
    long token = granted("a", Demand.LOCK);
    assertThat(granted("a", Demand.LOCK)).isEqualTo(token);
    assertThat(state.holds()).hasSize(1);
  }

  @Test
  void shouldGiveGrowingNumbersEvenIfTheRecordIsLost() {
    long token = granted("a", Demand.LOCK);
    state = LimitState.NEW;
    now = now.plusMillis(1);
    assertThat(granted("b", Demand.LOCK)).isGreaterThan(token);
  }

  @Test
  void shouldServeThoseThatWaitInOrder() {
    List<Long> numbers = List.of(granted("a", TWO), granted("b", TWO));
    assertThat(limited("c", TWO).ahead()).isZero();
    assertThat(limited("d", TWO).ahead()).isEqualTo(1);
    state = Limit.release(state, numbers.get(0));
    assertThat(limited("d", TWO).why()).isEqualTo(Why.QUEUE);
    assertThat(limited("e", TWO).ahead()).isEqualTo(2);
    granted("c", TWO);
    state = Limit.release(state, numbers.get(1));
    granted("d", TWO);
  }

  @Test
  void shouldTellHowManyMustGiveWay() {
    Demand rated = rate(1, Duration.ofMinutes(1), 1);
    granted("a", TWO);
    granted("b", TWO);
    assertThat(limited("c", TWO)).returns(new Answer.Needed(1, 0), Answer.Limited::needed);
    Demand both = Demand.attempt(OptionalInt.of(2), rated.rate());
    assertThat(limited("d", both).needed()).isEqualTo(new Answer.Needed(2, 0));
    assertThat(limited("e", TWO))
        .returns(new Answer.Needed(3, 1), Answer.Limited::needed)
        .returns(Optional.of(owner("d")), Answer.Limited::before);
    Demand one = Demand.attempt(OptionalInt.of(1), Optional.empty());
    assertThat(limited("f", one).needed()).isEqualTo(new Answer.Needed(5, 3));
    assertThat(limited("g", rated).needed()).isEqualTo(new Answer.Needed(1, 1)); // 'd' must leave
    state = Limit.leave(state, owner("c"), Kind.ATTEMPT);
    assertThat(limited("e", TWO).needed()).isEqualTo(new Answer.Needed(2, 0));
    assertThat(state.counters().freed()).isOne();
    assertThat(state.counters().departed()).isOne();
  }

  @Test
  void shouldNotWaitForAStoppedProcessInTheQueue() {
    long token = granted("a", Demand.LOCK);
    limited("stopped", Demand.LOCK);
    now = now.plus(Ticket.PATIENCE.minusMillis(1));
    limited("b", Demand.LOCK);
    state = Limit.release(state, token);
    assertThat(limited("b", Demand.LOCK).why()).isEqualTo(Why.QUEUE);
    now = now.plusMillis(1);
    granted("b", Demand.LOCK);
  }

  @Test
  void shouldKeepNoPlaceForThoseThatDoNotWait() {
    granted("a", Demand.LOCK);
    ask("b", Demand.LOCK, false);
    assertThat(state.queue()).isEmpty();
    assertThat(state.counters().refused()).isEqualTo(1);
    limited("b", Demand.LOCK);
    state = Limit.leave(state, owner("b"), Kind.LOCK);
    assertThat(state.queue()).isEmpty();
  }

  @Test
  void shouldKeepALockAndAttemptsOfTheSameNameApart() {
    granted("a", Demand.LOCK);
    granted("b", TWO);
    granted("c", TWO);
    assertThat(limited("d", TWO).why()).isEqualTo(Why.CONCURRENCY);
    assertThat(limited("d", Demand.LOCK).why()).isEqualTo(Why.LOCKED);
  }

  @Test
  void shouldTellWhenTheRateHasRoom() {
    Demand demand = rate(3, Duration.ofSeconds(1), 1);
    granted("a", demand);
    Answer.Limited limited = limited("b", demand);
    assertThat(limited.why()).isEqualTo(Why.RATE);
    assertThat(limited.room()).contains(Duration.ofNanos(333_334_000));
    assertThat(limited("c", demand).room()).contains(Duration.ofNanos(666_667_000));
    now = now.plusNanos(333_333_000);
    limited("b", demand);
    now = now.plusNanos(1_000);
    assertThat(limited("c", demand).why()).isEqualTo(Why.QUEUE);
    granted("b", demand);
  }

  @Test
  void shouldHoldARateWithoutDrift() {
    Demand demand = rate(7, Duration.ofSeconds(1), 3);
    List<Instant> starts = new ArrayList<>();
    while (starts.size() < 7003) {
      if (ask("a", demand, false) instanceof Answer.Granted) {
        starts.add(now);
      } else {
        now = now.plusNanos(777_000);
      }
    }
    // 3 at once, then 7 per second: the last of 7003 comes after 1000 s, but for a step
    assertThat(Duration.between(starts.getFirst(), starts.getLast()))
        .isBetween(Duration.ofSeconds(1000), Duration.ofSeconds(1000).plusMillis(1));
  }

  @Test
  void shouldRefillByAThousandth() {
    Demand demand = rate(1, Duration.ofDays(366), 1);
    granted("a", demand);
    for (int i = 0; i < 1000; i++) {
      now = now.plus(Duration.ofDays(366).dividedBy(1000));
      assertThat(ask("a", demand, false) instanceof Answer.Granted).isEqualTo(i == 999);
    }
  }

  @Test
  void shouldWaitForOneIntervalAtMostAfterTheClockWasSetBack() {
    Demand demand = rate(1, Duration.ofMinutes(1), 1);
    granted("a", demand);
    now = now.minus(Duration.ofDays(30));
    assertThat(limited("b", demand).room()).contains(Duration.ofMinutes(1));
    now = now.plusSeconds(60);
    granted("b", demand);
  }

  @Test
  void shouldTakeOverANewRate() {
    granted("a", rate(1, Duration.ofHours(1), 1));
    Demand faster = rate(60, Duration.ofMinutes(1), 1);
    assertThat(limited("a", faster).room()).contains(Duration.ofSeconds(1));
  }

  @Test
  void shouldGiveBackAStartThatWasNotUsed() {
    Demand demand = rate(1, Duration.ofHours(1), 1);
    state = Limit.withdraw(state, granted("a", demand), demand);
    state = Limit.withdraw(state, granted("b", demand), demand);
    granted("c", demand);
    limited("d", demand);
  }

  @Test
  void shouldNotGiveBackAStartIfAnotherFollowed() {
    Demand demand = rate(10, Duration.ofSeconds(1), 2);
    long first = granted("a", demand);
    granted("b", demand);
    state = Limit.withdraw(state, first, demand);
    limited("c", demand);
  }
}
