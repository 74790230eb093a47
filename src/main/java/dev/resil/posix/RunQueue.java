package dev.resil.posix;

import java.util.Optional;

/** Whether this machine has more to do than it can: then a process that waits is not to blame. */
public final class RunQueue {
  /** The field of {@code proc_loadavg(5)} with the number of runnable threads, before a slash. */
  private static final int RUNNABLE = 3;

  private RunQueue() {}

  /** Whether some thread waits for a processor at this moment; false where that is not known. */
  public static boolean isBusy() {
    return isBusy(
        new ProcFiles(Posix.get()).content("loadavg"), Runtime.getRuntime().availableProcessors());
  }

  static boolean isBusy(Optional<String> load, int processors) {
    return load.map(text -> text.split("[ /]", -1))
        .filter(fields -> fields.length > RUNNABLE && fields[RUNNABLE].matches("[0-9]{1,9}"))
        .map(fields -> Integer.parseInt(fields[RUNNABLE]) > processors)
        .orElse(false);
  }
}
