package dev.resil.posix;

import java.util.Optional;

/**
 * Calls about terminals, which few runs make. As in {@link Posix}, an {@code int} result below zero
 * is the negated {@code errno}.
 */
public interface Terminals {
  /**
   * A new pseudo-terminal, {@code posix_openpt(3)}: the descriptor that plays the terminal, closed
   * on exec. Modes and size set or read there are those of the terminal that a program sees.
   */
  int open();

  /** Where a program opens the pseudo-terminal behind a descriptor of {@link #open}. */
  String path(int descriptor);

  /** How large a terminal is, empty where the descriptor is none. */
  Optional<TerminalSize> size(int descriptor);

  /** Gives a terminal a size; whoever is in its foreground is told by WINCH if it is another. */
  int resize(int descriptor, TerminalSize size);

  /** How a terminal treats what is typed and printed, for {@link #setModes}; empty for none. */
  Optional<byte[]> modes(int descriptor);

  /** Sets a terminal's modes at once. From the background this stops the process (TTOU). */
  int setModes(int descriptor, byte[] modes);

  /** The same modes, but that every key is passed on as it is typed: {@code cfmakeraw(3)}. */
  byte[] raw(byte[] modes);

  /** From now on a terminal prints a line feed as that, without a carriage return before it. */
  int plainLineFeeds(int descriptor);

  /** The process group in a terminal's foreground, or the negated errno. */
  int foregroundGroup(int descriptor);

  /** The signal that a key sends on a terminal as it is now: INT, QUIT, TSTP, or 0 for none. */
  int keySignal(int descriptor, int key);

  /**
   * Stops this process as TSTP, TTIN or TTOU does where it is not blocked, and returns once the
   * process is continued.
   *
   * @return whether there was no need to stop it in another way: false in an orphaned process
   *     group, in which the system takes no default action for these signals
   */
  boolean suspend(int signal);
}
