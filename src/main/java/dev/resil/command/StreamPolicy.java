package dev.resil.command;

import dev.resil.outcome.OutputPattern;
import java.util.Set;

/**
 * What becomes of the command's standard streams.
 *
 * @param stdin what it reads from
 * @param onlyOnce whether there is only one attempt, so that nothing need be kept for another
 * @param stdout when its output is seen
 * @param discardFailed whether output that is not taken is dropped, rather than put on stderr
 * @param patterns what its output is searched for
 * @param ownTerminal whether the command has a terminal of its own, on which all its output is one
 */
public record StreamPolicy(
    StdinMode stdin,
    boolean onlyOnce,
    StdoutMode stdout,
    boolean discardFailed,
    Set<OutputPattern> patterns,
    boolean ownTerminal) {
  /** Copies the set. */
  public StreamPolicy {
    patterns = Set.copyOf(patterns);
  }

  /** Whether the command has resil's own output streams, and nobody looks at them. */
  boolean leavesOutputAlone() {
    return stdout == StdoutMode.LIVE && patterns.isEmpty() && !ownTerminal;
  }
}
