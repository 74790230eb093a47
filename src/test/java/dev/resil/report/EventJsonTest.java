package dev.resil.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.breaker.Decision;
import dev.resil.breaker.Phase;
import dev.resil.limit.Answer;
import dev.resil.limit.Hold;
import dev.resil.limit.Owner;
import dev.resil.outcome.Outcome;
import dev.resil.report.terminal.HumanLines;
import dev.resil.report.terminal.Style;
import dev.resil.run.Attempt;
import dev.resil.run.Attempts;
import dev.resil.run.ConditionState;
import dev.resil.run.Ending;
import dev.resil.run.Ending.Kind;
import dev.resil.run.EndingCodes;
import dev.resil.run.Fallback;
import dev.resil.run.ProcessCondition;
import dev.resil.run.RunEvent;
import dev.resil.run.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Events as JSON, and as lines of the log. */
final class EventJsonTest {
  private static final JsonSchemas SCHEMA = JsonSchemas.named("event.schema.json");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final EventJson JSON =
      new EventJson("6f1f0a38-6a4c-4b8e-9a3b-0d8f5d6a7b1c", "cu\nrl", InstantSource.fixed(NOW));
  private static final Attempt.Ended FAILED =
      Attempts.ended(2, new Outcome.Exit(7), false, Duration.ofSeconds(1), Duration.ofMillis(1500));
  private static final Decision.Rejected REJECTED =
      new Decision.Rejected(Phase.Kind.OPEN, Optional.of(Duration.ofSeconds(9)));

  private static final List<ConditionState> CONDITIONS =
      List.of(
          new ConditionState(
              "tcp:db:5432",
              false,
              true,
              Optional.of("accepts connections"),
              Duration.ofSeconds(2)),
          new ConditionState("file:a", true, false, Optional.empty(), Duration.ofSeconds(3)));

  private static final Answer.Limited LIMITED =
      new Answer.Limited(
          Answer.Why.LOCKED,
          List.of(
              new Hold(
                  17,
                  dev.resil.limit.Kind.LOCK,
                  new Owner("run", "1:2:3", "host", 42, "cp"),
                  NOW,
                  NOW,
                  Duration.ofSeconds(9))),
          1,
          Optional.empty(),
          new Answer.Needed(2, 1),
          Optional.empty());

  static Stream<RunEvent> events() {
    return Stream.of(
        new RunEvent.Started(NOW),
        new RunEvent.SplayStarted(Duration.ofSeconds(3)),
        new RunEvent.AttemptStarted(1),
        new RunEvent.ProcessStarted(42),
        new RunEvent.SignalReceived(15, false),
        new RunEvent.SignalSent(15, 42, "##[endgroup]"),
        new RunEvent.AttemptEnded(FAILED),
        new RunEvent.NotSignalled(42, "sudo", "Operation not permitted", Optional.empty()),
        new RunEvent.Survived(
            9,
            42,
            "cp",
            Optional.of(
                new ProcessCondition(
                    "D (disk sleep)", Optional.of("nfs_wait"), OptionalInt.of(7)))),
        new RunEvent.Unseen("hidden"),
        new RunEvent.LeftAlone(42, "daemon"),
        new RunEvent.Outgrown(120),
        new RunEvent.LeftRunning("hidden"),
        new RunEvent.SearchCutShort(),
        new RunEvent.InputChanged(),
        new RunEvent.InputNotKept("/tmp", "No space left on device"),
        new RunEvent.Retrying(FAILED, Duration.ofMillis(250)),
        new RunEvent.BreakerSeen("b", Phase.Kind.CLOSED, Phase.Kind.CLOSED, Optional.empty()),
        new RunEvent.BreakerSeen(
            "b", Phase.Kind.CLOSED, Phase.Kind.OPEN, Optional.of(Duration.ofSeconds(30))),
        new RunEvent.WaitingForPermit("payments", REJECTED),
        new RunEvent.Unguarded("b", "state in /x: permission denied"),
        new RunEvent.GuardedAgain("b"),
        new RunEvent.GuardFailed("state in /x: permission denied"),
        new RunEvent.WaitStarted(() -> CONDITIONS),
        new RunEvent.ConditionChanged(CONDITIONS.get(0), true),
        new RunEvent.ConditionChanged(CONDITIONS.get(1), false),
        new RunEvent.WaitEnded(CONDITIONS, RunEvent.WaitEnded.Kind.MET),
        new RunEvent.WaitEnded(CONDITIONS, RunEvent.WaitEnded.Kind.OUT_OF_TIME),
        new RunEvent.WaitEnded(CONDITIONS, RunEvent.WaitEnded.Kind.HOPELESS),
        new RunEvent.WaitEnded(CONDITIONS, RunEvent.WaitEnded.Kind.INTERRUPTED),
        new RunEvent.Admitted("backup", true, 17, Duration.ofSeconds(2)),
        new RunEvent.Admitted("api", false, 0, Duration.ZERO),
        new RunEvent.WaitingForLimit("backup", true, LIMITED),
        new RunEvent.Unlimited("api", false, "state in /x: permission denied"),
        new RunEvent.LockLost("backup", 17),
        new RunEvent.StateNotice("put aside"),
        new RunEvent.HookFailed("--on-retry", "failed with exit code 1"),
        new RunEvent.PingFailed(RunEvent.PingFailed.Part.BOTH, "status 404"),
        new RunEvent.FallingBack(failed(), Fallback.Source.CACHE, Optional.of(Duration.ofHours(2))),
        new RunEvent.FallingBack(failed(), Fallback.Source.LINE, Optional.empty()),
        ended(Kind.ATTEMPTS_EXHAUSTED),
        new RunEvent.Ended(cached()),
        new RunEvent.Ended(
            new RunResult(
                new Ending.Limited("backup", true, LIMITED, false),
                Optional.empty(),
                Duration.ZERO)),
        new RunEvent.Ended(
            new RunResult(
                new Ending.Rejected("payments", REJECTED, false),
                Optional.empty(),
                Duration.ZERO)));
  }

