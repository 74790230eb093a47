package dev.resil.breaker;

/**
 * Counts of a breaker since it was created or reset. They saturate at {@link Long#MAX_VALUE}.
 *
 * @param totalCalls reported calls: successful, failed and neutral
 * @param successfulCalls calls that succeeded
 * @param failedCalls calls that failed
 * @param rejectedCalls rejected calls; not part of the total
 * @param slowCalls slow calls, successful or failed
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
