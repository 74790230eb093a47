package dev.resil.ping;

import dev.resil.http.StatusRequests;
import dev.resil.io.EventLoop;
import dev.resil.io.Tail;
import dev.resil.io.Wakeup;
import dev.resil.outcome.Signals;
import dev.resil.posix.Posix;
import dev.resil.posix.ReceivedSignal;
import dev.resil.run.Alarm;
import dev.resil.run.RunEvent;
import dev.resil.run.RunEvent.PingFailed.Part;
import dev.resil.run.RunListener;
import dev.resil.run.RunResult;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Tells a service of the start and the end of a run. The command does not wait for the first ping;
 * the end of the run waits for the last one, for a short time. A failed ping is reported and has no
 * other effect on the run.
 */
public final class Pinger implements RunListener, Alarm {
  /** The most time that pings take after the run; also that of the first one. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** How long the last ping waits for the first one, which must not arrive after it. */
  private static final Duration FIRST = LIMIT.dividedBy(2);

  /** A stream of ending orphans must not hide the deadline. */
  private static final int REAPED_AT_ONCE = 1000;

  private static final String LATE = "no response in time";

  private final PingTarget target;
  private final String runId;
  private final Optional<Tail> output;
  private final StatusRequests requests;
  private final Posix posix;
  private final EventLoop events;
  private final RunListener listener;
  private final Wakeup wakeup;
  private Optional<Sending> first = Optional.empty();
  private Deadline firstEnd = Deadline.NEVER;
  private OptionalInt stopped = OptionalInt.empty();

  /**
   * The pings of a run.
   *
   * @param output the output to send, if any
   * @param listener receives an event for failed pings
   */
  public Pinger(
      PingTarget target,
      String runId,
      Optional<Tail> output,
      StatusRequests requests,
      Posix posix,
      EventLoop events,
      RunListener listener) {
    this.target = target;
    this.runId = runId;
    this.output = output;
    this.requests = requests;
    this.posix = posix;
    this.events = events;
    this.listener = listener;
    this.wakeup = new Wakeup(posix, events);
    events.add(this);
  }

  @Override
  public void on(RunEvent event) {
    switch (event) {
      case RunEvent.AttemptStarted(long number) when number == 1 -> started();
      case RunEvent.Ended(RunResult result) -> ended(result);
      default -> {}
    }
  }

  private void started() {
    first = target.start(runId).map(this::send);
    firstEnd = Deadline.after(LIMIT, events.nanos());
  }

  private Sending send(PingTarget.Ping ping) {
    Sending sending =
        new Sending(
            () -> requests.to(ping.address(), ping.text()),
            (time, cancelled) -> cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS),
            wakeup::wake);
    sending.start();
    return sending;
  }

  @Override
  public OptionalLong due() {
    return first.filter(sending -> !sending.isOver()).isPresent()
        ? firstEnd.end()
        : OptionalLong.empty();
  }

  @Override
  public void run() {
    first.ifPresent(sending -> sending.cancel(LATE));
  }

  private void ended(RunResult result) {
    long now = events.nanos();
    Optional<String> noStart =
        first.flatMap(sending -> failure(sending, Deadline.after(FIRST, now)));
    Optional<String> noEnd =
        target
            .end(runId, RunEnd.of(result, output.map(Tail::text).orElse("")))
            .flatMap(ping -> last(ping, Deadline.after(LIMIT, now)));
    Optional<Part> part =
        noEnd.isPresent()
            ? Optional.of(noStart.isPresent() ? Part.BOTH : Part.END)
            : noStart.map(_ -> Part.START);
    part.ifPresent(failed ->
        listener.on(new RunEvent.PingFailed(failed, noEnd.or(() -> noStart).orElseThrow())));
  }

  private Optional<String> last(PingTarget.Ping ping, Deadline end) {
    return stopped.isPresent() ? Optional.of(stoppedBy()) : failure(send(ping), end);
  }

  /** Why a ping failed. Whatever is left of it at its deadline, or at a signal, is cancelled. */
  private Optional<String> failure(Sending sending, Deadline deadline) {
    while (stopped.isEmpty() && !sending.isOver() && !deadline.isOver(events.nanos())) {
      events.await(deadline.left(events.nanos()), sending::isOver).ifPresent(this::handle);
    }
    sending.cancel(stopped.isPresent() ? stoppedBy() : LATE);
    return sending.failure();
  }

  private String stoppedBy() {
    return "stopped by SIG" + Signals.name(stopped.orElseThrow());
  }

  private void handle(ReceivedSignal signal) {
    if (signal.number() == EventLoop.CHLD) {
      for (int i = 0; i < REAPED_AT_ONCE && posix.reap().isPresent(); i++) {
        // an adopted orphan, which only resil can reap
      }
    } else if (EventLoop.stops(signal) || EventLoop.timesOut(signal)) {
      stopped = OptionalInt.of(signal.number());
    }
  }
}
