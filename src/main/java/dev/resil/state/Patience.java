package dev.resil.state;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;

/**
 * How long something is waited for, and how time passes while it is.
 *
 * @param limit when waiting is given up
 * @param ticker a monotonic time in nanoseconds
 * @param sleeper what sleeps
 */
record Patience(Duration limit, LongSupplier ticker, Sleeper sleeper) {
  /** Longer than a hundred transactions take, and short to somebody who waits for a cron job. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private static final long FIRST_PAUSE = TimeUnit.MICROSECONDS.toNanos(250);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(4);

  static Patience system() {
    return new Patience(LIMIT, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
  }

  /** Sleeps. */
  interface Sleeper {
    /** Sleeps for about so many nanoseconds. */
    void sleep(long nanos) throws InterruptedException;
  }

  /** Something that can be had at times. */
  interface Attempt<T> {
    /** What was had, or empty. */
    Optional<T> get() throws IOException;
  }

  /** Waits for a lock that other threads of this process hold. */
  boolean awaits(Lock lock) throws IOException {
    try {
      return lock.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while it waited for the lock");
  }

  /** Tries until it is had or the limit is reached, with pauses that double up to 4 ms. */
  <T> Optional<T> await(Attempt<T> attempt) throws IOException {
    long start = ticker.getAsLong();
    long pause = FIRST_PAUSE;
    while (true) {
      Optional<T> had = attempt.get();
      if (had.isPresent() || ticker.getAsLong() - start >= limit.toNanos()) {
        return had;
      }
      try {
        sleeper.sleep(pause);
      } catch (InterruptedException e) {
        throw interrupted();
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }
}
