package dev.resil.wait.check;

import dev.resil.io.EventLoop;
import dev.resil.io.Wakeup;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.Signals;
import dev.resil.posix.Posix;
import dev.resil.posix.ReceivedSignal;
import dev.resil.process.SideCommands;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.text.IoReason;
import dev.resil.text.Printable;
import dev.resil.time.Deadline;
import dev.resil.wait.Answer;
import dev.resil.wait.Condition;
import dev.resil.wait.WaitPolicy;
import dev.resil.wait.Waiting;
import dev.resil.wait.Waiting.End;
import dev.resil.wait.Watch;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Checks all conditions of a wait side by side. A check that takes too long is given up, whatever
 * it waits for, so that none can hang the whole.
 */
public final class Coordinator {
  /** How many checks of a condition may be given up and not have ended. */
  private static final int STUCK = 4;

  /** How long the command lines that are killed at the end are waited for. */
  private static final Duration LAST = Duration.ofSeconds(1);

  private final EventLoop events;
  private final List<Condition> conditions;
  private final WaitPolicy policy;
  private final Checks checks;
  private final SideCommands commands;
  private final RunListener listener;
  private final Wakeup wakeup;

  /** What checks have answered, from any thread. */
  private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();

  private final Map<Watch, Running> running = new HashMap<>();
  private final Map<Condition, Integer> stuck = new HashMap<>();

  /** A check that has begun. */
  private interface Running {
    void cancel();
  }

  /**
   * A coordinator.
   *
   * @param commands runs the command lines
   */
  public Coordinator(
      Posix posix,
      EventLoop events,
      List<Condition> conditions,
      WaitPolicy policy,
      CheckPolicy checks,
      SideCommands commands,
      RunListener listener) {
    this.events = events;
    this.conditions = List.copyOf(conditions);
    this.policy = policy;
    this.checks =
        new Checks(
            posix,
            checks,
            policy.failFast(),
            policy.timeout(),
            InstantSource.system(),
            events::nanos);
    this.commands = commands;
    this.listener = listener;
    this.wakeup = new Wakeup(posix, events);
  }

  /**
   * Waits.
   *
   * @param seed of the jitter
   */
  public End await(Deadline deadline, long seed) {
    Waiting waiting = new Waiting(conditions, policy, seed, start(deadline));
    listener.on(new RunEvent.WaitStarted(() -> waiting.states(events.nanos())));
    End end = end(waiting, deadline);
    List.copyOf(running.values()).forEach(Running::cancel);
    running.clear();
    reapLast();
    listener.on(new RunEvent.WaitEnded(waiting.states(ended(end, deadline)), kind(end)));
    return end;
  }

  /** When the time of the whole began, if it has a limit of its own. */
  private long start(Deadline deadline) {
    Optional<Duration> limit = policy.delays().maxElapsed();
    return limit.isPresent() && deadline.isSet()
        ? deadline.end().getAsLong() - limit.get().toNanos()
        : events.nanos();
  }

  /** Without the time that it took to stop the last checks. */
  private long ended(End end, Deadline deadline) {
    return end instanceof End.OutOfTime && deadline.isOver(events.nanos())
        ? deadline.end().getAsLong()
        : events.nanos();
  }

  private static RunEvent.WaitEnded.Kind kind(End end) {
    return switch (end) {
      case End.Met _ -> RunEvent.WaitEnded.Kind.MET;
      case End.Hopeless _ -> RunEvent.WaitEnded.Kind.HOPELESS;
      case End.OutOfTime _ -> RunEvent.WaitEnded.Kind.OUT_OF_TIME;
      case End.Interrupted _ -> RunEvent.WaitEnded.Kind.INTERRUPTED;
    };
  }

