package dev.resil.command;

import dev.resil.command.ProcessTable.Identity;
import dev.resil.match.Outcome;
import dev.resil.posix.Posix;
import dev.resil.posix.Reaped;
import dev.resil.posix.ReceivedSignal;
import dev.resil.posix.Spawn;
import dev.resil.run.Attempt;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** An attempt that is a child process. */
public final class CommandAttempt implements Attempt {
  static final String ATTEMPT = "RESIL_ATTEMPT";
  static final String RUN_ID = "RESIL_RUN_ID";
  private static final String ATTEMPT_LIMIT = "RESIL_ATTEMPT_LIMIT";
  private static final String LAST_OUTCOME = "RESIL_LAST_OUTCOME";

  private final Posix posix;
  private final EventLoop events;
  private final ProcessTable table;
  private final List<String> command;
  private final String runId;
  private final TimeoutPolicy policy;
  private final RunListener listener;

  /**
   * A command that is started anew for each attempt.
   *
   * @param command the program and its arguments, as {@link dev.resil.text.RawText}
   * @param runId names the run to the command
   */
  public CommandAttempt(
      Posix posix,
      EventLoop events,
      List<String> command,
      String runId,
      TimeoutPolicy policy,
      RunListener listener) {
    this.posix = posix;
    this.events = events;
    this.table = new ProcFs();
    this.command = List.copyOf(command);
    this.runId = runId;
    this.policy = policy;
    this.listener = listener;
    posix.becomeSubreaper();
  }

  @Override
  public Execution execute(Request request) {
    Map<String, String> variables = variables(request);
    Set<Identity> before =
        posix.hasChildren() ? AttemptTree.descendants(table, posix.pid()) : Set.of();
    int pid = new Program(posix).start(Spawn.inheriting(command.getFirst(), command, variables));
    if (pid < 0) {
      return Execution.of(new Program(posix).failure(command.getFirst(), -pid));
    }
    listener.on(new RunEvent.ProcessStarted(pid));
    AttemptTree tree = new AttemptTree(table, posix.pid(), before, variables);
    return await(new Child(posix, pid), tree, deadline(request.deadline()));
  }

  private Map<String, String> variables(Request request) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put(ATTEMPT, Long.toString(request.number()));
    variables.put(
        ATTEMPT_LIMIT,
        request.limit().isPresent() ? Long.toString(request.limit().getAsLong()) : "");
    variables.put(RUN_ID, runId);
    variables.put(LAST_OUTCOME, request.last().map(Outcome::name).orElse(""));
    return variables;
  }

  /** When the attempt is cut off: by its own timeout or by the run's limit, whichever is first. */
  private OptionalLong deadline(OptionalLong runDeadline) {
    if (policy.timeout().isEmpty()) {
      return runDeadline;
    }
    Duration timeout = policy.timeout().get();
    long own = events.nanos() + Math.min(timeout.toNanos(), Long.MAX_VALUE / 2);
    return OptionalLong.of(
        runDeadline.isPresent() && runDeadline.getAsLong() - own < 0
            ? runDeadline.getAsLong()
            : own);
  }

  private Execution await(Child child, AttemptTree tree, OptionalLong deadline) {
    Termination termination = new Termination(posix, events, tree, policy.killAfter(), listener);
    while (true) {
      long left = deadline.isPresent() ? Math.max(0, deadline.getAsLong() - events.nanos()) : -1;
      Optional<ReceivedSignal> event = events.await(left);
      event
          .filter(signal -> signal.number() != EventLoop.CHLD)
          .map(signal -> new RunEvent.SignalReceived(signal.number(), signal.fromKernel()))
          .ifPresent(listener::on);
      child.reap();
      if (child.ended().isPresent()) {
        return ended(child, event);
      } else if (event.isEmpty()) {
        OptionalInt interrupted = termination.timeOut(child, policy.signal());
        return new Execution(new Outcome.Timeout(), interrupted);
      } else if (EventLoop.stops(event.get())) {
        termination.interrupt(child, event.get());
        return ended(child, event);
      } else if (event.get().number() != EventLoop.CHLD) {
        passOn(child, event.get());
      }
    }
  }

  /** A signal that arrived together with the command's end still stops the run. */
  private static Execution ended(Child child, Optional<ReceivedSignal> event) {
    Reaped status = child.ended().orElseThrow();
    Outcome outcome =
        status.exited() ? new Outcome.Exit(status.exitCode()) : new Outcome.Signal(status.signal());
    OptionalInt interrupted =
        event.filter(EventLoop::stops).stream().mapToInt(ReceivedSignal::number).findAny();
    return new Execution(outcome, interrupted);
  }

  /** What the terminal sends, it sends to the command too: that must not arrive twice. */
  private void passOn(Child child, ReceivedSignal signal) {
    if (!signal.fromKernel()) {
      posix.kill(child.pid(), signal.number());
      listener.on(new RunEvent.SignalSent(signal.number(), child.pid(), command.getFirst()));
    }
  }
}
