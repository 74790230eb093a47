package dev.resil.limit.store;

import dev.resil.state.StateException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Renews the lease of a permit while this process runs, in a thread of its own: a slow server must
 * not delay the attempt.
 */
final class Renewal {
  /** How long a permit is valid without renewal, for those who cannot see its owner. */
  static final Duration LEASE = Duration.ofSeconds(9);

  private static final Duration PERIOD = LEASE.dividedBy(3);

  private final Supplier<StoredLimit> open;
  private volatile long number;
  private volatile long renewedAt;
  private boolean started;

  /**
   * A renewal.
   *
   * @param open opens the limit anew, for the thread alone
   */
  Renewal(Supplier<StoredLimit> open) {
    this.open = open;
  }

  /** Renews a permit from now on. */
  void of(long held) {
    renewedAt = System.nanoTime();
    number = held;
    if (!started) {
      started = true;
      Thread.ofPlatform().daemon().name("resil lease").start(this::run);
    }
  }

  /** Renews nothing from now on. */
  void end() {
    number = 0;
  }

  /** Whether the last renewal is recent enough, so that nobody else can have the permit. */
  boolean isFresh() {
    return System.nanoTime() - renewedAt < LEASE.toNanos();
  }

  private void run() {
    StoredLimit limit = null;
    while (true) {
      LockSupport.parkNanos(PERIOD.toNanos());
      long held = number;
      if (held != 0) {
        try {
          limit = limit == null ? open.get() : limit;
          long now = System.nanoTime();
          if (limit.renew(held) && number == held) {
            renewedAt = now;
          }
        } catch (StateException e) {
          // until another process takes it, the permit can still be renewed
        }
      }
    }
  }
}
