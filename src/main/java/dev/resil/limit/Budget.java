package dev.resil.limit;

import java.time.Duration;

/**
 * How many retries are permitted: a share of the first attempts of the last D, and N more. The
 * terms are those of Finagle's {@code RetryBudget}.
 *
 * @param thousandths the share, in thousandths of a percent, so that sums are exact
 * @param least N
 * @param per D, of whole microseconds
 */
public record Budget(int thousandths, int least, Duration per) {
  /** A hundred percent. */
  private static final int WHOLE = 100_000;

  /** Finagle's numbers, per minute and not per second. */
  public static final Budget DEFAULT = new Budget(20_000, 10, Duration.ofMinutes(1));

  /**
   * Checks the budget.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public Budget {
    if (thousandths < 1 || thousandths > WHOLE) {
      throw new IllegalArgumentException("must be a percentage from 0.001 to 100");
    }
    if (least < 0 || least > Rate.MOST) {
      throw new IllegalArgumentException("N must be a whole number from 0 to " + Rate.MOST);
    }
    if (per.compareTo(Rate.SHORTEST) < 0 || per.compareTo(Rate.LONGEST) > 0) {
      throw new IllegalArgumentException("D must be from 1ms to 366d");
    }
    per = Duration.ofNanos(per.toNanos() / 1000 * 1000);
  }

  /**
   * The budget with another share.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public Budget withPercent(double percent) {
    return new Budget((int) Math.round(percent * (WHOLE / 100.0)), least, per);
  }

  /** The share in percent. */
  public double percent() {
    return thousandths / (WHOLE / 100.0);
  }

  long micros() {
    return per.toNanos() / 1000;
  }

  /** The retries that so many first attempts permit. */
  long permitted(long attempts) {
    return least + attempts * thousandths / WHOLE;
  }
}
