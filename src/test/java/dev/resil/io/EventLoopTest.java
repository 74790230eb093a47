package dev.resil.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.outcome.Signals;
import dev.resil.posix.ReceivedSignal;
import dev.resil.posix.TerminalSize;
import dev.resil.posix.Terminals;
import dev.resil.process.FakePosix;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The effect of each signal, by its sender and its other receivers. */
class EventLoopTest {
  private static final int SENDER = 77;
  private static final int SELF = 10;

  private final Deque<ReceivedSignal> arriving = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private boolean leader;
  private boolean orphaned;
  private final EventLoop events = EventLoop.open(new SignalsPosix());

  private ReceivedSignal read(String name, boolean fromKernel) {
    int number = Signals.require(name);
    int code = fromKernel ? 0x80 : 0;
    arriving.add(new ReceivedSignal(number, fromKernel, SENDER, code, false));
    return events.await(0).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INT", "TERM", "HUP", "QUIT", "ABRT", "ILL", "TRAP", "BUS", "FPE", "SEGV", "SYS", "PWR"
      })
  void shouldEndTheRun(String name) {
    assertThat(read(name, false)).matches(EventLoop::stops).matches(s -> !s.fromKernel());
  }

  @ParameterizedTest
  @ValueSource(strings = {"USR1", "USR2", "PIPE", "XCPU", "XFSZ", "VTALRM", "PROF", "IO", "WINCH"})
  void shouldLeaveToTheCommand(String name) {
    assertThat(read(name, false)).matches(signal -> !EventLoop.stops(signal));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALRM", "VTALRM", "PROF", "XCPU"})
  void shouldEndTheRunAtAnOwnLimit(String name) {
    assertThat(read(name, true))
        .matches(EventLoop::stops)
        .matches(signal -> !signal.fromKernel())
        .matches(signal -> !EventLoop.timesOut(signal));
  }

  @Test
  void shouldTreatAnAlarmAsATimeout() {
    assertThat(read("ALRM", false))
        .matches(EventLoop::timesOut)
        .matches(signal -> !EventLoop.stops(signal));
    arriving.add(new ReceivedSignal(Signals.ALRM, false));
    assertThat(events.pause(Duration.ofHours(1))).hasValue(Signals.ALRM);
  }

  @ParameterizedTest
  @CsvSource({"INT, true", "QUIT, true", "WINCH, true", "HUP, true", "IO, false", "URG, false"})
  void shouldRecognizeSignalsThatATerminalSendsToTheCommandToo(String name, boolean shared) {
    assertThat(read(name, true).fromKernel()).isEqualTo(shared);
  }

  @Test
  void shouldPassOnAHangUpSentOnlyToTheSessionLeader() {
    leader = true;
    assertThat(read("HUP", true)).matches(EventLoop::stops).matches(s -> !s.fromKernel());
    assertThat(read("INT", true).fromKernel()).isTrue();
  }

  @Test
  void shouldEndTheRunIfThereIsNoCommand() {
    events.hasNoCommand();
    assertThat(read("USR1", false)).matches(EventLoop::stops);
    assertThat(read("ALRM", false)).matches(EventLoop::stops).matches(EventLoop::timesOut);
    for (String name : List.of("CONT", "WINCH", "URG", "CHLD")) {
      assertThat(read(name, false)).matches(signal -> !EventLoop.stops(signal));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TSTP", "TTIN", "TTOU"})
  void shouldStopItselfOnStopSignals(String name) {
    arriving.add(new ReceivedSignal(Signals.require(name), false));
    assertThat(events.await(0)).isEmpty();
    orphaned = true;
    arriving.add(new ReceivedSignal(Signals.require(name), false));
    arriving.add(new ReceivedSignal(Signals.require(name), true));
    assertThat(events.await(0)).isEmpty();
    assertThat(done).containsExactly(name, name, "STOP", name);
  }

  /** Signals arrive one after the other, and time does not pass. */
  private final class SignalsPosix extends FakePosix {
    @Override
    public int poll(int[] descriptors, short[] wanted, short[] ready, long nanos) {
      return arriving.isEmpty() ? 0 : 1;
    }

    @Override
    public Optional<ReceivedSignal> readSignal(int descriptor) {
      return Optional.ofNullable(arriving.poll());
    }

    @Override
    public boolean leadsSession() {
      return leader;
    }

    @Override
    public int kill(int pid, int signal) {
      assertThat(pid).isEqualTo(SELF);
      done.add(Signals.name(signal));
      return 0;
    }

    @Override
    public Terminals terminals() {
      return new StoppedTerminals();
    }
  }

  /** Only the calls that stop a process. */
  private final class StoppedTerminals implements Terminals {
    @Override
    public boolean suspend(int signal) {
      done.add(Signals.name(signal));
      return !orphaned;
    }

    @Override
    public int open() {
      return -1;
    }

    @Override
    public String path(int descriptor) {
      return "";
    }

    @Override
    public Optional<TerminalSize> size(int descriptor) {
      return Optional.empty();
    }

    @Override
    public int resize(int descriptor, TerminalSize size) {
      return -1;
    }

    @Override
    public Optional<byte[]> modes(int descriptor) {
      return Optional.empty();
    }

    @Override
    public int setModes(int descriptor, byte[] modes) {
      return -1;
    }

    @Override
    public byte[] raw(byte[] modes) {
      return modes;
    }

    @Override
    public int plainLineFeeds(int descriptor) {
      return -1;
    }

    @Override
    public int foregroundGroup(int descriptor) {
      return -1;
    }

    @Override
    public int keySignal(int descriptor, int key) {
      return 0;
    }
  }
}
