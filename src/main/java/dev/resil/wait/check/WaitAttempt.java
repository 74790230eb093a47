package dev.resil.wait.check;

import dev.resil.outcome.Outcome;
import dev.resil.run.Attempt;
import dev.resil.wait.Waiting.End;
import java.util.OptionalInt;

/** An attempt that is a wait: it succeeds as a command does that exits with 0. */
public final class WaitAttempt implements Attempt {
  private static final Outcome MET = new Outcome.Exit(0);

  private final Coordinator coordinator;
  private final long seed;
  private boolean met;

  /**
   * A wait.
   *
   * @param seed of the jitter
   */
  public WaitAttempt(Coordinator coordinator, long seed) {
    this.coordinator = coordinator;
    this.seed = seed;
  }

  @Override
  public Execution execute(Request request) {
    return switch (coordinator.await(request.deadline(), seed)) {
      case End.Met _ -> {
        met = true;
        yield Execution.of(MET);
      }
      case End.Hopeless(Outcome outcome) ->
          Execution.of(outcome.equals(MET) ? new Outcome.Exit(1) : outcome);
      case End.OutOfTime _ -> Execution.of(new Outcome.Timeout());
      case End.Interrupted(int signal) ->
          new Execution(new Outcome.Timeout(), OptionalInt.of(signal));
    };
  }

  /** Whether the conditions are what they should be. */
  public boolean isMet() {
    return met;
  }
}
