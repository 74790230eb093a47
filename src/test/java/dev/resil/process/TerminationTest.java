package dev.resil.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.io.EventLoop;
import dev.resil.outcome.Signals;
import dev.resil.posix.Errno;
import dev.resil.posix.Reaped;
import dev.resil.posix.ReceivedSignal;
import dev.resil.run.ProcessCondition;
import dev.resil.run.RunEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TerminationTest {
  private static final int SELF = 10;
  private static final int COMMAND = 20;
  private static final int CONT = Signals.require("CONT");
  private static final int STOP = Signals.require("STOP");

  private final FakeProcessTable table = new FakeProcessTable().with(1, 0).with(SELF, 1);
  private final Machine machine = new Machine();
  private final List<RunEvent> events = new ArrayList<>();

  /** Processes that end when signalled, unless they are stubborn or protected. */
  private final class Machine extends FakePosix {
    private final Set<Integer> stubborn = new HashSet<>();
    private final Set<Integer> forbidden = new HashSet<>();
    private final Set<Integer> immortal = new HashSet<>();
    private final Set<Integer> stopped = new HashSet<>();
    private boolean storm;
    private boolean hasDescriptors = true;
    private final Deque<Reaped> zombies = new ArrayDeque<>();
    private final Deque<ReceivedSignal> arriving = new ArrayDeque<>();
    private final List<String> sent = new ArrayList<>();
    private Runnable whileWaiting = () -> {};
    private Runnable afterReaping = () -> {};

    @Override
    public int kill(int pid, int signal) {
      if (signal != CONT && signal != STOP) {
        sent.add(Signals.name(signal) + " " + pid);
      }
      if (forbidden.contains(pid)) {
        return -Errno.EPERM;
      }
      if (signal == STOP) {
        stopped.add(pid);
      } else if (!immortal.contains(pid)
          && (signal == Signals.KILL || (signal != CONT && !stubborn.contains(pid)))) {
        end(pid);
        if (storm) {
          table.running().stream()
              .filter(p -> p.pid() >= COMMAND && !stopped.contains(p.pid()))
              .findAny()
              .ifPresent(p -> table.with(next++, p.pid()));
        }
      }
      return 0;
    }

    @Override
    public int openProcess(int pid) {
      return hasDescriptors ? super.openProcess(pid) : -Errno.EPERM;
    }

    @Override
    public int close(int descriptor) {
      return 0;
    }

    void end(int pid) {
      table.end(pid, SELF);
      zombies.add(new Reaped(pid, Signals.TERM));
    }

    @Override
    public boolean hasChildren() {
      return !zombies.isEmpty()
          || table.running().stream().anyMatch(process -> process.parent() == SELF);
    }

    @Override
    public Optional<Reaped> reap() {
      Optional<Reaped> ended = Optional.ofNullable(zombies.poll());
      if (ended.isEmpty()) {
        afterReaping.run();
      }
      return ended;
    }

    @Override
    public int poll(int[] descriptors, short[] wanted, short[] ready, long nanos) {
      whileWaiting.run();
      return arriving.isEmpty() ? 0 : 1;
    }

    @Override
    public Optional<ReceivedSignal> readSignal(int descriptor) {
      return Optional.ofNullable(arriving.poll());
    }
  }

  private final Child child = new Child(machine, COMMAND);
  private int patience = 100;
  private int next = 30;

  private Termination termination(Optional<Duration> killAfter) {
    AttemptTree tree =
        new AttemptTree(
            machine,
            table,
            Earlier.NOTHING,
            Map.of(RunVariables.RUN_ID, "run", RunVariables.ATTEMPT, "1"));
    return termination(tree, killAfter);
  }

  private Termination termination(AttemptTree tree, Optional<Duration> killAfter) {
    EventLoop loop = EventLoop.open(machine);
    Relay relay = new Relay(machine, loop, table, child, "command", Optional.empty(), events::add);
    return new Termination(machine, loop, table, tree, relay, killAfter, events::add);
  }

  private void assertThatNothingIsLeft() {
    assertThat(Descent.of(table.running()).below(SELF)).isEmpty();
    assertThat(machine.zombies).isEmpty();
    assertThat(child.ended()).isPresent();
  }

  @Test
  void shouldSignalTheWholeTreeOnceAtATimeout() {
    table.with(COMMAND, SELF).with(21, COMMAND).with(22, 21);
    OptionalInt interrupted = termination(Optional.empty()).timeOut(child, Signals.TERM);
    assertThat(interrupted).isEmpty();
    assertThat(machine.sent).containsExactlyInAnyOrder("TERM 20", "TERM 21", "TERM 22");
    assertThatNothingIsLeft();
  }

  @Test
  void shouldSignalOnlyTheCommandIfTheAttemptIsTheCommandAlone() {
    table.with(COMMAND, SELF).with(21, COMMAND).with(22, 21);
    machine.stubborn.add(COMMAND);
    termination(AttemptTree.ofCommandAlone(machine, table), Optional.of(Duration.ofNanos(1)))
        .timeOut(child, Signals.TERM);
    assertThat(machine.sent).containsExactly("TERM 20", "KILL 20");
    assertThat(child.ended()).isPresent();
    assertThat(table.process(21)).isPresent();
    assertThat(events).allMatch(RunEvent.SignalSent.class::isInstance);
  }

  @Test
  void shouldReapProcessesThatEndJustBeforeTheLastLook() {
    table.with(COMMAND, SELF).with(21, SELF);
    machine.stubborn.add(21);
    machine.afterReaping =
        () -> {
          if (child.ended().isPresent() && table.process(21).isPresent()) {
            machine.end(21);
          }
        };
    termination(Optional.empty()).timeOut(child, Signals.TERM);
    assertThatNothingIsLeft();
  }

  @Test
  void shouldSignalProcessesForkedMeanwhile() {
    table.with(COMMAND, SELF).with(21, COMMAND);
    machine.stubborn.add(21);
    machine.whileWaiting =
        () -> {
          table.with(22, 21);
          machine.stubborn.clear();
          machine.end(21);
          machine.whileWaiting = () -> {};
        };
    termination(Optional.empty()).timeOut(child, Signals.INT);
    assertThat(machine.sent).containsExactlyInAnyOrder("INT 20", "INT 21", "INT 22");
    assertThatNothingIsLeft();
  }

  @Test
  void shouldLookThoroughlyBeforeItReturns() {
    table.with(COMMAND, SELF).with(21, COMMAND);
    machine.stubborn.add(21);
    machine.whileWaiting =
        () -> {
          table.hideOnce(21); // the command has just ended, and 21 is being adopted
          machine.stubborn.clear();
        };
    termination(Optional.of(Duration.ofNanos(1))).timeOut(child, Signals.TERM);
    assertThat(machine.sent).containsExactly("TERM 20", "TERM 21", "KILL 21");
    assertThatNothingIsLeft();
  }

  @Test
  void shouldKillProcessesThatDoNotEndInTime() {
    table.with(COMMAND, SELF).with(21, COMMAND);
    machine.stubborn.add(21);
    termination(Optional.of(Duration.ofMillis(1))).timeOut(child, Signals.TERM);
    assertThat(machine.sent).containsExactly("TERM 20", "TERM 21", "KILL 21");
    assertThat(events).contains(new RunEvent.SignalSent(Signals.KILL, 21, "p21"));
    assertThatNothingIsLeft();
  }

  @Test
  void shouldNeverKillIfDisabled() {
    table.with(COMMAND, SELF);
    machine.stubborn.add(COMMAND);
    int[] waits = {0};
    machine.whileWaiting =
        () -> {
          if (++waits[0] == 1000) {
            machine.end(COMMAND);
          }
        };
    termination(Optional.empty()).timeOut(child, Signals.TERM);
    assertThat(machine.sent).containsExactly("TERM 20");
  }

  @Test
  void shouldNameAProcessThatMayNotBeSignalledOnceAndWaitForIt() {
    table.with(COMMAND, SELF).with(21, COMMAND);
    machine.forbidden.add(21);
    Optional<ProcessCondition> sleeps = table.condition(21);
    int[] waits = {0};
    machine.whileWaiting =
        () -> {
          if (++waits[0] == 100) {
            machine.end(21);
          }
        };
    termination(Optional.of(Duration.ofNanos(1))).timeOut(child, Signals.TERM);
    assertThat(events)
        .filteredOn(RunEvent.NotSignalled.class::isInstance)
        .containsExactly(new RunEvent.NotSignalled(21, "p21", "error " + Errno.EPERM, sleeps));
    assertThatNothingIsLeft();
  }

  @Test
  void shouldPassTheUsersSignalToTheCommandFirstAndThenToItsOrphans() {
    table.with(COMMAND, SELF).with(21, COMMAND);
    machine.stubborn.add(COMMAND);
    machine.whileWaiting =
        () -> {
          assertThat(machine.sent).as("while the command lives").containsExactly("TERM 20");
          machine.end(COMMAND);
          machine.whileWaiting = () -> {};
        };
    termination(Optional.empty()).interrupt(child, new ReceivedSignal(Signals.TERM, false));
    assertThat(machine.sent).containsExactly("TERM 20", "TERM 21");
    assertThatNothingIsLeft();
  }

  @Test
  void shouldKillAtOnceWhenTheUserSignalsTwice() {
    table.with(COMMAND, SELF).with(21, COMMAND);
    machine.stubborn.addAll(Set.of(COMMAND, 21));
    machine.arriving.add(new ReceivedSignal(Signals.INT, false));
    termination(Optional.of(Duration.ofDays(1)))
        .interrupt(child, new ReceivedSignal(Signals.INT, false));
    assertThat(machine.sent).startsWith("INT 20").contains("KILL 20", "KILL 21");
    assertThatNothingIsLeft();
  }

  @Test
  void shouldStopTheRunWhenTheUserSignalsDuringATimeout() {
    table.with(COMMAND, SELF);
    machine.stubborn.add(COMMAND);
    machine.arriving.add(new ReceivedSignal(Signals.TERM, false));
    machine.arriving.add(new ReceivedSignal(Signals.TERM, false));
    OptionalInt interrupted =
        termination(Optional.of(Duration.ofDays(1))).timeOut(child, Signals.INT);
    assertThat(interrupted).hasValue(Signals.TERM);
    assertThat(machine.sent).containsExactly("INT 20", "TERM 20", "KILL 20");
  }

  @Test
  void shouldNotRepeatASignalThatTheTerminalSentToTheGroup() {
    table.with(COMMAND, SELF);
    machine.whileWaiting = () -> machine.end(COMMAND);
    table.regroup(COMMAND, SELF);
    termination(Optional.empty()).interrupt(child, new ReceivedSignal(Signals.INT, true));
    assertThat(machine.sent).isEmpty();
    assertThatNothingIsLeft();
  }

  @Test
  void shouldStopWaitingAtTheFourthSignalAndNameTheProcessesLeft() {
    table.with(COMMAND, SELF).with(21, COMMAND);
    machine.immortal.addAll(Set.of(COMMAND, 21));
    for (int i = 0; i < 4; i++) {
      machine.arriving.add(new ReceivedSignal(Signals.TERM, false));
    }
    OptionalInt interrupted = termination(Optional.empty()).timeOut(child, Signals.INT);
    assertThat(interrupted).hasValue(Signals.TERM);
    assertThat(child.ended()).isEmpty();
    assertThat(machine.sent).contains("TERM 20", "KILL 20", "KILL 21");
    assertThat(events)
        .endsWith(
            new RunEvent.LeftRunning(
                "p20 (process 20), S in a_function; p21 (process 21), S in a_function"));
  }

  @Test
  void shouldNameOnceAProcessThatCannotReactToASignal() {
    table.with(COMMAND, SELF).with(21, COMMAND);
    table.state(21, 'D');
    machine.immortal.add(21);
    machine.whileWaiting =
        () -> {
          if (events.stream().anyMatch(RunEvent.Survived.class::isInstance) && --patience < 0) {
            machine.immortal.clear();
            machine.end(21);
            machine.whileWaiting = () -> {};
          }
        };
    termination(Optional.empty()).timeOut(child, Signals.TERM);
    assertThat(events)
        .filteredOn(RunEvent.Survived.class::isInstance)
        .containsExactly(
            new RunEvent.Survived(
                Signals.TERM,
                21,
                "p21",
                Optional.of(
                    new ProcessCondition("D", Optional.of("a_function"), OptionalInt.empty()))));
    assertThatNothingIsLeft();
  }

  /** Each kill frees a slot, which each running process fills at once. */
  @Test
  void shouldStopAForkStorm() {
    table.with(COMMAND, SELF).with(21, COMMAND).with(22, COMMAND);
    machine.stubborn.addAll(Set.of(COMMAND, 21, 22));
    machine.storm = true;
    termination(Optional.of(Duration.ofNanos(1))).timeOut(child, Signals.TERM);
    assertThat(machine.stopped).isNotEmpty();
    assertThatNothingIsLeft();
  }

  @Test
  void shouldWaitForTheParentOfAProcessThatCannotBeSignalledSafely() {
    table.with(COMMAND, SELF).with(21, COMMAND);
    machine.hasDescriptors = false;
    termination(Optional.empty()).timeOut(child, Signals.TERM);
    assertThat(machine.sent).containsExactly("TERM 20", "TERM 21");
    assertThatNothingIsLeft();
  }
}
