package dev.resil.report.terminal;

import dev.resil.outcome.Outcome;
import dev.resil.outcome.Signals;
import dev.resil.run.Fallback;
import dev.resil.run.RunEvent;
import dev.resil.text.Durations;
import java.time.Duration;

/** What people read about what answers in place of attempts. */
public final class FallbackLines {
  private FallbackLines() {}

  /** That something else answers. */
  public static String of(RunEvent.FallingBack back) {
    return switch (back.source()) {
      case CACHE ->
          "answering with the output of %s ago (--stale-if-error)"
              .formatted(Durations.format(back.age().orElse(Duration.ZERO)));
      case FILE -> "answering with the file of --fallback-file";
      case LINE -> "running the line of --fallback";
    };
  }

  /** That a fresh copy made attempts needless. */
  static String cached(String name, Fallback.Answer answer) {
    return name
        + " was not run: its output of %s ago is fresh (--cache-ttl)"
            .formatted(Durations.format(answer.age().orElse(Duration.ZERO)));
  }

  /** That it failed as well. */
  static String failed(Fallback.Answer answer) {
    return "the fallback "
        + switch (answer.outcome()) {
          case Outcome.Exit(int code) -> "failed with exit code " + code;
          case Outcome.Signal(int signal) -> "was ended by SIG" + Signals.name(signal);
          case Outcome.ResilFailed(String reason) -> "was given up: " + reason;
          default -> "failed: " + answer.outcome().name();
        };
  }
}
