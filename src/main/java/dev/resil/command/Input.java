package dev.resil.command;

import dev.resil.posix.Spawn;
import java.util.Optional;

/** The standard input of each attempt in turn. */
interface Input {
  /** The command inherits resil's stdin. */
  Input INHERITED = attempt -> Spawn.INHERIT;

  /** The command's own terminal. */
  Input OWN_TERMINAL = attempt -> Spawn.TERMINAL;

  /**
   * Prepares the input for an attempt.
   *
   * @param attempt the attempt's number, from 1
   * @return the descriptor that becomes the command's standard input, {@link Spawn#INHERIT} or
   *     {@link Spawn#TERMINAL}
   */
  int open(long attempt) throws StreamException;

  /**
   * Called when the command has started with its own copy of the descriptor, or could not be
   * started.
   */
  default void opened() {}

  /** Called when the command has ended. */
  default void ended() {}

  /** The reason why the attempt did not get all of its input. */
  default Optional<String> failure() {
    return Optional.empty();
  }
}
