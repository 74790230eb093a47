package dev.resil.command;

import dev.resil.io.EventLoop;
import dev.resil.posix.LineDiscipline;
import dev.resil.run.Alarm;
import java.util.OptionalLong;

/**
 * Types the end of input at the command's terminal once the command has read what came before, so
 * that a command that changes the terminal's modes first still gets it. Types it again whenever the
 * command has read it: a terminal, unlike a pipe, does not stay at its end.
 */
final class EndOfInput implements Alarm {
  private static final long FIRST_PAUSE_NANOS = 1_000_000;
  private static final long LONGEST_PAUSE_NANOS = 250_000_000;

  /**
   * A command that reads single keys, such as {@code docker exec -it}, may pass them on to one that
   * does not read them: they get rarer.
   */
  private static final long LONGEST_PAUSE_BETWEEN_KEYS_NANOS = 3_600_000_000_000L;

  private static final int CONTROL_D = 4;

  private final EventLoop events;
  private final OwnTerminal terminal;
  private OptionalLong look = OptionalLong.empty();
  private long pause;
  private long longestPause;

  EndOfInput(EventLoop events, OwnTerminal terminal) {
    this.events = events;
    this.terminal = terminal;
    events.add(this);
  }

  /** Called when all input has been typed. */
  void reached() {
    pause = FIRST_PAUSE_NANOS;
    longestPause = LONGEST_PAUSE_NANOS;
    look = OptionalLong.of(events.nanos());
  }

  /** Called when the command has ended. */
  void forget() {
    look = OptionalLong.empty();
  }

  @Override
  public OptionalLong due() {
    return look;
  }

  @Override
  public void run() {
    if (terminal.allTypedIsRead()) {
      type(terminal.lineDiscipline());
    }
    look = OptionalLong.of(events.nanos() + pause);
    pause = Math.min(2 * pause, longestPause);
  }

  private void type(LineDiscipline discipline) {
    if (!discipline.isCanonical()) {
      longestPause = LONGEST_PAUSE_BETWEEN_KEYS_NANOS;
      terminal.type(discipline.endOfFile().orElse(CONTROL_D));
    } else if (discipline.endOfFile().isPresent()) {
      terminal.type(discipline.endOfFile().getAsInt());
    }
  }
}
