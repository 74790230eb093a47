package dev.resil.state;

import java.nio.file.Path;
import java.time.Clock;

/** Stores in folders that are told what time it is. */
public final class TimedFolder {
  private TimedFolder() {}

  /** One whose time is a clock's. */
  public static StateStore store(Path folder, Clock clock) {
    return new FileStateStore(
        folder, Strictness.STRICT, _ -> {}, clock, new ProcessHolders(), LockTimeout.system());
  }
}
