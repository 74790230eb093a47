package dev.resil.command;

import dev.resil.outcome.OutputPattern;
import java.util.Set;

/**
 * The handling of the command's standard streams.
 *
 * @param stdin the source of its stdin
 * @param onlyOnce whether there is only one attempt, so that no input need be kept
 * @param stdout when its output is written
 * @param discardFailed whether rejected output is discarded instead of written to stderr
 * @param patterns the patterns to search for in its output
 * @param watched whether resil must see all output as it comes
 * @param ownTerminal whether the command has a terminal of its own, which merges its output streams
 */
public record StreamPolicy(
    StdinMode stdin,
    boolean onlyOnce,
    StdoutMode stdout,
    boolean discardFailed,
    Set<OutputPattern> patterns,
    boolean watched,
    boolean ownTerminal) {
  /** Copies the set. */
  public StreamPolicy {
    patterns = Set.copyOf(patterns);
  }

  /** Whether both output streams pass through resil, and in the same way. */
  boolean treatsBothAlike() {
    return watched
        && stdout == StdoutMode.LIVE
        && patterns.stream().allMatch(pattern -> pattern.stream() == OutputPattern.Stream.OUTPUT);
  }

  /**
   * Whether the command inherits resil's own output streams, neither held nor searched nor watched.
   */
  boolean leavesOutputAlone() {
    return stdout == StdoutMode.LIVE && patterns.isEmpty() && !watched && !ownTerminal;
  }
}
