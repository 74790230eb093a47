package dev.resil.command;

import dev.resil.posix.Spawn;
import java.util.Optional;

/** Standard input of one attempt after the other. */
interface Input {
  /** Left to the command as resil was given it. */
  Input INHERITED = attempt -> Spawn.INHERIT;

  /** The terminal of the command's own. */
  Input OWN_TERMINAL = attempt -> Spawn.TERMINAL;

  /**
   * Makes it ready for an attempt.
   *
   * @param attempt the attempt's number, from 1
   * @return the descriptor that becomes the command's standard input, {@link Spawn#INHERIT} or
   *     {@link Spawn#TERMINAL}
   */
  int open(long attempt) throws StreamException;

  /** The command has been started, and has its own copy of the descriptor, or could not be. */
  default void opened() {}

  /** The command has ended. */
  default void ended() {}

  /** Why the attempt was not given all of its input. */
  default Optional<String> failure() {
    return Optional.empty();
  }
}
