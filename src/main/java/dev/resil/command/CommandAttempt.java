package dev.resil.command;

import dev.resil.io.DrainResult;
import dev.resil.io.EventLoop;
import dev.resil.io.Spool;
import dev.resil.io.Tail;
import dev.resil.outcome.ExitCodes;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.Signals;
import dev.resil.posix.ChildSetup;
import dev.resil.posix.Posix;
import dev.resil.posix.Reaped;
import dev.resil.posix.ReceivedSignal;
import dev.resil.posix.Spawn;
import dev.resil.process.AttemptTree;
import dev.resil.process.Cgroup;
import dev.resil.process.Child;
import dev.resil.process.Earlier;
import dev.resil.process.ProcFs;
import dev.resil.process.Program;
import dev.resil.process.Relay;
import dev.resil.process.RunVariables;
import dev.resil.process.TerminalModes;
import dev.resil.process.Termination;
import dev.resil.run.Attempt;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** An attempt that is a child process. */
public final class CommandAttempt implements Attempt {
  private static final int STDOUT = 1;
  private static final OptionalInt SIGPIPE = OptionalInt.of(Signals.PIPE);
  private static final int CONT = Signals.require("CONT");
  private static final String ATTEMPT_LIMIT = "RESIL_ATTEMPT_LIMIT";
  private static final String LAST_OUTCOME = "RESIL_LAST_OUTCOME";

  private final Posix posix;
  private final EventLoop events;
  private final ProcFs table;
  private final List<String> command;
  private final RunVariables runVariables;
  private final TimeoutPolicy policy;
  private final Streams streams;
  private final RunListener listener;
  private final Consumer<Spool> copy;
  private final ChildSetup setup;
  private final Optional<TerminalModes> modes;
  private boolean interrupted;

  /**
   * A command, started anew for each attempt.
   *
   * @param command the program and its arguments, as {@link dev.resil.text.RawText}
   * @param runVariables its environment variables about the run
   * @param streams the policy for its standard streams
   * @param tail gets the output of each attempt in turn
   * @param copy receives the held output of a successful attempt
   */
  public CommandAttempt(
      Posix posix,
      EventLoop events,
      List<String> command,
      RunVariables runVariables,
      TimeoutPolicy policy,
      StreamPolicy streams,
      Optional<Tail> tail,
      RunListener listener,
      Consumer<Spool> copy) {
    this.posix = posix;
    this.events = events;
    this.table = new ProcFs(posix);
    this.command = List.copyOf(command);
    this.runVariables = runVariables;
    this.policy = policy;
    this.streams = new Streams(posix, events, table, streams, tail, listener);
    this.listener = listener;
    this.copy = copy;
    this.modes = streams.ownTerminal() ? Optional.empty() : Optional.of(new TerminalModes(posix));
    ServiceVariables service = ServiceVariables.of(posix::variable, posix.pid());
    this.setup =
        new ChildSetup(
            policy.parentDeathSignal().orElse(ChildSetup.NO_SIGNAL),
            service.own(),
            service.stale());
    posix.becomeSubreaper();
  }

  @Override
  public Execution execute(Request request) {
    Map<String, String> variables = variables(request);
    Earlier earlier = Earlier.now(posix, table);
    modes.ifPresent(TerminalModes::save);
    Spawn spawn;
    try {
      spawn = streams.open(request.number(), command, variables).withSetup(setup);
    } catch (StreamException e) {
      return Execution.of(new Outcome.ResilFailed(e.getMessage()));
    }
    Optional<Cgroup> entered = enterCgroup(request.number());
    int pid = new Program(posix).start(spawn);
    Optional<Cgroup> cgroup = entered.filter(Cgroup::leave);
    streams.opened();
    if (pid < 0) {
      cgroup.ifPresent(Cgroup::dissolve);
      streams.terminal().ifPresent(OwnTerminal::ended);
      streams.drain(new Child(posix, pid), Deadline.NEVER);
      streams.ended();
      return Execution.of(new Program(posix).failure(spawn, -pid));
    }
    listener.on(new RunEvent.ProcessStarted(pid));
    AttemptTree tree =
        policy.foreground()
            ? AttemptTree.ofCommandAlone(posix, table)
            : new AttemptTree(posix, table, earlier, variables, cgroup);
    Child child = new Child(posix, pid);
    streams.terminal().ifPresent(terminal -> terminal.started(pid));
    Deadline deadline = deadline(request.deadline());
    Optional<Execution> execution = Optional.empty();
    try {
      execution = Optional.of(await(child, tree, deadline));
    } finally {
      restoreTerminal(execution);
      cgroup.ifPresent(Cgroup::dissolve);
    }
    return drained(child, execution.get(), deadline);
  }

