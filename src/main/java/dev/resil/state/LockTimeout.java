package dev.resil.state;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How long a lock is waited for, and how time passes while it is. A queue that moves is not a
 * holder that has stopped: it is given more time, up to an end.
 *
 * @param standstill when waiting is given up where nobody else gets on either
 * @param end when it is given up in any case
 * @param ticker a monotonic time in nanoseconds
 * @param waiter what waits
 */
record LockTimeout(Duration standstill, Duration end, LongSupplier ticker, Waiter waiter) {
  /** Longer than any transaction takes, and short to somebody who waits for a cron job. */
  private static final Duration STANDSTILL = Duration.ofSeconds(2);

  /** A hundred callers who come at once have all been served by then, on a busy machine too. */
  private static final Duration END = Duration.ofSeconds(30);

  static LockTimeout system() {
    return new LockTimeout(STANDSTILL, END, System::nanoTime, Lock::within);
  }

  /** Something that can be waited for. */
  interface Lock {
    /** Waits for so many nanoseconds at most; whether it was had. */
    boolean within(long nanos) throws IOException, InterruptedException;
  }

  /** Waits. */
  interface Waiter {
    /** Waits for so many nanoseconds at most; whether the lock was had. */
    boolean await(Lock lock, long nanos) throws IOException, InterruptedException;
  }

  /** What changes whenever somebody gets on. */
  interface Progress {
    /** Something that equals what it was before where nobody did. */
    Object mark() throws IOException;
  }

  /**
   * Waits for a lock.
   *
   * @return how long it was waited for in vain, empty where the lock was had
   */
  Optional<Duration> await(Lock lock, Progress progress) throws IOException {
    long start = ticker.getAsLong();
    Object seen = progress.mark();
    try {
      while (true) {
        if (waiter.await(lock, standstill.toNanos())) {
          return Optional.empty();
        }
        Object now = progress.mark();
        Duration waited = Duration.ofNanos(ticker.getAsLong() - start);
        if (now.equals(seen) || waited.compareTo(end) >= 0) {
          return Optional.of(waited);
        }
        seen = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while it waited for the lock");
    }
  }
}
