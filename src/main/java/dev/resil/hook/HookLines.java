package dev.resil.hook;

import java.util.Optional;

/**
 * The lines that are run with {@code sh -c} when something happens.
 *
 * @param retry before another attempt
 * @param success when the run succeeded
 * @param failure when the run failed or was rejected
 * @param stateChange when the breaker's state changed
 */
public record HookLines(
    Optional<String> retry,
    Optional<String> success,
    Optional<String> failure,
    Optional<String> stateChange) {
  /** Whether there is any. */
  public boolean any() {
    return retry.isPresent()
        || success.isPresent()
        || failure.isPresent()
        || stateChange.isPresent();
  }
}
