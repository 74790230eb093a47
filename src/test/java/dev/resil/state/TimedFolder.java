package dev.resil.state;

import java.nio.file.Path;
import java.time.Clock;

/** Stores in folders with a test clock. */
public final class TimedFolder {
  private TimedFolder() {}

  /** A store with the time of a clock. */
  public static StateStore store(Path folder, Clock clock) {
    return new FileStateStore(
        folder, Strictness.STRICT, _ -> {}, clock, new ProcessHolders(), LockTimeout.system());
  }
}
