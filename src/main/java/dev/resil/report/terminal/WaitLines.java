package dev.resil.report.terminal;

import dev.resil.run.ConditionState;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.RunResult;

/**
 * The messages of a run that only waits: those about its conditions say all that those about its
 * one attempt would.
 */
public final class WaitLines implements RunListener {
  private final RunListener lines;
  private final boolean watched;

  /**
   * The messages among those of a run.
   *
   * @param watched whether a {@link ConditionsView} shows what is waited for
   */
  public WaitLines(RunListener lines, boolean watched) {
    this.lines = lines;
    this.watched = watched;
  }

  @Override
  public void on(RunEvent event) {
    switch (event) {
      case RunEvent.AttemptStarted _, RunEvent.AttemptEnded _ -> {}
      case RunEvent.Ended(RunResult result) when isTold(result) -> {}
      case RunEvent.ConditionChanged(ConditionState state, _) when watched && !state.met() -> {}
      default -> lines.on(event);
    }
  }

  private static boolean isTold(RunResult result) {
    return switch (result.kind()) {
      case SUCCEEDED, NOT_RETRIED, ATTEMPTS_EXHAUSTED, BUDGET_SPENT -> true;
      case TIME_LIMIT -> result.last().isPresent();
      case INTERRUPTED, REJECTED, LIMITED, SKIPPED, CACHED, GUARD_FAILED -> false;
    };
  }
}
