package dev.resil.limit;

import java.time.Instant;

/**
 * A budget that permits no further retry.
 *
 * @param budget the budget
 * @param attempts the first attempts of the last time
 * @param retries the retries of the last time
 */
public record Spent(Budget budget, long attempts, long retries) {
  /** What a ledger has at a time. */
  public static Spent of(Ledger ledger, Instant now) {
    return new Spent(ledger.budget(), ledger.attempts(now), ledger.retries(now));
  }
}
