package dev.resil.report;

import dev.resil.breaker.Decision;
import dev.resil.json.Json;
import dev.resil.outcome.Signals;
import dev.resil.run.Attempt;
import dev.resil.run.ConditionState;
import dev.resil.run.ProcessCondition;
import dev.resil.run.RunEvent;
import dev.resil.run.RunResult;
import dev.resil.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * The events of a run as JSON, one object per event, as defined by {@code
 * schema/event.schema.json}: for the event log, the log on stderr, hooks and bug reports. Contains
 * the command's name, not its arguments.
 */
public final class EventJson {
  private final String runId;
  private final String command;
  private final InstantSource clock;

  /**
   * The events of a run.
   *
   * @param command the command's name, without its arguments
   */
  public EventJson(String runId, String command, InstantSource clock) {
    this.runId = runId;
    this.command = Printable.of(command);
    this.clock = clock;
  }

  /** An event on one line. */
  public String line(RunEvent event) {
    return Json.compact(json -> {
      head(json, name(event));
      facts(json, event);
    });
  }

  /** A log line: an event with its level and message. */
  String line(RunEvent event, LogLevel level, String message) {
    return Json.compact(json -> {
      head(json, name(event));
      said(json, level, message);
      facts(json, event);
    });
  }

  /** A log line without an event. */
  String line(LogLevel level, String message) {
    return Json.compact(json -> {
      head(json, "notice");
      said(json, level, message);
    });
  }

  private void head(JsonGenerator json, String event) {
    Json.time(json, "time", clock.instant());
    json.writeStringProperty("event", event);
    json.writeStringProperty("run_id", runId);
    json.writeStringProperty("command", command);
  }

  private static void said(JsonGenerator json, LogLevel level, String message) {
    json.writeStringProperty("level", level.word());
    json.writeStringProperty("message", message);
  }

  private static String name(RunEvent event) {
    return switch (event) {
      case RunEvent.Started _ -> "run_started";
      case RunEvent.SplayStarted _ -> "splay_started";
      case RunEvent.AttemptStarted _ -> "attempt_started";
      case RunEvent.ProcessStarted _ -> "process_started";
      case RunEvent.SignalReceived _ -> "signal_received";
      case RunEvent.SignalSent _ -> "signal_sent";
      case RunEvent.AttemptEnded _ -> "attempt_ended";
      case RunEvent.NotSignalled _ -> "not_signalled";
      case RunEvent.Survived _ -> "signal_survived";
      case RunEvent.Unseen _ -> "processes_unseen";
      case RunEvent.LeftAlone _ -> "left_alone";
      case RunEvent.Outgrown _ -> "fork_storm";
      case RunEvent.LeftRunning _ -> "left_running";
      case RunEvent.SearchCutShort _ -> "search_cut_short";
      case RunEvent.InputChanged _ -> "input_changed";
      case RunEvent.InputNotKept _ -> "input_not_kept";
      case RunEvent.Retrying _ -> "retrying";
      case RunEvent.BreakerSeen seen when seen.before() == seen.after() -> "breaker_seen";
      case RunEvent.BreakerSeen _ -> "breaker_changed";
      case RunEvent.WaitingForPermit _ -> "waiting_for_permit";
      case RunEvent.Unguarded _ -> "unguarded";
      case RunEvent.GuardedAgain _ -> "guarded_again";
      case RunEvent.GuardFailed _ -> "guard_failed";
      case RunEvent.WaitStarted _ -> "wait_started";
      case RunEvent.ConditionChanged _ -> "condition_changed";
      case RunEvent.WaitEnded _ -> "wait_ended";
      case RunEvent.Admitted _ -> "admitted";
      case RunEvent.WaitingForLimit _ -> "waiting_for_limit";
      case RunEvent.Unlimited _ -> "unlimited";
      case RunEvent.LockLost _ -> "lock_lost";
      case RunEvent.StateNotice _ -> "state_notice";
      case RunEvent.HookFailed _ -> "hook_failed";
      case RunEvent.PingFailed _ -> "ping_failed";
      case RunEvent.FallingBack _ -> "falling_back";
      case RunEvent.Ended _ -> "run_ended";
    };
  }

