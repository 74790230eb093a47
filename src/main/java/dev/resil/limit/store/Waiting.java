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
  /** How many others must still give way before a new request can succeed, besides the time. */
  int left(Counters now) {
    long freed = now.freed() - since.freed();
    long departed = now.departed() - since.departed();
    if (freed < 0 || departed < 0) {
      return 0; // the record was removed
    }
    long left = answer.needed().departed() - departed;
    long more = answer.room().isPresent() ? left : Math.max(left, answer.needed().freed() - freed);
    return Math.clamp(more, 0, Integer.MAX_VALUE);
  }
}
