package dev.resil.redis;

import dev.resil.time.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The time limit of a transaction. It also bounds work that a socket timeout doesn't: a name
 * lookup, a TLS handshake, a server that sends one byte at a time. The work is therefore done by a
 * thread that is abandoned when it takes too long.
 */
final class TransactionLimit {
  private final Deadline end;
  private final boolean early;

  private TransactionLimit(Deadline end, boolean early) {
    this.end = end;
    this.early = early;
  }

  static TransactionLimit in(Duration time) {
    return new TransactionLimit(Deadline.after(time, System.nanoTime()), false);
  }

  /** This limit, or a deadline if that is sooner. */
  TransactionLimit orSooner(Deadline deadline) {
    Deadline sooner = end.orSooner(deadline);
    return sooner.equals(end) ? this : new TransactionLimit(sooner, true);
  }

  /** Whether it has passed, sooner than the server's timeout. */
  boolean passedEarly() {
    return early && remainingNanos() == 0;
  }

  long remainingNanos() {
    return end.left(System.nanoTime());
  }

  /** Work that may block. */
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Does some work, or abandons it at the limit.
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
