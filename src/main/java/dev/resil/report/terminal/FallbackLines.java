package dev.resil.report.terminal;

import dev.resil.outcome.Outcome;
import dev.resil.outcome.Signals;
import dev.resil.run.Fallback;
import dev.resil.run.RunEvent;
import dev.resil.text.Durations;
import java.time.Duration;

/** Messages about fallbacks and cached output. */
public final class FallbackLines {
  private FallbackLines() {}

  /** A fallback takes over. */
  public static String of(RunEvent.FallingBack back) {
    return switch (back.source()) {
      case CACHE ->
          "using the cached output of %s ago (--stale-if-error)"
              .formatted(Durations.format(back.age().orElse(Duration.ZERO)));
      case FILE -> "using the file of --fallback-file";
      case LINE -> "running the command of --fallback";
    };
  }

  /** A fresh copy made attempts unnecessary. */
  static String cached(String name, Fallback.Answer answer) {
    return name
        + " was not run: its output of %s ago is still fresh (--cache-ttl)"
            .formatted(Durations.format(answer.age().orElse(Duration.ZERO)));
  }

  /** The fallback failed as well. */
  static String failed(Fallback.Answer answer) {
    return "the fallback "
        + switch (answer.outcome()) {
          case Outcome.Exit(int code) -> "failed with exit code " + code;
          case Outcome.Signal(int signal) -> "was killed by SIG" + Signals.name(signal);
          case Outcome.ResilFailed(String reason) -> "was abandoned: " + reason;
          case Outcome.Timeout _ -> "timed out";
          default -> "failed: " + answer.outcome().name();
        };
  }
}
