package dev.resil.redis;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The deadline of a transaction. It also bounds work that a socket timeout doesn't: a name lookup,
 * a TLS handshake, a server that sends one byte at a time. The work is therefore done by a thread
 * that is abandoned when it takes too long.
 */
final class Deadline {
  private final long end;
  private final boolean early;

  private Deadline(long end, boolean early) {
    this.end = end;
    this.early = early;
  }

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos(), false);
  }

  /** This deadline, or an instant on {@link System#nanoTime} if that is sooner. */
  Deadline orSooner(OptionalLong instant) {
    return instant.isPresent() && instant.getAsLong() - end < 0
        ? new Deadline(instant.getAsLong(), true)
        : this;
  }

  /** Whether it has passed, sooner than the server's timeout. */
  boolean passedEarly() {
    return early && remainingNanos() == 0;
  }

  long remainingNanos() {
    return Math.max(0, end - System.nanoTime());
  }

  /** Work that may block. */
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Does some work, or abandons it at the deadline.
   *
   * @throws SocketTimeoutException if it takes too long
   */
  <T> T within(Work<T> work) throws IOException {
    FutureTask<T> task = new FutureTask<>(work::run);
    Thread thread = Thread.ofPlatform().name("redis").daemon().unstarted(task);
    thread.start();
    try {
      return task.get(remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw timeout();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        // a reply that claims an absurd length or depth
        case OutOfMemoryError _ -> throw new MalformedReplyException();
        case StackOverflowError _ -> throw new MalformedReplyException();
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  static SocketTimeoutException timeout() {
    return new SocketTimeoutException("no answer");
  }
}
