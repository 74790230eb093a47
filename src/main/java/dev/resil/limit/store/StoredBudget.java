package dev.resil.limit.store;

import dev.resil.limit.Budget;
import dev.resil.run.Ending;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.SharedBudget;
import dev.resil.state.StateException;
import dev.resil.time.Deadline;
import java.util.Optional;

/**
 * A stored budget. While its state can't be read or written, the run continues without it, as with
 * a breaker; one message says so. A strict budget then ends the run.
 */
public final class StoredBudget implements SharedBudget {
  private final StoredLimit limit;
  private final Budget budget;
  private final boolean strict;
  private final RunListener listener;
  private boolean failed;

  /**
   * A budget.
   *
   * @param limit where it is stored
   * @param strict whether to permit nothing if its state can't be read
   */
  public StoredBudget(StoredLimit limit, Budget budget, boolean strict, RunListener listener) {
    this.limit = limit;
    this.budget = budget;
    this.strict = strict;
    this.listener = listener;
  }

  private interface Step {
    Optional<Ending> take() throws StateException;
  }

  @Override
  public Optional<Ending> begin(Deadline deadline) {
    return take(
        () -> {
          limit.begun(budget, deadline);
          return Optional.empty();
        },
        deadline);
  }

  @Override
  public Optional<Ending> retry(Deadline deadline) {
    return take(
        () ->
            limit
                .retry(budget, deadline)
                .map(spent -> new Ending.BudgetSpent(limit.name().value(), spent)),
        deadline);
  }

  private Optional<Ending> take(Step step, Deadline deadline) {
    try {
      Optional<Ending> ending = step.take();
      failed = false;
      return ending;
    } catch (StateException e) {
      if (deadline.isOver(System.nanoTime())) {
        return Optional.of(Ending.of(Ending.Kind.TIME_LIMIT));
      }
      return unavailable(e);
    }
  }

  private Optional<Ending> unavailable(StateException e) {
    if (!failed) {
      listener.on(
          strict
              ? new RunEvent.GuardFailed(e.getMessage())
              : new RunEvent.Unlimited(limit.name().value(), false, e.getMessage()));
    }
    failed = true;
    return strict ? Optional.of(Ending.of(Ending.Kind.GUARD_FAILED)) : Optional.empty();
  }
}
