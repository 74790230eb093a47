package dev.resil.ping;

import dev.resil.http.StatusRequest;
import dev.resil.http.StatusRequest.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * Sends one ping on a thread of its own, again after a failure that may pass. Another thread waits
 * for it and may cancel it.
 */
final class Sending implements Runnable {
  /** The pauses before the second and the third try. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(250), Duration.ofMillis(750));

  private static final int SERVER_ERROR = 500;

  private final Supplier<StatusRequest> requests;
  private final Pause pause;
  private final Runnable ended;
  private Optional<StatusRequest> current = Optional.empty();
  private Optional<String> failure = Optional.empty();
  private boolean over;
  private final CountDownLatch cancelled = new CountDownLatch(1);

  /** Waits between two tries. */
  interface Pause {
    /** Waits for a time, or until it is cancelled. */
    void take(Duration time, CountDownLatch cancelled) throws InterruptedException;
  }

  /**
   * A ping.
   *
   * @param requests makes a request for each try
   * @param ended called when it is over
   */
  Sending(Supplier<StatusRequest> requests, Pause pause, Runnable ended) {
    this.requests = requests;
    this.pause = pause;
    this.ended = ended;
  }

  /** Starts it; it fails if the system has no thread for it. */
  void start() {
    Thread thread = new Thread(this, "ping");
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // a ping must not keep the command from running
      end(Optional.of("cannot start a thread: " + e.getMessage()));
    }
  }

  @Override
  public void run() {
    for (Duration wait : PAUSES) {
      Answer answer = send();
      if (!mayPass(answer)) {
        end(reason(answer));
        return;
      }
      failed(reason(answer));
      if (!pause(wait)) {
        return;
      }
    }
    end(reason(send()));
  }

  private Answer send() {
    StatusRequest request = requests.get();
    synchronized (this) {
      if (over) {
        request.cancel();
      }
      current = Optional.of(request);
    }
    return request.send();
  }

  private synchronized void failed(Optional<String> reason) {
    if (!over) {
      failure = reason;
    }
  }

  /** Whether another try follows. */
  private boolean pause(Duration time) {
    try {
      if (!isOver()) {
        pause.take(time, cancelled);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !isOver();
  }

  private void end(Optional<String> reason) {
    synchronized (this) {
      if (over) {
        return; // cancelled
      }
      over = true;
      failure = reason;
    }
    ended.run();
  }

  /** Whether it was answered, has failed, or was cancelled. */
  synchronized boolean isOver() {
    return over;
  }

  /** Why it failed; empty if it did not. */
  synchronized Optional<String> failure() {
    return failure;
  }

  /**
   * Ends it, unless it is over: nothing is sent afterwards.
   *
   * @param reason why it failed, if nothing has failed yet
   */
  synchronized void cancel(String reason) {
    if (over) {
      return;
    }
    over = true;
    failure = failure.or(() -> Optional.of(reason));
    current.ifPresent(StatusRequest::cancel);
    cancelled.countDown();
  }

  /** Whether another try may succeed: not where the server refuses the ping itself. */
  private static boolean mayPass(Answer answer) {
    return switch (answer) {
      case Answer.Status(int code) -> code >= SERVER_ERROR;
      case Answer.None(_, boolean permanent) -> !permanent;
    };
  }

  private static Optional<String> reason(Answer answer) {
    return switch (answer) {
      case Answer.None(String reason, _) -> Optional.of(reason);
      case Answer.Status(int code) ->
          switch (code / 100) {
            case 2 -> Optional.empty();
            case 3 -> Optional.of("status " + code + ": redirects are not followed");
            default -> Optional.of("status " + code);
          };
    };
  }
}
