package dev.resil.report;

import dev.resil.run.RunEvent;
import java.util.Locale;

/** The severity of a log line. */
enum LogLevel {
  /** Normal operation. */
  INFO,
  /** Something failed or is unusual, but the run continues. */
  WARN,
  /** The run failed. */
  ERROR;

  /** The level of an event's message. */
  static LogLevel of(RunEvent event) {
    return switch (event) {
      case RunEvent.Started _,
          RunEvent.SplayStarted _,
          RunEvent.AttemptStarted _,
          RunEvent.ProcessStarted _,
          RunEvent.SignalReceived _,
          RunEvent.SignalSent _,
          RunEvent.AttemptEnded _,
          RunEvent.GuardedAgain _,
          RunEvent.WaitStarted _,
          RunEvent.WaitingForPermit _,
          RunEvent.Admitted _,
          RunEvent.WaitingForLimit _ ->
          INFO;
      case RunEvent.NotSignalled _,
          RunEvent.Survived _,
          RunEvent.Unseen _,
          RunEvent.LeftAlone _,
          RunEvent.Outgrown _,
          RunEvent.LeftRunning _,
          RunEvent.SearchCutShort _,
          RunEvent.InputChanged _,
          RunEvent.InputNotKept _,
          RunEvent.Retrying _,
          RunEvent.Unguarded _,
          RunEvent.Unlimited _,
          RunEvent.LockLost _,
          RunEvent.StateNotice _,
          RunEvent.HookFailed _,
          RunEvent.PingFailed _,
          RunEvent.FallingBack _ ->
          WARN;
      case RunEvent.ConditionChanged(var state, _) -> state.met() ? INFO : WARN;
      case RunEvent.WaitEnded(_, var kind) ->
          switch (kind) {
            case MET -> INFO;
            case INTERRUPTED -> WARN;
            case HOPELESS, OUT_OF_TIME -> ERROR;
          };
      case RunEvent.BreakerSeen seen ->
          switch (seen.after()) {
            case OPEN -> seen.before() == seen.after() ? INFO : WARN;
            case CLOSED, HALF_OPEN -> INFO;
          };
      case RunEvent.GuardFailed _ -> ERROR;
      case RunEvent.Ended(var result) ->
          switch (result.kind()) {
            case SUCCEEDED, CACHED -> INFO;
            case SKIPPED, INTERRUPTED -> WARN;
            case ATTEMPTS_EXHAUSTED,
                BUDGET_SPENT,
                NOT_RETRIED,
                TIME_LIMIT,
                REJECTED,
                LIMITED,
                GUARD_FAILED ->
                ERROR;
          };
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