  private static RunResult failed() {
    return new RunResult(
        Ending.of(Kind.ATTEMPTS_EXHAUSTED), Optional.of(FAILED), Duration.ofSeconds(4));
  }

  private static RunResult cached() {
    return new RunResult(
        Ending.of(Kind.CACHED),
        Optional.empty(),
        Duration.ZERO,
        Optional.of(
            new Fallback.Answer(
                Fallback.Source.CACHE,
                new Outcome.Exit(0),
                Optional.of(Duration.ofMinutes(5)),
                OptionalInt.empty())),
        EndingCodes.NONE);
  }

  private static RunEvent ended(Kind kind) {
    return new RunEvent.Ended(
        new RunResult(Ending.of(kind), Optional.of(FAILED), Duration.ofSeconds(4)));
  }

  @Test
  void shouldCoverEveryKindOfEvent() {
    Set<Class<?>> tried = events().map(Object::getClass).collect(Collectors.toSet());
    assertThat(tried).containsAll(Arrays.asList(RunEvent.class.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("events")
  void shouldMatchTheSchema(RunEvent event) {
    JsonNode json = SCHEMA.check(JSON.line(event));

    assertThat(json.get("time").asString()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(json.get("command").asString()).isEqualTo("cu\\nrl");
    assertThat(json.has("message")).isFalse();
  }

  @Test
  void shouldDescribeItselfInItsSchema() {
    SCHEMA.assertThatEveryKeyIsDescribedInSnakeCase();
  }

  @Test
  void shouldReportTheDetailsOfARetry() {
    JsonNode json = SCHEMA.check(JSON.line(new RunEvent.Retrying(FAILED, Duration.ofMillis(250))));

    assertThat(json.get("event").asString()).isEqualTo("retrying");
    assertThat(json.get("attempt").asInt()).isEqualTo(2);
    assertThat(json.get("outcome").asString()).isEqualTo("exit:7");
    assertThat(json.get("duration").asDouble()).isEqualTo(1.5);
    assertThat(json.get("delay").asDouble()).isEqualTo(0.25);
  }

  @Test
  void shouldLogTheMessageBesideTheDetails() {
    List<String> written = new ArrayList<>();
    JsonLog log =
        new JsonLog(
            written::add,
            JSON,
            sink -> new HumanLines(sink, "curl", OptionalLong.of(3), Style.PLAIN, false));

    events().forEach(log::on);
    log.line("resil: --report r.json: not written: No space left on device");

    List<JsonNode> lines = written.stream().map(SCHEMA::check).toList();
    assertThat(lines).allSatisfy(line -> assertThat(line.has("level")).isTrue());
    assertThat(lines)
        .anySatisfy(line -> {
          assertThat(line.get("event").asString()).isEqualTo("retrying");
          assertThat(line.get("level").asString()).isEqualTo("warn");
          assertThat(line.get("message").asString())
              .isEqualTo("curl failed with exit code 7 (attempt 2 of 3); retrying in 250ms");
        });
    assertThat(lines.getLast().get("event").asString()).isEqualTo("notice");
    assertThat(lines.getLast().get("message").asString()).startsWith("--report r.json: not");
  }

  @Test
  void shouldDeriveTheLevelFromTheResult() {
    assertThat(LogLevel.of(ended(Kind.SUCCEEDED))).isEqualTo(LogLevel.INFO);
    assertThat(LogLevel.of(ended(Kind.NOT_RETRIED))).isEqualTo(LogLevel.ERROR);
  }
}
