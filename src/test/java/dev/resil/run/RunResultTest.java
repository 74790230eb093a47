package dev.resil.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.outcome.Outcome;
import dev.resil.run.RunResult.Reason;
import java.time.Duration;
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
        Arguments.of(Reason.SUCCEEDED, new Outcome.Exit(0), 0),
        Arguments.of(Reason.SUCCEEDED, new Outcome.Exit(3), 3),
        Arguments.of(Reason.SUCCEEDED, new Outcome.Timeout(), 0),
        Arguments.of(Reason.SUCCEEDED, new Outcome.Signal(15), 0),
        Arguments.of(Reason.ATTEMPTS_EXHAUSTED, new Outcome.Exit(1), 1),
        Arguments.of(Reason.ATTEMPTS_EXHAUSTED, new Outcome.Exit(255), 255),
        Arguments.of(Reason.ATTEMPTS_EXHAUSTED, new Outcome.Signal(9), 137),
        Arguments.of(Reason.ATTEMPTS_EXHAUSTED, new Outcome.Timeout(), 124),
        Arguments.of(Reason.NOT_RETRIED, new Outcome.NotFound("none"), 127),
        Arguments.of(Reason.NOT_RETRIED, new Outcome.NotExecutable("denied"), 126),
        Arguments.of(Reason.TIME_LIMIT, new Outcome.Timeout(), 124),
        Arguments.of(Reason.TIME_LIMIT, new Outcome.Exit(5), 5));
  }

  @ParameterizedTest
  @MethodSource("exitCodes")
  void shouldExitAsTheLastAttemptDid(Reason reason, Outcome last, int code) {
    assertThat(result(reason, Optional.of(last), OptionalInt.empty()).exitCode()).isEqualTo(code);
  }

  @Test
  void shouldExitAsIfTheSignalThatStoppedItHadEndedIt() {
    Outcome own = new Outcome.Exit(3);
    assertThat(result(Reason.INTERRUPTED, Optional.of(own), OptionalInt.of(2)).exitCode())
        .isEqualTo(130);
    assertThat(result(Reason.INTERRUPTED, Optional.empty(), OptionalInt.of(15)).exitCode())
        .isEqualTo(143);
  }

  private static RunResult result(Reason reason, Optional<Outcome> last, OptionalInt signal) {
    return new RunResult(
        reason,
        last.map(outcome -> Attempts.ended(1, outcome, false, Duration.ZERO, Duration.ZERO)),
        signal,
        Duration.ZERO);
  }
}
