package dev.resil.cli.options;

import dev.resil.limit.Budget;
import dev.resil.limit.Demand;
import dev.resil.limit.LimitName;
import dev.resil.run.WhenLimited;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The limits of a run that processes share.
 *
 * @param lock the lock of the run
 * @param attempts the limit on attempts
 * @param budget the budget for retries
 * @param whenLimited the reaction to a limit that is used up
 * @param longestWait the longest wait for one permit
 */
public record LimitSettings(
    Optional<Lock> lock,
    Optional<Attempts> attempts,
    Optional<Retries> budget,
    WhenLimited whenLimited,
    Optional<Duration> longestWait) {
  /**
   * A lock.
   *
   * @param strict whether unusable state is an error
   */
  public record Lock(LimitName name, boolean strict) {}

  /**
   * A limit on attempts.
   *
   * @param demand how many
   * @param strict whether unusable state is an error
   */
  public record Attempts(LimitName name, Demand demand, boolean strict) {}

  /**
   * A budget for retries.
   *
   * @param budget how many
   * @param strict whether unusable state is an error
   */
  public record Retries(LimitName name, Budget budget, boolean strict) {}

  /** Whether unusable state is an error, apart from that of the lock. */
  public boolean strict() {
    return attempts.filter(Attempts::strict).isPresent()
        || budget.filter(Retries::strict).isPresent();
  }

  /** The names of all, each once. */
  public List<LimitName> names() {
    return Stream.of(lock.map(Lock::name), attempts.map(Attempts::name), budget.map(Retries::name))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }
}
