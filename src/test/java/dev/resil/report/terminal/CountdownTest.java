package dev.resil.report.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.breaker.Decision;
import dev.resil.breaker.Phase;
import dev.resil.outcome.Outcome;
import dev.resil.posix.Posix;
import dev.resil.run.Attempts;
import dev.resil.run.FakeTime;
import dev.resil.run.RunEvent;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountdownTest {
  private static final String ERASE = "\r\033[K";

  private final FakeTime time = new FakeTime();
  private final StringBuilder written = new StringBuilder();
  private int columns = 80;
  private boolean foreground = true;
  private String command = "curl";
  private OptionalLong limit = OptionalLong.of(3);

  private Countdown countdown() {
    return new Countdown(terminal(true), time, command, limit, written::append);
  }

  /** Only the calls for terminals. */
  private Posix terminal(boolean is) {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "isTerminal" -> is;
                  case "terminalColumns" -> columns;
                  case "inForeground" -> foreground;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static RunEvent retrying(Duration delay) {
    return new RunEvent.Retrying(
        Attempts.ended(1, new Outcome.Exit(7), false, Duration.ZERO, Duration.ZERO), delay);
  }

  private void pass(Countdown countdown, Duration duration) {
    for (long left = duration.toMillis(); left > 0; left--) {
      time.pass(Duration.ofMillis(1));
      if (countdown.due().isPresent() && countdown.due().getAsLong() - time.nanos() <= 0) {
        countdown.run();
      }
    }
  }

  private String seen() {
    String text = written.toString();
    written.setLength(0);
    return text;
  }

  @Test
  void shouldDrawInPlaceAtMostFourTimesASecondAndWipe() {
    Countdown countdown = countdown();
    countdown.on(retrying(Duration.ofSeconds(2)));
    assertThat(seen()).isEmpty();
    pass(countdown, Duration.ofSeconds(1));
    assertThat(seen())
        .isEqualTo(
            ERASE
                + "resil: attempt 2 of 3 in 1.8s: curl"
                + ERASE
                + "resil: attempt 2 of 3 in 1.5s: curl"
                + ERASE
                + "resil: attempt 2 of 3 in 1.3s: curl"
                + ERASE
                + "resil: attempt 2 of 3 in 1s: curl");
    countdown.on(new RunEvent.AttemptStarted(2));
    assertThat(seen()).isEqualTo(ERASE);
    assertThat(countdown.due()).isEmpty();
  }

  @Test
  void shouldDrawNothingForAShortWait() {
    Countdown countdown = countdown();
    countdown.on(retrying(Duration.ofMillis(240)));
    pass(countdown, Duration.ofMillis(240));
    countdown.on(new RunEvent.AttemptStarted(2));
    assertThat(seen()).isEmpty();
  }

  @Test
  void shouldDrawOnlyChanges() {
    Countdown countdown = countdown();
    countdown.on(new RunEvent.SplayStarted(Duration.ofMinutes(90)));
    pass(countdown, Duration.ofSeconds(20));
    assertThat(seen()).isEqualTo(ERASE + "resil: attempt 1 of 3 in 1h30m: curl");
  }

  @Test
  void shouldShowTheBreaker() {
    Countdown countdown = countdown();
    countdown.on(
        new RunEvent.WaitingForPermit(
            "pay", new Decision.Rejected(Phase.Kind.OPEN, Optional.of(Duration.ofSeconds(3)))));
    pass(countdown, Duration.ofMillis(250));
    assertThat(seen()).isEqualTo(ERASE + "resil: waiting for breaker pay in 2.8s: curl");
    // other events meanwhile get a free line and do not end the wait
    countdown.on(
        new RunEvent.BreakerSeen("pay", Phase.Kind.OPEN, Phase.Kind.OPEN, Optional.empty()));
    assertThat(seen()).isEqualTo(ERASE);
    pass(countdown, Duration.ofMillis(250));
    assertThat(seen()).isNotEmpty();
    countdown.on(
        new RunEvent.WaitingForPermit(
            "pay", new Decision.Rejected(Phase.Kind.OPEN, Optional.empty()))); // until it is reset
    pass(countdown, Duration.ofMillis(250));
    assertThat(seen()).endsWith(ERASE + "resil: waiting for breaker pay: curl");
  }

  @ParameterizedTest
  @CsvSource({
    "38, 'resil: attempt 2 of 3 in 1.8s: curl'",
    "37, 'resil: attempt 2 of 3 in 1.8s: cur'",
    "22, 'resil: attempt 2 of'",
    "4, r"
  })
  void shouldNeverReachTheLastColumnEvenWithAnEchoedKey(int width, String line) {
    columns = width;
    Countdown countdown = countdown();
    countdown.on(retrying(Duration.ofSeconds(2)));
    pass(countdown, Duration.ofMillis(250));
    assertThat(seen()).isEqualTo(ERASE + line);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "3"})
  void shouldDrawNothingOnATooNarrowOrUnknownTerminal(int width) {
    columns = width;
    Countdown countdown = countdown();
    countdown.on(retrying(Duration.ofSeconds(2)));
    pass(countdown, Duration.ofSeconds(2));
    countdown.on(new RunEvent.AttemptStarted(2));
    assertThat(seen()).isEmpty();
  }

  @Test
  void shouldShowControlCharactersEscaped() {
    command = "a\033[2Jb\nc";
    limit = OptionalLong.empty();
    Countdown countdown = countdown();
    countdown.on(retrying(Duration.ofSeconds(2)));
    pass(countdown, Duration.ofMillis(250));
    assertThat(seen()).isEqualTo(ERASE + "resil: attempt 2 in 1.8s: a\\x1b[2Jb\\nc");
  }

  @Test
  void shouldLeaveTheTerminalAloneFromTheBackground() {
    Countdown countdown = countdown();
    countdown.on(retrying(Duration.ofSeconds(9)));
    pass(countdown, Duration.ofMillis(250));
    seen();
    foreground = false;
    pass(countdown, Duration.ofSeconds(1));
    countdown.on(new RunEvent.AttemptStarted(2));
    assertThat(seen()).isEmpty();
  }

  @Test
  void shouldNeedATerminalThatCanRedrawALine() {
    assertThat(Countdown.isPossible(terminal(true), Map.of("TERM", "xterm")::get)).isTrue();
    assertThat(Countdown.isPossible(terminal(true), Map.of("TERM", "dumb")::get)).isFalse();
    assertThat(Countdown.isPossible(terminal(true), Map.<String, String>of()::get)).isFalse();
    assertThat(Countdown.isPossible(terminal(false), Map.of("TERM", "xterm")::get)).isFalse();
  }
}
