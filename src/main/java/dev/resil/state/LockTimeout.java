package dev.resil.state;

import dev.resil.time.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * The time limits of a wait for a lock. While the queue moves, the wait continues, up to a limit.
 * It ends early only if no process makes progress, since the holder is then probably stopped.
 *
 * @param standstill the wait without progress of any other process
 * @param end the longest wait
 * @param ticker a monotonic clock in nanoseconds
 * @param waiter waits for a lock
 * @param queue runs a system call that returns only when a lock is granted
 */
record LockTimeout(
    Duration standstill, Duration end, LongSupplier ticker, Waiter waiter, Executor queue) {
  /** Longer than any transaction takes, yet short for a cron job. */
  private static final Duration STANDSTILL = Duration.ofSeconds(2);

  /** Enough for a hundred simultaneous callers, even on a busy machine. */
  private static final Duration END = Duration.ofSeconds(30);

  static LockTimeout system() {
    return new LockTimeout(STANDSTILL, END, System::nanoTime, Lock::within, LockTimeout::inAThread);
  }

  /** Such a call has no timeout, and a process that ends need not wait for it. */
  static void inAThread(Runnable call) {
    Thread.ofPlatform().daemon().name("resil lock").start(call);
  }

  /** The same, but ending no later than a deadline. */
  LockTimeout until(Deadline deadline) {
    return new LockTimeout(
        standstill, deadline.left(ticker.getAsLong(), end), ticker, waiter, queue);
  }

  /** A lock that can be waited for. */
  interface Lock {
    /** Waits at most this many nanoseconds; returns whether the lock was acquired. */
    boolean within(long nanos) throws IOException, InterruptedException;
  }

  /** Waits. */
  interface Waiter {
    /** Waits at most this many nanoseconds; returns whether the lock was acquired. */
    boolean await(Lock lock, long nanos) throws IOException, InterruptedException;
  }

  /** Shows whether other processes make progress. */
  interface Progress {
    /** A value that equals the previous one if there was no progress. */
    Object mark() throws IOException;
  }

  /**
   * Waits for a lock.
   *
   * @return the time waited without success; empty if the lock was acquired
   */
  Optional<Duration> await(Lock lock, Progress progress) throws IOException {
    long start = ticker.getAsLong();
    Object seen = progress.mark();
    try {
      while (true) {
        long left = end.toNanos() - (ticker.getAsLong() - start);
        if (waiter.await(lock, Math.clamp(left, 0, standstill.toNanos()))) {
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
      throw new InterruptedIOException("interrupted while waiting for the lock");
    }
  }
}
