package dev.resil.process;

import dev.resil.outcome.Outcome;
import dev.resil.posix.Posix;
import dev.resil.run.Attempt;
import java.util.Arrays;
import java.util.Optional;

/**
 * Restores the modes of the terminal that resil shares with the programs it starts. A program
 * killed at a password prompt leaves a terminal without echo. A program that exits by itself may
 * have set the modes on purpose, as {@code stty} does, so its modes stay; interactive shells do the
 * same.
 */
public final class TerminalModes {
  private static final int STDIN = 0;
  private static final String CONTROLLING = "/dev/tty";

  private final Posix posix;
  private Optional<Integer> terminal = Optional.empty();
  private Optional<byte[]> saved = Optional.empty();

  public TerminalModes(Posix posix) {
    this.posix = posix;
  }

  /** Saves the current modes, if resil is in the terminal's foreground. */
  public void save() {
    if (terminal.isEmpty()) {
      saved = posix.terminals().modes(STDIN);
      terminal = Optional.of(saved.isPresent() ? STDIN : posix.open(CONTROLLING, false, true));
    } else {
      saved = Optional.empty();
    }
    int descriptor = terminal.get();
    if (descriptor < 0 || !posix.inForeground(descriptor)) {
      saved = Optional.empty();
    } else if (saved.isEmpty()) {
      saved = posix.terminals().modes(descriptor);
    }
  }

  /** Restores the saved modes, unless the program ended by itself. */
  public void ended(Optional<Attempt.Execution> execution) {
    if (execution.filter(TerminalModes::endedByItself).isEmpty() && saved.isPresent()) {
      putBack(terminal.orElseThrow(), saved.get());
    }
  }

  private static boolean endedByItself(Attempt.Execution execution) {
    return execution.interrupted().isEmpty()
        && !(execution.outcome() instanceof Outcome.Timeout)
        && !(execution.outcome() instanceof Outcome.Signal);
  }

  private void putBack(int descriptor, byte[] modes) {
    boolean changed =
        posix.terminals().modes(descriptor).filter(now -> !Arrays.equals(now, modes)).isPresent();
    if (changed && posix.inForeground(descriptor)) {
      posix.terminals().setModes(descriptor, modes);
    }
  }
}
