package dev.resil.run;

import dev.resil.outcome.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Attempts that follow a script, repeating the last step. */
public final class ScriptedAttempt implements Attempt {
  private final FakeTime time;
  private final List<Step> steps;
  private final List<Request> requests = new ArrayList<>();

  /**
   * One attempt.
   *
   * @param takes its duration, unless it is cut off
   * @param outcome its outcome
   * @param interrupted the signal that the user sends meanwhile
   */
  public record Step(Duration takes, Outcome outcome, OptionalInt interrupted) {
    /** An attempt that ends at once with an exit code. */
    public static Step exit(int code) {
      return of(Duration.ZERO, new Outcome.Exit(code));
    }

    /** An attempt that takes a while. */
    public static Step of(Duration takes, Outcome outcome) {
      return new Step(takes, outcome, OptionalInt.empty());
    }
  }

  /** Attempts that take their time from a fake clock. */
  public ScriptedAttempt(FakeTime time, Step... steps) {
    this.time = time;
    this.steps = List.of(steps);
  }

  List<Request> requests() {
    return requests;
  }

  @Override
  public Execution execute(Request request) {
    requests.add(request);
    Step step = steps.get(Math.min(requests.size(), steps.size()) - 1);
    Duration takes = request.deadline().left(time.nanos(), step.takes());
    time.pass(takes);
    if (takes.compareTo(step.takes()) < 0) {
      return Execution.of(new Outcome.Timeout());
    }
    return new Execution(step.outcome(), step.interrupted());
  }
}
