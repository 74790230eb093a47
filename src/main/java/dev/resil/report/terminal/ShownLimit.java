package dev.resil.report.terminal;

import dev.resil.run.Attempt;
import java.util.OptionalLong;

/** The most attempts of a run in messages: each failure that does not count allows one more. */
public final class ShownLimit {
  private OptionalLong limit;

  /**
   * The limit at the start of the run.
   *
   * @param limit empty for no limit
   */
  public ShownLimit(OptionalLong limit) {
    this.limit = limit;
  }

  /** The number of an attempt in words. */
  public String attempt(long number) {
    return "attempt "
        + number
        + (limit.isPresent() ? " of " + Math.max(number, limit.getAsLong()) : "");
  }

  /** Follows a failed attempt that is retried. */
  public void retrying(Attempt.Ended failed) {
    if (failed.judgement().uncounted() && limit.isPresent()) {
      limit = OptionalLong.of(Math.min(limit.getAsLong(), Long.MAX_VALUE - 1) + 1);
    }
  }
}
