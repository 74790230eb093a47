package dev.resil.posix;

import java.util.Optional;

/**
 * Calls for terminals, which few runs need. As in {@link Posix}, an {@code int} result below zero
 * is the negated {@code errno}.
 */
public interface Terminals {
  /**
   * Opens a pseudo-terminal: {@code posix_openpt(3)}. Returns its master side, closed on exec. The
   * master side has the same modes and size as the terminal that a program sees.
   */
  int open();

  /** The path of the terminal behind a descriptor of {@link #open}. */
  String path(int descriptor);

  /** The size of a terminal; empty if the descriptor is not a terminal. */
  Optional<TerminalSize> size(int descriptor);

  /** Sets a terminal's size. Its foreground process group gets WINCH if the size changes. */
  int resize(int descriptor, TerminalSize size);

  /** The modes of a terminal, for {@link #setModes}; empty if the descriptor is not a terminal. */
  Optional<byte[]> modes(int descriptor);

  /** Sets a terminal's modes at once. From the background this stops the process (TTOU). */
  int setModes(int descriptor, byte[] modes);

  /** The same modes with raw input and output: {@code cfmakeraw(3)}. */
  byte[] raw(byte[] modes);

  /** Makes a terminal print line feeds without adding carriage returns. */
  int plainLineFeeds(int descriptor);

  /** The process group in a terminal's foreground, or the negated errno. */
  int foregroundGroup(int descriptor);

  /** The signal that a key sends in a terminal's current modes: INT, QUIT, TSTP, or 0 for none. */
  int keySignal(int descriptor, int key);

  /**
   * Stops this process as an unblocked TSTP, TTIN or TTOU does, and returns once the process is
   * continued.
   *
   * @return whether it was stopped: false in an orphaned process group, in which these signals have
   *     no default action
   */
  boolean suspend(int signal);
}
