package dev.resil.command;

import dev.resil.posix.Posix;
import dev.resil.posix.TerminalSize;
import dev.resil.posix.Terminals;
import java.util.List;
import java.util.Optional;

/** The terminal that resil was started on, if any. */
final class OuterTerminal {
  private static final int STDIN = 0;

  private final Posix posix;
  private final Terminals terminals;

  /** The modes before the first attempt, to restore after each one. */
  private final Optional<byte[]> modes;

  OuterTerminal(Posix posix, Terminals terminals) {
    this.posix = posix;
    this.terminals = terminals;
    this.modes = terminals.modes(STDIN);
  }

  Optional<byte[]> modes() {
    return modes;
  }

  /** The size of the terminal that shows the command's output. */
  Optional<TerminalSize> size() {
    return List.of(1, 2, 0).stream()
        .flatMap(stream -> terminals.size(stream).stream())
        .filter(size -> size.columns() > 0)
        .findFirst();
  }

  /** Whether resil may read from it and change it without being stopped. */
  boolean inForeground() {
    return posix.inForeground(STDIN);
  }

  /** Makes keys reach resil one by one, and never as signals. */
  void makeRaw() {
    modes.ifPresent(before -> terminals.setModes(STDIN, terminals.raw(before)));
  }

  void restore() {
    if (inForeground()) {
      modes.ifPresent(before -> terminals.setModes(STDIN, before));
    }
  }
}
