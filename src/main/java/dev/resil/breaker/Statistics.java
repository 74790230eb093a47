package dev.resil.breaker;

/**
 * What a breaker saw since it was made or reset. No count ever wraps: at {@link Long#MAX_VALUE} it
 * stays.
 *
 * @param totalCalls calls that were reported: successful, failed, and those that counted neither
 *     way
 * @param successfulCalls calls that succeeded
 * @param failedCalls calls that failed
 * @param rejectedCalls calls that were not let through; not among the total
 * @param slowCalls calls that took too long, successful or failed
 * @param stateChanges changes of phase
 */
public record Statistics(
    long totalCalls,
    long successfulCalls,
    long failedCalls,
    long rejectedCalls,
    long slowCalls,
    long stateChanges) {

  static final Statistics NONE = new Statistics(0, 0, 0, 0, 0, 0);

  Statistics withCall(Verdict verdict, boolean slow) {
    return new Statistics(
        increment(totalCalls),
        verdict == Verdict.SUCCESS ? increment(successfulCalls) : successfulCalls,
        verdict == Verdict.FAILURE ? increment(failedCalls) : failedCalls,
        rejectedCalls,
        slow ? increment(slowCalls) : slowCalls,
        stateChanges);
  }

  Statistics withRejection() {
    return new Statistics(
        totalCalls,
        successfulCalls,
        failedCalls,
        increment(rejectedCalls),
        slowCalls,
        stateChanges);
  }

  Statistics withChange() {
    return new Statistics(
        totalCalls,
        successfulCalls,
        failedCalls,
        rejectedCalls,
        slowCalls,
        increment(stateChanges));
  }

  static long increment(long count) {
    return count == Long.MAX_VALUE ? count : count + 1;
  }

  static int increment(int count) {
    return count == Integer.MAX_VALUE ? count : count + 1;
  }
}
