package dev.resil.command;

import dev.resil.posix.ProcFiles;
import java.util.Optional;

/** Whether resil's stdout and stderr are the same terminal, pipe or file. */
final class OneSink {
  /** Another file may have the same name by now. */
  private static final String DELETED = " (deleted)";

  private OneSink() {}

  /** Whether they are the same; false if the system does not tell. */
  static boolean takesBoth(ProcFiles files) {
    Optional<String> stdout = files.link("self/fd/1");
    return stdout.isPresent()
        && stdout.equals(files.link("self/fd/2"))
        && !stdout.get().endsWith(DELETED);
  }
}