  private static void facts(JsonGenerator json, RunEvent event) {
    switch (event) {
      case RunEvent.Started(Instant at) -> Json.time(json, "started_at", at);
      case RunEvent.SplayStarted(Duration splay) -> Json.duration(json, "delay", splay);
      case RunEvent.AttemptStarted(long number) -> json.writeNumberProperty("attempt", number);
      case RunEvent.ProcessStarted(int pid) -> json.writeNumberProperty("pid", pid);
      case RunEvent.SignalReceived(int number, boolean fromTerminal) -> {
        json.writeStringProperty("signal", Signals.name(number));
        json.writeBooleanProperty("from_terminal", fromTerminal);
      }
      case RunEvent.SignalSent(int number, int pid, String process) -> {
        json.writeStringProperty("signal", Signals.name(number));
        process(json, pid, process);
      }
      case RunEvent.AttemptEnded(Attempt.Ended ended) -> attempt(json, ended);
      case RunEvent.NotSignalled(
              int pid,
              String process,
              String reason,
              Optional<ProcessCondition> condition) -> {
        process(json, pid, process);
        reason(json, reason);
        condition.ifPresent(found -> condition(json, found));
      }
      case RunEvent.Survived(
              int number,
              int pid,
              String process,
              Optional<ProcessCondition> condition) -> {
        json.writeStringProperty("signal", Signals.name(number));
        process(json, pid, process);
        condition.ifPresent(found -> condition(json, found));
      }
      case RunEvent.Unseen(String reason) -> reason(json, reason);
      case RunEvent.LeftAlone(int pid, String process) -> process(json, pid, process);
      case RunEvent.Outgrown(int processes) -> json.writeNumberProperty("processes", processes);
      case RunEvent.LeftRunning(String reason) -> reason(json, reason);
      case RunEvent.SearchCutShort _ -> {}
      case RunEvent.InputChanged _ -> {}
      case RunEvent.InputNotKept(String folder, String reason) -> {
        json.writeStringProperty("folder", Printable.of(folder));
        reason(json, reason);
      }
      case RunEvent.Retrying(Attempt.Ended failed, Duration delay) -> {
        attempt(json, failed);
        Json.duration(json, "delay", delay);
      }
      case RunEvent.BreakerSeen seen -> {
        json.writeStringProperty("breaker", seen.breaker());
        json.writeStringProperty("before", seen.before().name());
        json.writeStringProperty("after", seen.after().name());
        Json.duration(json, "next_probe_in", seen.nextProbe());
        if (seen.thisHostOnly()) {
          json.writeBooleanProperty("this_host_only", true);
        }
      }
      case RunEvent.WaitingForPermit(String breaker, Decision.Rejected decision) ->
          rejection(json, breaker, decision);
      case RunEvent.Unguarded(String breaker, String reason) -> {
        json.writeStringProperty("breaker", breaker);
        reason(json, reason);
      }
      case RunEvent.GuardedAgain(String breaker) -> json.writeStringProperty("breaker", breaker);
      case RunEvent.GuardFailed(String reason) -> reason(json, reason);
      case RunEvent.WaitStarted(var states) -> ConditionJson.write(json, states.get());
      case RunEvent.ConditionChanged(ConditionState state, _) -> ConditionJson.write(json, state);
      case RunEvent.WaitEnded(List<ConditionState> states, RunEvent.WaitEnded.Kind kind) -> {
        json.writeStringProperty("wait_result", kind.name().toLowerCase(Locale.ROOT));
        ConditionJson.write(json, states);
      }
      case RunEvent.Admitted admitted -> {
        LimitEventJson.name(json, admitted.limit(), admitted.lock());
        json.writeNumberProperty("number", admitted.number());
        Json.duration(json, "waited", admitted.waited());
      }
      case RunEvent.WaitingForLimit waiting ->
          LimitEventJson.write(json, waiting.limit(), waiting.lock(), waiting.answer());
      case RunEvent.Unlimited(String limit, boolean lock, String reason) -> {
        LimitEventJson.name(json, limit, lock);
        reason(json, reason);
      }
      case RunEvent.LockLost(String limit, long number) -> {
        LimitEventJson.name(json, limit, true);
        json.writeNumberProperty("number", number);
      }
      case RunEvent.StateNotice(String text) -> reason(json, text);
      case RunEvent.HookFailed(String hook, String reason) -> {
        json.writeStringProperty("hook", hook);
        reason(json, reason);
      }
      case RunEvent.PingFailed(RunEvent.PingFailed.Part part, String reason) -> {
        json.writeStringProperty("part", part.name().toLowerCase(Locale.ROOT));
        reason(json, reason);
      }
      case RunEvent.FallingBack back -> {
        json.writeStringProperty("result", back.failed().summary());
        json.writeStringProperty("source", ResultJson.source(back.source()));
        Json.duration(json, "age", back.age());
      }
      case RunEvent.Ended(RunResult result) -> result(json, result);
    }
  }

  private static void condition(JsonGenerator json, ProcessCondition condition) {
    json.writeStringProperty("process_state", condition.state());
    condition.waitsIn().ifPresent(function -> json.writeStringProperty("waits_in", function));
    condition.tracer().ifPresent(pid -> json.writeNumberProperty("traced_by", pid));
  }

  private static void process(JsonGenerator json, int pid, String name) {
    json.writeNumberProperty("pid", pid);
    json.writeStringProperty("process", Printable.of(name));
  }

  private static void reason(JsonGenerator json, String reason) {
    json.writeStringProperty("reason", Printable.of(reason));
  }

  private static void attempt(JsonGenerator json, Attempt.Ended ended) {
    json.writeNumberProperty("attempt", ended.number());
    json.writeStringProperty("outcome", ended.outcome().name());
    json.writeBooleanProperty("success", ended.success());
    if (ended.judgement().uncounted()) {
      json.writeBooleanProperty("uncounted", true);
    }
    Json.duration(json, "duration", ended.duration());
  }

  private static void rejection(JsonGenerator json, String breaker, Decision.Rejected decision) {
    json.writeStringProperty("breaker", breaker);
    json.writeStringProperty("state", decision.phase().name());
    Json.duration(json, "next_probe_in", decision.nextProbe());
  }

  private static void result(JsonGenerator json, RunResult result) {
    ResultJson.write(json, result);
    json.writeNumberProperty("attempt_count", result.attempts());
    Optional<String> outcome = result.last().map(last -> last.outcome().name());
    if (outcome.isPresent()) {
      json.writeStringProperty("outcome", outcome.get());
    } else {
      json.writeNullProperty("outcome");
    }
    Json.duration(json, "duration", result.elapsed());
    result
        .rejection()
        .ifPresent(rejected -> rejection(json, rejected.breaker(), rejected.decision()));
    result
        .limitation()
        .ifPresent(limited ->
            LimitEventJson.write(json, limited.limit(), limited.lock(), limited.answer()));
    result.spending().ifPresent(spent -> LimitEventJson.write(json, spent));
  }
}