  /** Where {@code /proc} cannot tell which processes are the attempt's, its own cgroup can. */
  private Optional<Cgroup> enterCgroup(long attempt) {
    return policy.foreground() || table.seemsOwn()
        ? Optional.empty()
        : Cgroup.enter(posix, "resil-" + runVariables.runId() + "-" + attempt);
  }

  private void restoreTerminal(Optional<Execution> execution) {
    streams.terminal().ifPresent(OwnTerminal::ended);
    modes.ifPresent(before -> before.ended(execution));
  }

  private Execution drained(Child child, Execution execution, Deadline deadline) {
    boolean over =
        execution.interrupted().isPresent() || execution.outcome() instanceof Outcome.Timeout;
    OptionalInt stopped =
        streams.drain(child, over ? Deadline.after(Duration.ZERO, events.nanos()) : deadline);
    Optional<Outcome> failure = streams.ended().map(Outcome.ResilFailed::new);
    if (!streams.searched()) {
      listener.on(new RunEvent.SearchCutShort());
    }
    interrupted = execution.interrupted().isPresent() || stopped.isPresent();
    return new Execution(
        failure.orElse(execution.outcome()),
        execution.interrupted().isPresent() ? execution.interrupted() : stopped,
        streams.found());
  }

  @Override
  public void judged(Ended attempt) {
    streams.judged(attempt.success());
  }

  @Override
  public Optional<Execution> conclude(Ended last) {
    // output cut short by a signal may be incomplete
    Consumer<Spool> whole = last.success() && !interrupted ? copy : _ -> {};
    return switch (streams.conclude(whole, !last.success() || interrupted)) {
      case DrainResult.Complete complete -> Optional.empty();
      case DrainResult.Stopped(int signal) ->
          Optional.of(new Execution(last.outcome(), OptionalInt.of(signal)));
      case DrainResult.Failed(String reason) ->
          Optional.of(Execution.of(new Outcome.ResilFailed(reason)));
    };
  }

  @Override
  public void replaced(boolean failed) {
    streams.replaced(failed);
  }

