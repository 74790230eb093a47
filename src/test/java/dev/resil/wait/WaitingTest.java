package dev.resil.wait;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.files.UserPath;
import dev.resil.outcome.Fault;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.OutcomeParser;
import dev.resil.outcome.OutcomeSet;
import dev.resil.retry.Backoff;
import dev.resil.retry.Jitter;
import dev.resil.retry.RetryPolicy;
import dev.resil.wait.Waiting.End;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private static final long START = Long.MAX_VALUE - 1000; // a clock may overflow
  private static final long SECOND = 1_000_000_000;
  private static final Condition DB = new Condition.Tcp(new Endpoint("db", 5432));
  private static final Condition FILE = new Condition.File(new UserPath("/x"), false);
  private static final RetryPolicy DELAYS =
      new RetryPolicy(
          OptionalLong.of(1),
          new Backoff.Exponential(Duration.ofSeconds(1), 2),
          new Jitter.None(),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ZERO,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  private static final Answer YES = Answer.holds("yes");
  private static final Answer NO =
      Answer.fails("refused", new Outcome.Unanswered(Fault.CONNECT, "refused"));

  private boolean any;
  private boolean negated;
  private int times = 1;
  private OutcomeSet failFast = OutcomeSet.NONE;
  private long now = START;

  private Waiting waiting(Condition... conditions) {
    return new Waiting(
        List.of(conditions),
        new WaitPolicy(any, negated, times, Optional.of(Duration.ofSeconds(5)), DELAYS, failFast),
        1,
        START);
  }

  private boolean tell(Waiting waiting, int index, Answer answer) {
    Watch watch = waiting.watches().get(index);
    watch.begin(now);
    return watch.answered(answer, now);
  }

  @Test
  void shouldEndIfAllHaveHeld() {
    Waiting waiting = waiting(DB, FILE);
    assertThat(tell(waiting, 0, YES)).isTrue();
    assertThat(waiting.end()).isEmpty();
    tell(waiting, 1, YES);
    assertThat(waiting.end()).contains(new End.Met());
    assertThat(waiting.watches()).noneMatch(watch -> watch.isDue(now + SECOND * 9));
  }

  @Test
  void shouldEndAtTheFirstIfAnyIsEnough() {
    any = true;
    Waiting waiting = waiting(DB, FILE);
    tell(waiting, 0, NO);
    assertThat(waiting.end()).isEmpty();
    tell(waiting, 1, YES);
    assertThat(waiting.end()).contains(new End.Met());
  }

  @Test
  void shouldCheckAgainAfterGrowingDelays() {
    Waiting waiting = waiting(DB);
    Watch watch = waiting.watches().getFirst();
    assertThat(watch.isDue(now)).isTrue();
    for (long delay : new long[] {1, 2, 3, 3}) {
      tell(waiting, 0, NO);
      assertThat(watch.isDue(now + delay * SECOND - 1)).isFalse();
      now += delay * SECOND;
      assertThat(watch.isDue(now)).isTrue();
      assertThat(waiting.wake().isOver(now)).isTrue();
    }
  }

  @Test
  void shouldWantTheRightAnswerSeveralTimesInARow() {
    times = 3;
    Waiting waiting = waiting(DB);
    for (Answer answer : List.of(YES, YES, NO, YES, YES)) {
      tell(waiting, 0, answer);
      assertThat(waiting.end()).isEmpty();
    }
    tell(waiting, 0, YES);
    assertThat(waiting.end()).contains(new End.Met());
  }

  @Test
  void shouldGiveUpACheckAfterItsLimit() {
    Waiting waiting = waiting(DB);
    Watch watch = waiting.watches().getFirst();
    watch.begin(now);
    assertThat(watch.isOverdue(now + 5 * SECOND - 1)).isFalse();
    assertThat(watch.isDue(now + 9 * SECOND)).isFalse();
    now += 5 * SECOND;
    assertThat(watch.isOverdue(now)).isTrue();
    watch.tooLate(now);
    assertThat(watch.isOverdue(now)).isFalse();
    assertThat(watch.state(now).answer()).contains("no answer within 5s");
    assertThat(watch.isDue(now + SECOND)).isTrue();
  }

  @Test
  void shouldTellOnlyNews() {
    Waiting waiting = waiting(DB);
    assertThat(tell(waiting, 0, NO)).isTrue();
    assertThat(tell(waiting, 0, NO)).isFalse();
    assertThat(tell(waiting, 0, Answer.unknown("refused"))).isTrue();
    assertThat(tell(waiting, 0, Answer.fails("reset"))).isTrue();
    assertThat(tell(waiting, 0, YES)).isTrue();
  }

  @Test
  void shouldWaitForTheEndIfNegated() {
    negated = true;
    Waiting waiting = waiting(DB);
    tell(waiting, 0, YES);
    tell(waiting, 0, Answer.unknown("too many open files"));
    assertThat(waiting.end()).isEmpty();
    tell(waiting, 0, NO);
    assertThat(waiting.end()).contains(new End.Met());
  }

  /** A server that does not answer is gone; of a hung file system nothing is known. */
  @Test
  void shouldTakeSilenceForAnEndOnlyFromServers() {
    negated = true;
    Waiting waiting = waiting(DB, FILE);
    waiting
        .watches()
        .forEach(watch -> {
          watch.begin(now);
          watch.tooLate(now + 5 * SECOND);
        });
    assertThat(waiting.watches().get(0).isMet()).isTrue();
    assertThat(waiting.watches().get(1).isMet()).isFalse();
  }

  @Test
  void shouldGiveUpAtAHopelessOutcome() {
    failFast = OutcomeParser.parse("connect,status:401");
    Waiting waiting = waiting(DB, FILE);
    tell(waiting, 1, Answer.fails("does not exist"));
    assertThat(waiting.end()).isEmpty();
    tell(waiting, 0, NO);
    assertThat(waiting.end()).contains(new End.Hopeless(NO.outcome().orElseThrow()));
  }

  @Test
  void shouldGiveUpOnlyIfAllAreHopelessIfAnyIsEnough() {
    any = true;
    failFast = OutcomeParser.parse("connect");
    Waiting waiting = waiting(DB, new Condition.Tcp(new Endpoint("db2", 5432)));
    tell(waiting, 0, NO);
    assertThat(waiting.end()).isEmpty();
    tell(waiting, 1, NO);
    assertThat(waiting.end()).containsInstanceOf(End.Hopeless.class);
  }

  @Test
  void shouldShowNoControlCharacterOfAnAnswer() {
    Waiting waiting = waiting(DB);
    tell(waiting, 0, Answer.fails("\033[2J\n"));
    assertThat(waiting.states(now + SECOND).getFirst().answer()).contains("\\x1b[2J\\n");
    assertThat(waiting.states(now + SECOND).getFirst().waited()).isEqualTo(Duration.ofSeconds(1));
  }
}
