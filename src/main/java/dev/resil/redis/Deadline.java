package dev.resil.redis;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * When a transaction is given up. What a socket can't bound is bounded as well: looking up a name,
 * a TLS handshake, a server that sends a byte at a time. So the work is done by a thread that is
 * left to itself where it takes too long.
 */
final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  long remainingNanos() {
    return Math.max(0, end - System.nanoTime());
  }

  /** Something that takes its time. */
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Does some work, or gives it up.
   *
   * @throws SocketTimeoutException where it takes too long
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
        // an answer that claims to be endlessly long or deep
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
