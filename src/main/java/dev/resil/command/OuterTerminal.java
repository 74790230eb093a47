package dev.resil.command;

import dev.resil.posix.Posix;
import dev.resil.posix.TerminalSize;
import dev.resil.posix.Terminals;
import java.util.List;
import java.util.Optional;

/** The terminal that resil itself was started on, if there is one. */
final class OuterTerminal {
  private static final int STDIN = 0;

  private final Posix posix;
  private final Terminals terminals;

  /** As they were before the first attempt: what is put back is never what an attempt left. */
  private final Optional<byte[]> modes;

  OuterTerminal(Posix posix, Terminals terminals) {
    this.posix = posix;
    this.terminals = terminals;
    this.modes = terminals.modes(STDIN);
  }

  Optional<byte[]> modes() {
    return modes;
  }

  /** The size of what the command's output is shown on. */
  Optional<TerminalSize> size() {
    return List.of(1, 2, 0).stream()
        .flatMap(stream -> terminals.size(stream).stream())
        .filter(size -> size.columns() > 0)
        .findFirst();
  }

  /** Whether reading from it and changing it would not stop resil. */
  boolean inForeground() {
    return posix.inForeground(STDIN);
  }

  /** Keys reach resil one by one, and none of them is a signal. */
  void makeRaw() {
    modes.ifPresent(before -> terminals.setModes(STDIN, terminals.raw(before)));
  }

  void restore() {
    if (inForeground()) {
      modes.ifPresent(before -> terminals.setModes(STDIN, before));
    }
  }
}
