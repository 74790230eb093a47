package dev.resil.report.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.outcome.Outcome;
import dev.resil.run.Attempt;
import dev.resil.run.Attempts;
import dev.resil.run.Ending;
import dev.resil.run.Ending.Kind;
import dev.resil.run.FakeTime;
import dev.resil.run.ProcessCondition;
import dev.resil.run.RunEvent;
import dev.resil.run.RunResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HumanLinesTest {
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
  private static final Duration DELAY = Duration.ofMillis(1500);
  private static final Outcome FAILED = new Outcome.Exit(7);

  private final List<String> lines = new ArrayList<>();
  private OptionalLong limit = OptionalLong.of(3);
  private String command = "curl";
  private Style style = Style.PLAIN;
  private boolean verbose;

  private List<String> linesOf(RunEvent... events) {
    HumanLines human = new HumanLines(lines::add, command, limit, style, verbose);
    List.of(events).forEach(human::on);
    return lines;
  }

  private static Attempt.Ended attempt(long number, Outcome outcome) {
    return Attempts.ended(number, outcome, false, Duration.ZERO, TWO_SECONDS);
  }

  private static RunEvent ended(Kind kind, long attempts, Outcome outcome) {
    return new RunEvent.Ended(
        new RunResult(
            Ending.of(kind), Optional.of(attempt(attempts, outcome)), Duration.ofSeconds(61)));
  }

  private static RunEvent interrupted(Optional<Attempt.Ended> last) {
    return new RunEvent.Ended(new RunResult(new Ending.Interrupted(2), last, TWO_SECONDS));
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(FAILED, "curl failed with exit code 7"),
        Arguments.of(new Outcome.Signal(9), "curl was killed by SIGKILL"),
        Arguments.of(new Outcome.Timeout(), "curl timed out after 2s"),
        Arguments.of(
            new Outcome.Timeout(Optional.of(Duration.ofMinutes(10))),
            "curl timed out after 10m without output"),
        Arguments.of(new Outcome.NotFound("No such file"), "curl was not found: No such file"),
        Arguments.of(new Outcome.NotExecutable("Denied"), "curl cannot be executed: Denied"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldReportTheFailureAndTheNextAttempt(Outcome outcome, String failure) {
    assertThat(linesOf(new RunEvent.Retrying(attempt(1, outcome), DELAY)))
        .containsExactly("resil: " + failure + " (attempt 1 of 3); retrying in 1.5s");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldReportTheLastFailure(Outcome outcome, String failure) {
    assertThat(linesOf(ended(Kind.ATTEMPTS_EXHAUSTED, 3, outcome)))
        .containsExactly("resil: " + failure + " (attempt 3 of 3); no attempts left, after 1m1s");
  }

  /** The commonest mistakes; another missing command gets no hint. */
  @ParameterizedTest
  @CsvSource({
    "echo a && echo b, '; to run a line of the shell, use -c: '",
    "true;, '; to run a line of the shell, use -c: '",
    "$HOME/bin/x, '; to run a line of the shell, use -c: '",
    "~/bin/x, '; to run a line of the shell, use -c: '",
    "a|b, '; to run a line of the shell, use -c: '",
    "a$, ' (attempt'",
    "a~, ' (attempt'",
    "FOO=1, '; to set a variable, use env: '",
    "FOO+=a b, '; to set a variable, use env: '",
    "cd, '; it is part of the shell: '",
    "[[, '; it is part of the shell: '",
    "curl, ' (attempt'",
    "./a=b, ' (attempt'"
  })
  void shouldHintAtWhatAMissingCommandWasMeantAs(String name, String hint) {
    List<String> seen = new ArrayList<>();
    new HumanLines(seen::add, name, OptionalLong.of(3), Style.PLAIN, false)
        .on(new RunEvent.Retrying(attempt(1, new Outcome.NotFound("No such file")), DELAY));
    assertThat(seen)
        .singleElement()
        .asString()
        .startsWith("resil: " + name + " was not found: No such file" + hint);
  }

  @Test
  void shouldShowNoTotalWithoutALimit() {
    limit = OptionalLong.empty();
    assertThat(linesOf(new RunEvent.Retrying(attempt(12, FAILED), Duration.ZERO)))
        .containsExactly("resil: curl failed with exit code 7 (attempt 12); retrying in 0s");
  }

  @Test
  void shouldStaySilentIfTheFirstAttemptSucceeds() {
    Attempt.Ended first = attempt(1, new Outcome.Exit(0));
    assertThat(
            linesOf(
                new RunEvent.Started(FakeTime.START),
                new RunEvent.SplayStarted(DELAY),
                new RunEvent.AttemptStarted(1),
                new RunEvent.AttemptEnded(first),
                ended(Kind.SUCCEEDED, 1, new Outcome.Exit(0))))
        .isEmpty();
  }

  @Test
  void shouldReportTheEnding() {
    assertThat(
            linesOf(
                ended(Kind.SUCCEEDED, 2, new Outcome.Exit(0)),
                ended(Kind.NOT_RETRIED, 1, FAILED),
                ended(Kind.TIME_LIMIT, 2, new Outcome.Timeout()),
                interrupted(Optional.of(attempt(2, FAILED))),
                interrupted(Optional.of(attempt(1, FAILED))),
                interrupted(Optional.empty())))
        .containsExactly(
            "resil: curl succeeded (attempt 2 of 3), after 1m1s",
            "resil: curl failed with exit code 7 (attempt 1 of 3); not retried",
            "resil: curl timed out after 2s (attempt 2 of 3); no time left for another attempt,"
                + " after 1m1s",
            "resil: stopped by SIGINT (attempt 2 of 3), after 2s",
            "resil: stopped by SIGINT (attempt 1 of 3)",
            "resil: stopped by SIGINT");
  }

  @Test
  void shouldReportEveryAttemptIfVerbose() {
    verbose = true;
    assertThat(
            linesOf(
                new RunEvent.Started(FakeTime.START),
                new RunEvent.SplayStarted(DELAY),
                new RunEvent.AttemptStarted(1),
                new RunEvent.AttemptEnded(attempt(1, new Outcome.Exit(0))),
                ended(Kind.SUCCEEDED, 1, new Outcome.Exit(0))))
        .containsExactly(
            "resil: first attempt in 1.5s (splay)",
            "resil: attempt 1 of 3: curl",
            "resil: attempt 1 of 3 took 2s: exit:0",
            "resil: curl succeeded (attempt 1 of 3)");
  }

  @Test
  void shouldNameAProcessThatMayNotBeSignalled() {
    String name = "su\033[31mdo\n";
    ProcessCondition condition =
        new ProcessCondition("S (sleeping)", Optional.of("do_wait"), OptionalInt.empty());
    assertThat(
            linesOf(
                new RunEvent.NotSignalled(42, name, "Not permitted", Optional.empty()),
                new RunEvent.NotSignalled(42, name, "Not permitted", Optional.of(condition))))
        .containsExactly(
            "resil: cannot signal su\\x1b[31mdo\\n (process 42): Not permitted; waiting for it"
                + " to end",
            "resil: cannot signal su\\x1b[31mdo\\n (process 42, S (sleeping) in do_wait):"
                + " Not permitted; waiting for it to end");
  }

  @Test
  void shouldNameAProcessThatASignalDoesNotEnd() {
    ProcessCondition disk =
        new ProcessCondition("D (disk sleep)", Optional.of("nfs_wait"), OptionalInt.empty());
    ProcessCondition traced =
        new ProcessCondition("t (tracing stop)", Optional.empty(), OptionalInt.of(7));
    assertThat(
            linesOf(
                new RunEvent.Survived(9, 42, "cp", Optional.of(disk)),
                new RunEvent.Survived(15, 42, "cp", Optional.of(traced)),
                new RunEvent.Survived(9, 42, "cp", Optional.empty())))
        .containsExactly(
            "resil: cp (process 42) survives SIGKILL: D (disk sleep) in nfs_wait; waiting for it"
                + " to end",
            "resil: cp (process 42) survives SIGTERM: t (tracing stop), traced by process 7;"
                + " waiting for it to end",
            "resil: cp (process 42) survives SIGKILL; waiting for it to end");
  }

  @Test
  void shouldReportThatOutputWasNotSearched() {
    assertThat(linesOf(new RunEvent.SearchCutShort()))
        .containsExactly(
            "resil: searching its output for patterns took too long; the rest was not searched");
  }

  @Test
  void shouldReportProcessesLeftRunning() {
    assertThat(linesOf(new RunEvent.LeftRunning("hidden")))
        .containsExactly("resil: a process started by the attempt may still be running: hidden");
  }

  @Test
  void shouldWriteOneHarmlessLineForAnyCommandName() {
    command = "\033]0;owned\007\nresil: curl succeeded\r\u202e\udcff";
    assertThat(linesOf(new RunEvent.Retrying(attempt(1, FAILED), DELAY)))
        .containsExactly(
            "resil: \\x1b]0;owned\\x07\\nresil: curl succeeded\\r\\u202e\\xff failed with exit"
                + " code 7 (attempt 1 of 3); retrying in 1.5s");
  }

  @Test
  void shouldColourFailuresAndSuccesses() {
    style = Style.COLOUR;
    assertThat(
            linesOf(
                new RunEvent.Retrying(attempt(1, FAILED), DELAY),
                ended(Kind.SUCCEEDED, 2, new Outcome.Exit(0)),
                ended(Kind.NOT_RETRIED, 1, FAILED),
                interrupted(Optional.empty())))
        .containsExactly(
            "resil: \033[33mcurl failed with exit code 7 (attempt 1 of 3)\033[0m; retrying in 1.5s",
            "resil: \033[32mcurl succeeded\033[0m (attempt 2 of 3), after 1m1s",
            "resil: \033[31mcurl failed with exit code 7 (attempt 1 of 3)\033[0m; not retried",
            "resil: \033[31mstopped by SIGINT\033[0m");
  }
}
