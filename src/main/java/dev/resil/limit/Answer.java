package dev.resil.limit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The answer of a limit. */
public sealed interface Answer {
  /**
   * The run or attempt may begin.
   *
   * @param number the permit's number, to return it with; 0 without a permit
   */
  record Granted(long number) implements Answer {}

  /**
   * It may not begin yet.
   *
   * @param why what is used up
   * @param holds who has it, for a lock or a number at the same time
   * @param ahead how many wait longer
   * @param before who of them is next to it
   * @param needed what others must do first
   * @param room the time until it may begin, if that depends on time alone
   */
  record Limited(
      Why why,
      List<Hold> holds,
      int ahead,
      Optional<Owner> before,
      Needed needed,
      Optional<Duration> room)
      implements Answer {
    /** Copies the list. */
    public Limited {
      holds = List.copyOf(holds);
    }
  }

  /**
   * What others must do, at least, before a request may be granted.
   *
   * @param freed how many permits and places in the queue they must give up; at least 1. If only
   *     the rate is in the way, time does as well
   * @param departed how many must leave the queue
   */
  record Needed(int freed, int departed) {}

  /** What is used up. */
  enum Why {
    /** Another run holds the lock. */
    LOCKED,
    /** As many attempts as are permitted are under way. */
    CONCURRENCY,
    /** As many attempts as are permitted have begun lately. */
    RATE,
    /** Others wait longer for what there is. */
    QUEUE
  }
}
