package dev.resil.process;

import dev.resil.outcome.Outcome;
import dev.resil.posix.Posix;
import dev.resil.run.Attempt;
import java.util.Arrays;
import java.util.Optional;

/**
 * The modes of the terminal that resil shares with what it starts. A program that is killed while
 * it asks for a password leaves a terminal that does not echo. A program that exits by itself may
 * have been there to change them, as {@code stty} is, so those are left alone; an interactive shell
 * makes the same difference.
 */
public final class TerminalModes {
  private static final int STDIN = 0;
  private static final String CONTROLLING = "/dev/tty";

  private final Posix posix;
  private Optional<Integer> terminal = Optional.empty();
  private Optional<byte[]> noted = Optional.empty();

  public TerminalModes(Posix posix) {
    this.posix = posix;
  }

  /** Notes the modes as they are now, where resil is in the terminal's foreground. */
  public void note() {
    if (terminal.isEmpty()) {
      noted = posix.terminals().modes(STDIN);
      terminal = Optional.of(noted.isPresent() ? STDIN : posix.open(CONTROLLING, false, true));
    } else {
      noted = Optional.empty();
    }
    int descriptor = terminal.get();
    if (descriptor < 0 || !posix.inForeground(descriptor)) {
      noted = Optional.empty();
    } else if (noted.isEmpty()) {
      noted = posix.terminals().modes(descriptor);
    }
  }

  /** Puts the noted modes back, unless what ran ended by itself. */
  public void ended(Optional<Attempt.Execution> execution) {
    if (execution.filter(TerminalModes::endedByItself).isEmpty() && noted.isPresent()) {
      putBack(terminal.orElseThrow(), noted.get());
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
