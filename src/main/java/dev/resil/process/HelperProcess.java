package dev.resil.process;

import dev.resil.io.EventLoop;
import dev.resil.io.Pump;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.Signals;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.Reaped;
import dev.resil.posix.ReceivedSignal;
import dev.resil.posix.Spawn;
import dev.resil.run.Attempt;
import dev.resil.run.RunListener;
import dev.resil.text.Durations;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A short-lived program run between attempts, such as a hook. It gets its input, is waited for, and
 * is killed at its time limit with all processes it started. Its output goes to stderr.
 */
public final class HelperProcess {
  private static final int STDERR = 2;

  /** Its grace period after the user stopped the run. */
  private static final Duration KILL_AFTER = Duration.ofSeconds(1);

  private final Posix posix;
  private final EventLoop events;
  private final ProcessTable table;
  private final String name;
  private final RunListener listener;
  private final TerminalModes modes;

  /**
   * The time limit of a helper process.
   *
   * @param time its time limit
   * @param signal the signal sent to all its processes then; KILL follows a second later
   */
  public record Limit(Duration time, int signal) {}

  /**
   * A runner of helper processes.
   *
   * @param name their name in events
   */
  public HelperProcess(Posix posix, EventLoop events, String name, RunListener listener) {
    this.posix = posix;
    this.events = events;
    this.table = new ProcFs(posix);
    this.name = name;
    this.listener = listener;
    this.modes = new TerminalModes(posix);
    posix.becomeSubreaper();
  }

  /**
   * Runs a program. A signal that stops the run ends the program too and stays pending for the next
   * wait.
   *
   * @param variables for its environment
   * @param runVariables further variables for its environment
   * @param input its stdin
   * @param limit its time limit
   * @return the error message; empty if it exited with 0
   */
  public Optional<String> run(
      List<String> command,
      Map<String, String> variables,
      RunVariables runVariables,
      byte[] input,
      Duration limit) {
    Attempt.Execution done =
        run(
            command,
            variables,
            runVariables,
            input,
            STDERR,
            Optional.of(new Limit(limit, Signals.KILL)));
    return done.interrupted().isPresent()
        ? Optional.of("stopped by SIG" + Signals.name(done.interrupted().getAsInt()))
        : problem(done.outcome(), limit);
  }

  /**
   * Runs a program. A signal that stops the run ends the program too and stays pending for the next
   * wait.
   *
   * @param variables for its environment
   * @param runVariables further variables for its environment
   * @param input its stdin
   * @param output the descriptor that becomes its stdout
   * @param limit its time limit; empty for none
   */
  public Attempt.Execution run(
      List<String> command,
      Map<String, String> variables,
      RunVariables runVariables,
      byte[] input,
      int output,
      Optional<Limit> limit) {
    Map<String, String> environment = runVariables.with(variables);
    Earlier earlier = Earlier.now(posix, table);
    int[] ends = new int[2];
    int error = posix.pipe(ends);
    if (error < 0) {
      return Attempt.Execution.of(new Outcome.ResilFailed(posix.message(-error)));
    }
    posix.setNonBlocking(ends[1]);
    modes.save();
    int pid =
        new Program(posix)
            .start(
                new Spawn(
                    command.getFirst(), command, environment, ends[0], output, Spawn.INHERIT));
    posix.close(ends[0]);
    if (pid < 0) {
      posix.close(ends[1]);
      return Attempt.Execution.of(
          new Outcome.ResilFailed("cannot be started: " + posix.message(-pid)));
    }
    Feed feed = new Feed(ends[1], input);
    events.add(feed);
    Optional<Attempt.Execution> execution = Optional.empty();
    try {
      Child child = new Child(posix, pid);
      execution =
          Optional.of(await(child, new AttemptTree(posix, table, earlier, environment), limit));
      return execution.get();
    } finally {
      feed.close();
      modes.ended(execution);
    }
  }

  private Attempt.Execution await(Child child, AttemptTree tree, Optional<Limit> limit) {
    Relay relay = new Relay(posix, events, table, child, name, Optional.empty(), listener);
    Termination termination =
        new Termination(posix, events, table, tree, relay, Optional.of(KILL_AFTER), listener);
    Deadline end = Deadline.after(limit.map(Limit::time), events.nanos());
    while (true) {
      Optional<ReceivedSignal> event = events.await(end.left(events.nanos()));
      child.reap();
      if (event.filter(EventLoop::stops).isPresent()) {
        if (child.ended().isEmpty()) {
          termination.interrupt(child, event.get());
        }
        events.putBack(event.get());
        return new Attempt.Execution(
            child.ended().map(HelperProcess::outcome).orElseGet(Outcome.Timeout::new),
            OptionalInt.of(event.get().number()));
      } else if (child.ended().isPresent()) {
        return Attempt.Execution.of(outcome(child.ended().get()));
      } else if (event.isEmpty() || EventLoop.timesOut(event.get()) || end.isOver(events.nanos())) {
        termination
            .timeOut(child, limit.map(Limit::signal).orElse(Signals.TERM))
            .ifPresent(signal -> events.putBack(new ReceivedSignal(signal, false)));
        return Attempt.Execution.of(new Outcome.Timeout());
      }
      relay.passOn(event.get());
    }
  }

  /** How a child ended. */
  static Outcome outcome(Reaped status) {
    return status.exited()
        ? new Outcome.Exit(status.exitCode())
        : new Outcome.Signal(status.signal());
  }

  private static Optional<String> problem(Outcome outcome, Duration limit) {
    return switch (outcome) {
      case Outcome.Exit(int code) ->
          code == 0 ? Optional.empty() : Optional.of("failed with exit code " + code);
      case Outcome.Signal(int signal) -> Optional.of("killed by SIG" + Signals.name(signal));
      case Outcome.ResilFailed(String reason) -> Optional.of(reason);
      default -> Optional.of("killed after running for " + Durations.format(limit));
    };
  }

  /** Feeds the program its input as fast as it reads. */
  private final class Feed implements Pump, AutoCloseable {
    private static final int CLOSED = -1;

    private final byte[] bytes;
    private int descriptor;
    private int done;

    Feed(int descriptor, byte[] bytes) {
      this.descriptor = descriptor;
      this.bytes = bytes;
    }

    @Override
    public int descriptor() {
      return descriptor;
    }

    @Override
    public short events() {
      return Posix.POLLOUT;
    }

    @Override
    public void run() {
      int count = posix.write(descriptor, bytes, done, bytes.length - done);
      done += Math.max(0, count);
      boolean later = count == -Errno.EINTR || Errno.isWouldBlock(-count);
      if (done == bytes.length || (count < 0 && !later)) {
        close(); // a program need not read all its input
      }
    }

    @Override
    public void close() {
      if (descriptor != CLOSED) {
        posix.close(descriptor);
        descriptor = CLOSED;
        events.remove(this);
      }
    }
  }
}
