package dev.resil.redis;

import dev.resil.posix.RunQueue;
import dev.resil.text.Durations;
import dev.resil.time.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * The time limit of a transaction. It also bounds work that a socket timeout doesn't: a name
 * lookup, a TLS handshake, a server that sends one byte at a time. The work is therefore done by a
 * thread that is abandoned when it takes too long.
 *
 * <p>While threads of this machine wait for a processor, this process and a server beside it get
 * their turns late, and the limit is extended, up to {@value #LONGEST} times the server's timeout.
 */
final class TransactionLimit {
  /** The longest transaction, in timeouts. */
  static final int LONGEST = 10;

  private final Duration timeout;
  private final Deadline runs;
  private final BooleanSupplier busy;
  private Deadline end;
  private int timeouts = 1;

  private TransactionLimit(Duration timeout, Deadline runs, BooleanSupplier busy) {
    this.timeout = timeout;
    this.runs = runs;
    this.busy = busy;
    this.end = Deadline.after(timeout, System.nanoTime());
  }

  /** A limit for a server's timeout. */
  static TransactionLimit in(Duration timeout) {
    return in(timeout, RunQueue::isBusy);
  }

  /**
   * The same for a machine.
   *
   * @param busy whether threads of the machine wait for a processor
   */
  static TransactionLimit in(Duration timeout, BooleanSupplier busy) {
    return new TransactionLimit(timeout, Deadline.NEVER, busy);
  }

  /** This limit, or the end of a run if that is sooner, which is not extended. */
  TransactionLimit orSooner(Deadline deadline) {
    return new TransactionLimit(timeout, deadline, busy);
  }

  /** Whether the run has ended, sooner than the server's timeout. */
  boolean passedEarly() {
    long now = System.nanoTime();
    return runs.isOver(now) && !end.isOver(now);
  }

  long remainingNanos() {
    long now = System.nanoTime();
    if (end.isOver(now) && !runs.isOver(now) && timeouts < LONGEST && busy.getAsBoolean()) {
      timeouts++;
      end = Deadline.after(timeout, now);
    }
    return end.orSooner(runs).left(now);
  }

  /** Work that may block. */
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Does some work, or abandons it at the limit.
   *
   * @param threads does it in another thread
   * @throws SocketTimeoutException if it takes too long
   */
  <T> T within(Executor threads, Work<T> work) throws IOException {
    FutureTask<T> task = new FutureTask<>(work::run);
    threads.execute(task);
    try {
      return awaited(task);
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

  private <T> T awaited(FutureTask<T> task)
      throws InterruptedException, ExecutionException, SocketTimeoutException {
    while (true) {
      long left = remainingNanos();
      try {
        return task.get(left, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (left == 0) {
          throw new PassedException(timeout.multipliedBy(timeouts));
        }
      }
    }
  }

  /** The limit has passed. */
  static final class PassedException extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    private final Duration after;

    PassedException(Duration after) {
      super("no answer within " + Durations.format(after));
      this.after = after;
    }

    /** How long it was, with its extensions. */
    Duration after() {
      return after;
    }
  }
}
