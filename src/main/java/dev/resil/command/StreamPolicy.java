package dev.resil.command;

import dev.resil.outcome.OutputPattern;
import java.util.Set;

/**
 * The handling of the command's standard streams.
 *
 * @param stdin the source of its stdin
 * @param onlyOnce whether there is only one attempt, so that no input need be kept
 * @param stdout when its output is written
 * @param stderr when its error output is written
 * @param discardFailed whether rejected output is discarded instead of written to stderr
 * @param patterns the patterns to search for in its output
 * @param watched whether resil must see all output as it comes
 * @param ownTerminal whether the command has a terminal of its own, which merges its output streams
 */
public record StreamPolicy(
    StdinMode stdin,
    boolean onlyOnce,
    StdoutMode stdout,
    StderrMode stderr,
    boolean discardFailed,
    Set<OutputPattern> patterns,
    boolean watched,
    boolean ownTerminal) {
  /** Copies the set. */
  public StreamPolicy {
    patterns = Set.copyOf(patterns);
  }

  /** Whether both output streams pass through resil, and have the same fate. */
  boolean treatsBothAlike() {
    boolean alike =
        switch (stderr) {
          case LIVE -> watched && stdout == StdoutMode.LIVE;
          case FINAL -> stdout == StdoutMode.FINAL;
          case FAILURE -> stdout == StdoutMode.FAILURE;
        };
    return alike
        && patterns.stream().allMatch(pattern -> pattern.stream() == OutputPattern.Stream.OUTPUT);
  }

  /** Whether any output is held until the attempt or the run has ended. */
  boolean holdsOutput() {
    return stdout != StdoutMode.LIVE || stderr != StderrMode.LIVE;
  }

  /** The fate of held output of an attempt that is not the last. */
  Fate ofRejected() {
    boolean hidden = discardFailed || stdout == StdoutMode.FAILURE || stderr != StderrMode.LIVE;
    return hidden ? Fate.DROPPED : Fate.STDERR;
  }

  /** The fate of the last attempt's held output. */
  Fate ofLast(boolean failed) {
    return switch (stdout) {
      case LIVE, FINAL -> Fate.STDOUT;
      case SUCCESS -> failed ? unlessDiscarded() : Fate.STDOUT;
      case FAILURE -> failed ? Fate.STDOUT : Fate.DROPPED;
    };
  }

  /**
   * The fate of the last attempt's held output if a fallback has answered on stdout.
   *
   * @param failed whether the fallback failed too
   */
  Fate ofReplaced(boolean failed) {
    return switch (stdout) {
      case FAILURE -> failed ? Fate.STDERR : Fate.DROPPED;
      case LIVE, FINAL, SUCCESS -> unlessDiscarded();
    };
  }

  private Fate unlessDiscarded() {
    return discardFailed ? Fate.DROPPED : Fate.STDERR;
  }

  /** The fate of the last attempt's held error output. */
  Fate ofLastErrors(boolean failed) {
    return stderr == StderrMode.FAILURE && !failed ? Fate.DROPPED : Fate.STDERR;
  }

  /**
   * Whether the command inherits resil's own output streams, neither held nor searched nor watched.
   */
  boolean leavesOutputAlone() {
    return !holdsOutput() && patterns.isEmpty() && !watched && !ownTerminal;
  }
}
