package dev.resil.process;

import dev.resil.posix.ReceivedSignal;
import java.util.Optional;
import java.util.OptionalInt;

/** The signals by which the user stops the run. */
final class Stops {
  /**
   * Within this time, the same signal from the same sender, or passed on by another, is the same:
   * on a busy machine, its sender waits for a processor in between.
   */
  private static final long ECHO_NANOS = 250_000_000;

  private OptionalInt interrupted = OptionalInt.empty();
  private Optional<ReceivedSignal> last;
  private long lastTime;
  private int count;

  Stops(Optional<ReceivedSignal> first, long now) {
    last = first;
    lastTime = now;
    count = first.isPresent() ? 1 : 0;
  }

  /** How many have come. */
  int count() {
    return count;
  }

  /** The last one that came after the first; empty if none has. */
  OptionalInt interrupted() {
    return interrupted;
  }

  /** Counts a signal; false if it is only an echo of the last one. */
  boolean counts(ReceivedSignal signal, long now) {
    if (last.isPresent() && isEcho(last.get(), signal, now - lastTime)) {
      return false;
    }
    last = Optional.of(signal);
    lastTime = now;
    count++;
    interrupted = OptionalInt.of(signal.number());
    return true;
  }

  /**
   * Whether a second signal only repeats the first: {@code timeout(1)} signals its child and then
   * its whole group, and a parent may pass on a Ctrl-C that the terminal has sent to resil too.
   */
  private static boolean isEcho(ReceivedSignal first, ReceivedSignal second, long nanos) {
    boolean sameSender = first.sender() != 0 && first.sender() == second.sender();
    boolean passedOn = first.fromKernel() != second.fromKernel();
    return first.number() == second.number() && (passedOn || sameSender) && nanos < ECHO_NANOS;
  }
}