  private End end(Waiting waiting, Deadline deadline) {
    while (true) {
      for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
        answer.run();
      }
      long now = events.nanos();
      for (Watch watch : waiting.watches()) {
        if (watch.isOverdue(now)) {
          running.remove(watch).cancel();
          told(watch, watch.tooLate(now));
        }
      }
      Optional<End> end = waiting.end();
      if (end.isPresent()) {
        return end.get();
      } else if (deadline.isOver(now)) {
        return new End.OutOfTime();
      }
      waiting.watches().stream().filter(watch -> watch.isDue(now)).forEach(this::begin);
      if (!answers.isEmpty()) {
        continue;
      }
      Deadline wake = deadline.orSooner(waiting.wake());
      Optional<ReceivedSignal> signal =
          events.await(wake.left(events.nanos()), () -> !answers.isEmpty());
      if (signal.filter(EventLoop::timesOut).isPresent()) {
        return new End.OutOfTime();
      } else if (signal.filter(EventLoop::stops).isPresent()) {
        return new End.Interrupted(signal.get().number());
      } else if (signal.isPresent() && signal.get().number() == EventLoop.CHLD) {
        commands.reap();
      }
    }
  }

  private void told(Watch watch, boolean news) {
    if (news) {
      listener.on(new RunEvent.ConditionChanged(watch.state(events.nanos()), watch.isFirst()));
    }
  }

  private void begin(Watch watch) {
    watch.begin(events.nanos());
    if (watch.condition() instanceof Condition.Cmd(String line)) {
      run(watch, line);
    } else if (stuck.getOrDefault(watch.condition(), 0) < STUCK) {
      running.put(watch, new OnThread(watch, checks.of(watch.condition())).start());
    } else {
      running.put(watch, () -> {}); // another one would be stuck as well
    }
  }

  private void answered(Watch watch, Answer answer) {
    running.remove(watch);
    told(watch, watch.answered(answer, events.nanos()));
  }

  private void run(Watch watch, String line) {
    OfCommand check = new OfCommand(watch);
    running.put(watch, check);
    check.started = commands.start(List.of("sh", "-c", line), check::ended);
  }

  private static Answer ofCommand(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Exit(int code) ->
          code == 0
              ? new Answer(Answer.State.HOLDS, "exit code 0", Optional.of(outcome))
              : Answer.fails("exit code " + code, outcome);
      case Outcome.Signal(int signal) ->
          Answer.fails("killed by SIG" + Signals.name(signal), outcome);
      case Outcome.NotFound(String reason) -> Answer.unknown("sh: " + reason);
      case Outcome.NotExecutable(String reason) -> Answer.unknown("sh: " + reason);
      default -> Answer.unknown(outcome.name());
    };
  }

  /** Killed command lines must not be left to the command that this process becomes. */
  private void reapLast() {
    Deadline last = Deadline.after(LAST, events.nanos());
    while (commands.anyRuns() && !last.isOver(events.nanos())) {
      Optional<ReceivedSignal> signal = events.await(last.left(events.nanos()));
      if (signal.filter(EventLoop::stops).isPresent()) {
        events.putBack(signal.get());
        return;
      }
      commands.reap();
    }
  }

  /** A check that is a command line. */
  private final class OfCommand implements Running {
    private final Watch watch;
    private Optional<SideCommands.Started> started = Optional.empty();
    private boolean cancelled;

    OfCommand(Watch watch) {
      this.watch = watch;
    }

    private void ended(Outcome outcome) {
      if (!cancelled) {
        answers.add(() -> answered(watch, ofCommand(outcome)));
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      started.ifPresent(commands::kill);
    }
  }

  /** A check on a thread of its own. */
  private final class OnThread implements Running, Runnable {
    private final Watch watch;
    private final Check check;
    private boolean cancelled;

    OnThread(Watch watch, Check check) {
      this.watch = watch;
      this.check = check;
    }

    OnThread start() {
      Thread thread = new Thread(this, "check");
      thread.setDaemon(true);
      try {
        thread.start();
      } catch (OutOfMemoryError e) {
        answers.add(() -> ended(Answer.unknown("cannot start a thread: " + e.getMessage())));
      }
      return this;
    }

    @Override
    public void run() {
      Answer answer;
      try {
        answer = check.answer();
      } catch (IOException e) {
        answer = Answer.unknown(Printable.of(IoReason.of(e)));
      } catch (RuntimeException e) {
        answer = Answer.unknown("internal error, please report it: " + e);
      }
      Answer given = answer;
      answers.add(() -> ended(given));
      wakeup.wake();
    }

    private void ended(Answer answer) {
      if (cancelled) {
        stuck.merge(watch.condition(), -1, Integer::sum);
      } else {
        answered(watch, answer);
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      stuck.merge(watch.condition(), 1, Integer::sum);
      check.cancel();
    }
  }
}