  private Map<String, String> variables(Request request) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put(RunVariables.ATTEMPT, Long.toString(request.number()));
    variables.put(
        ATTEMPT_LIMIT,
        request.limit().isPresent() ? Long.toString(request.limit().getAsLong()) : "");
    variables.put(LAST_OUTCOME, request.last().map(Outcome::name).orElse(""));
    return runVariables.with(variables);
  }

  /**
   * The time at which the attempt is cut off: by its own timeout or by the run's limit, whichever
   * is first.
   */
  private Deadline deadline(Deadline runDeadline) {
    return Deadline.after(policy.timeout(), events.nanos()).orSooner(runDeadline);
  }

  private Execution await(Child child, AttemptTree tree, Deadline deadline) {
    Optional<Silence> silence = policy.idle().map(idle -> new Silence(idle, events.nanos()));
    Relay relay =
        new Relay(posix, events, table, child, command.getFirst(), streams.terminal(), listener);
    Termination termination =
        new Termination(posix, events, table, tree, relay, policy.killAfter(), listener);
    boolean spawning = true;
    while (true) {
      Optional<ReceivedSignal> event = spawning ? sentWhileSpawning() : next(deadline, silence);
      if (spawning && event.isEmpty()) {
        spawning = false;
        continue;
      }
      silence.ifPresent(current -> listen(current, event));
      event
          .filter(signal -> signal.number() != EventLoop.CHLD)
          .map(signal -> new RunEvent.SignalReceived(signal.number(), signal.fromKernel()))
          .ifPresent(listener::on);
      child.reap();
      if (child.ended().isPresent()) {
        return ended(child, event);
      }
      Optional<Outcome.Timeout> over = over(deadline, silence, event, relay);
      if (over.isPresent()) {
        OptionalInt stopped = termination.timeOut(child, policy.signal());
        return new Execution(preserving(over.get(), child), stopped);
      } else if (event.isEmpty()) {
        continue; // it has printed something meanwhile
      } else if (EventLoop.stops(event.get())) {
        termination.interrupt(child, event.get());
        return ended(child, event);
      }
      relay.passOn(event.get());
    }
  }

  /**
   * The timeout of the attempt, if its time is over, or if it has been silent for too long. A
   * stream of ending children must not hide it.
   */
  private Optional<Outcome.Timeout> over(
      Deadline deadline, Optional<Silence> silence, Optional<ReceivedSignal> event, Relay relay) {
    if (event.filter(signal -> signal.number() != EventLoop.CHLD).isPresent()) {
      return event.filter(EventLoop::timesOut).map(_ -> new Outcome.Timeout());
    }
    long now = events.nanos();
    boolean cutOff = deadline.isOver(now) || streams.failed() || silence.isEmpty();
    if (event.isEmpty() ? cutOff : deadline.isOver(now)) {
      return Optional.of(new Outcome.Timeout());
    }
    return silence
        .filter(s -> s.isTooLong(now, streams.waiting(), relay::commandIsStopped))
        .map(s -> new Outcome.Timeout(Optional.of(s.limit())));
  }

  private Outcome.Timeout preserving(Outcome.Timeout timeout, Child child) {
    return policy.preserveStatus()
        ? timeout.preserving(child.ended().map(CommandAttempt::outcome))
        : timeout;
  }

  /** Notes output, and that the command was continued. */
  private void listen(Silence silence, Optional<ReceivedSignal> event) {
    streams.lastProgress().ifPresent(silence::broken);
    event
        .filter(signal -> signal.jobControl() || signal.number() == CONT)
        .ifPresent(_ -> silence.continued(events.nanos()));
  }

  private Optional<ReceivedSignal> next(Deadline deadline, Optional<Silence> silence) {
    Deadline first = silence.map(Silence::end).orElse(Deadline.NEVER).orSooner(deadline);
    long left = first.left(events.nanos());
    return streams.mayFail() ? events.await(left, streams::failed) : events.await(left);
  }

  /**
   * A signal from the terminal that arrived while the command was being started may have missed it.
   * Sending it again does no harm: if the command got it before it could install a handler, it has
   * ended.
   */
  private Optional<ReceivedSignal> sentWhileSpawning() {
    return events.await(0).map(ReceivedSignal::forUsAlone);
  }

  /**
   * The execution of an ended command. A signal that arrived together with its end still stops the
   * run.
   */
  private Execution ended(Child child, Optional<ReceivedSignal> event) {
    Outcome outcome =
        child
            .ended()
            .map(CommandAttempt::outcome)
            .orElseGet(() -> new Outcome.ResilFailed("the command does not end"));
    OptionalInt interrupted =
        event
            .filter(EventLoop::stops)
            .map(signal -> OptionalInt.of(signal.number()))
            .orElseGet(OptionalInt::empty);
    return new Execution(
        outcome, interrupted.isEmpty() && diedOfClosedOutput(outcome) ? SIGPIPE : interrupted);
  }

  private static Outcome outcome(Reaped status) {
    return status.exited()
        ? new Outcome.Exit(status.exitCode())
        : new Outcome.Signal(status.signal());
  }

  /** Whether the command ended because resil's own output has no reader. */
  private boolean diedOfClosedOutput(Outcome outcome) {
    if (outcome.exitCode() != ExitCodes.ofSignal(Signals.PIPE)) {
      return streams.cutOff();
    }
    short[] ready = new short[1];
    posix.poll(new int[] {STDOUT}, new short[] {0}, ready, 0);
    return (ready[0] & Posix.POLLERR) != 0;
  }
}
