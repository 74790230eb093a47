package dev.resil.wait;

import dev.resil.outcome.Outcome;
import dev.resil.run.ConditionState;
import dev.resil.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A wait for some conditions: when it is over, and when there is something to do. */
public final class Waiting {
  private final List<Watch> watches = new ArrayList<>();
  private final boolean any;

  /** The end of a wait. */
  public sealed interface End {
    /** The conditions are what they should be. */
    record Met() implements End {}

    /** A check had an outcome that ends the wait. */
    record Hopeless(Outcome outcome) implements End {}

    /** The time is over. */
    record OutOfTime() implements End {}

    /** A signal stopped the wait. */
    record Interrupted(int signal) implements End {}
  }

  /**
   * A wait that begins.
   *
   * @param seed of the jitter
   * @param now on the clock of the wait
   */
  public Waiting(List<Condition> conditions, WaitPolicy policy, long seed, long now) {
    this.any = policy.any();
    for (Condition condition : conditions) {
      watches.add(new Watch(condition, policy, seed + watches.size(), now));
    }
  }

  /** The conditions. */
  public List<Watch> watches() {
    return watches;
  }

  /** Whether the answers so far end the wait. */
  public Optional<End> end() {
    if (any ? watches.stream().anyMatch(Watch::isMet) : watches.stream().allMatch(Watch::isMet)) {
      return Optional.of(new End.Met());
    }
    List<Outcome> hopeless = watches.stream().flatMap(watch -> watch.hopeless().stream()).toList();
    return hopeless.isEmpty() || (any && hopeless.size() < watches.size())
        ? Optional.empty()
        : Optional.of(new End.Hopeless(hopeless.getFirst()));
  }

  /** When there is something to do, unless a check ends sooner. */
  public Deadline wake() {
    return watches.stream().map(Watch::wake).reduce(Deadline.NEVER, Deadline::orSooner);
  }

  /** What is known of all conditions. */
  public List<ConditionState> states(long now) {
    return watches.stream().map(watch -> watch.state(now)).toList();
  }
}
