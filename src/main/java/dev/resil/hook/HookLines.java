package dev.resil.hook;

import java.util.Optional;

/**
 * The command lines of the hooks, run with {@code sh -c}.
 *
 * @param start before the first attempt
 * @param retry before another attempt
 * @param success when the run succeeded
 * @param failure when the run failed or was rejected
 * @param stateChange when the breaker's state changed
 */
public record HookLines(
    Optional<String> start,
    Optional<String> retry,
    Optional<String> success,
    Optional<String> failure,
    Optional<String> stateChange) {
  /** No hooks. */
  public static final HookLines NONE =
      new HookLines(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Whether there is any hook. */
  public boolean any() {
    return start.isPresent()
        || retry.isPresent()
        || success.isPresent()
        || failure.isPresent()
        || stateChange.isPresent();
  }
}
