package dev.resil.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.outcome.Outcome;
import dev.resil.run.Ending.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RunResultTest {
  static Stream<Arguments> exitCodes() {
    return Stream.of(
        Arguments.of(Kind.SUCCEEDED, new Outcome.Exit(0), 0),
        Arguments.of(Kind.SUCCEEDED, new Outcome.Exit(3), 3),
        Arguments.of(Kind.SUCCEEDED, new Outcome.Timeout(), 0),
        Arguments.of(Kind.SUCCEEDED, new Outcome.Signal(15), 0),
        Arguments.of(Kind.ATTEMPTS_EXHAUSTED, new Outcome.Exit(1), 1),
        Arguments.of(Kind.ATTEMPTS_EXHAUSTED, new Outcome.Exit(255), 255),
        Arguments.of(Kind.ATTEMPTS_EXHAUSTED, new Outcome.Signal(9), 137),
        Arguments.of(Kind.ATTEMPTS_EXHAUSTED, new Outcome.Timeout(), 124),
        Arguments.of(Kind.NOT_RETRIED, new Outcome.NotFound("none"), 127),
        Arguments.of(Kind.NOT_RETRIED, new Outcome.NotExecutable("denied"), 126),
        Arguments.of(Kind.TIME_LIMIT, new Outcome.Timeout(), 124),
        Arguments.of(Kind.TIME_LIMIT, new Outcome.Exit(5), 5),
        Arguments.of(Kind.TIME_LIMIT, preserved(new Outcome.Exit(0)), 0),
        Arguments.of(Kind.ATTEMPTS_EXHAUSTED, preserved(new Outcome.Exit(7)), 7),
        Arguments.of(Kind.NOT_RETRIED, preserved(new Outcome.Signal(9)), 137),
        Arguments.of(Kind.SUCCEEDED, preserved(new Outcome.Exit(7)), 7));
  }

  private static Outcome preserved(Outcome command) {
    return new Outcome.Timeout().preserving(Optional.of(command));
  }

  @ParameterizedTest
  @MethodSource("exitCodes")
  void shouldExitAsTheLastAttemptDid(Kind kind, Outcome last, int code) {
    assertThat(result(Ending.of(kind), Optional.of(last)).exitCode()).isEqualTo(code);
  }

  @Test
  void shouldExitAsIfTheSignalThatStoppedItHadEndedIt() {
    Outcome own = new Outcome.Exit(3);
    assertThat(result(new Ending.Interrupted(2), Optional.of(own)).exitCode()).isEqualTo(130);
    assertThat(result(new Ending.Interrupted(15), Optional.empty()).exitCode()).isEqualTo(143);
  }

  @Test
  void shouldExitWithTheCodeOfAnEndingUnlessResilFailedOrAFallbackAnswered() {
    EndingCodes codes = new EndingCodes(Map.of(Ending.Kind.NOT_RETRIED, 9, Ending.Kind.CACHED, 3));
    assertThat(coded(Ending.Kind.NOT_RETRIED, new Outcome.Exit(1), codes)).isEqualTo(9);
    assertThat(coded(Ending.Kind.ATTEMPTS_EXHAUSTED, new Outcome.Exit(1), codes)).isEqualTo(1);
    assertThat(coded(Ending.Kind.NOT_RETRIED, new Outcome.ResilFailed("full"), codes))
        .isEqualTo(125);
    Fallback.Answer answer =
        new Fallback.Answer(
            Fallback.Source.LINE, new Outcome.Exit(4), Optional.empty(), OptionalInt.empty());
    Optional<Fallback.Answer> some = Optional.of(answer);
    assertThat(answered(Ending.Kind.NOT_RETRIED, some, codes)).isEqualTo(4);
    assertThat(answered(Ending.Kind.CACHED, some, codes)).isEqualTo(3);
  }

  @Test
  void shouldExitWith1AfterARetryIfFlakyRunsFail() {
    EndingCodes codes = new EndingCodes(Map.of(Kind.SUCCEEDED, 3)).failingIfFlaky();
    assertThat(flaky(Kind.SUCCEEDED, 2, codes)).isEqualTo(1);
    assertThat(flaky(Kind.SUCCEEDED, 1, codes)).isEqualTo(3);
    assertThat(flaky(Kind.SUCCEEDED, 1, EndingCodes.NONE.failingIfFlaky())).isZero();
    assertThat(flaky(Kind.SUCCEEDED, 2, EndingCodes.NONE)).isZero();
    EndingCodes both = EndingCodes.NONE.and(codes).and(new EndingCodes(Map.of(Kind.SUCCEEDED, 4)));
    assertThat(flaky(Kind.SUCCEEDED, 2, both)).isEqualTo(1);
    assertThat(flaky(Kind.SUCCEEDED, 1, both)).isEqualTo(4);
  }

  private static int flaky(Kind kind, int attempts, EndingCodes codes) {
    Attempt.Ended last =
        Attempts.ended(attempts, new Outcome.Exit(0), true, Duration.ZERO, Duration.ZERO);
    return new RunResult(Ending.of(kind), Optional.of(last), Duration.ZERO, Optional.empty(), codes)
        .exitCode();
  }

  private static int coded(Ending.Kind kind, Outcome last, EndingCodes codes) {
    RunResult plain = result(Ending.of(kind), Optional.of(last));
    return new RunResult(plain.ending(), plain.last(), Duration.ZERO, Optional.empty(), codes)
        .exitCode();
  }

  private static int answered(
      Ending.Kind kind, Optional<Fallback.Answer> answer, EndingCodes codes) {
    return new RunResult(Ending.of(kind), Optional.empty(), Duration.ZERO, answer, codes)
        .exitCode();
  }

  private static RunResult result(Ending ending, Optional<Outcome> last) {
    return new RunResult(
        ending,
        last.map(outcome -> Attempts.ended(1, outcome, false, Duration.ZERO, Duration.ZERO)),
        Duration.ZERO);
  }
}
