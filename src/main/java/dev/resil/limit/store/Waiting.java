package dev.resil.limit.store;

import dev.resil.limit.Answer;
import dev.resil.limit.LimitState.Counters;
import java.util.List;

/**
 * What a run waits for.
 *
 * @param answer the last answer
 * @param near the processes whose end may give way
 * @param since what had happened by then
 */
record Waiting(Answer.Limited answer, List<Integer> near, Counters since) {
  /**
   * Whether a new request may succeed.
   *
   * @param isTime whether as much time has passed as the answer said
   */
  boolean isOver(Counters now, boolean isTime) {
    long freed = now.freed() - since.freed();
    long departed = now.departed() - since.departed();
    boolean isAnew = freed < 0 || departed < 0; // the record was removed
    boolean isAhead = departed < answer.needed().departed();
    return isAnew || (!isAhead && (isTime || freed >= answer.needed().freed()));
  }

  /** How many others may have to give way before it. */
  int place() {
    return Math.max(answer.needed().freed() - 1, answer.needed().departed());
  }
}
