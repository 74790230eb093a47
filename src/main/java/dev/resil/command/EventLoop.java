package dev.resil.command;

import dev.resil.match.Signals;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.ReceivedSignal;
import dev.resil.run.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The one place where resil waits: for signals (a child's end is one), and for time to pass. From
 * its opening on the signals below do not interrupt anything; they are read here, one by one.
 */
public final class EventLoop implements Time {
  static final int CHLD = Signals.require("CHLD");
  private static final Set<Integer> STOPPING =
      Set.of(Signals.INT, Signals.TERM, Signals.HUP, Signals.QUIT);
  private static final short POLLIN = 1;

  /** How often to look for ended children where signals cannot be read from a descriptor. */
  private static final long FALLBACK_NANOS = 10_000_000;

  private final Posix posix;
  private final int[] descriptors;
  private final short[] events = {POLLIN};
  private final short[] ready = new short[1];

  private EventLoop(Posix posix, int descriptor) {
    this.posix = posix;
    this.descriptors = new int[] {descriptor};
  }

  /** Takes over the signals of this process. */
  public static EventLoop open(Posix posix) {
    int descriptor =
        posix.openSignals(
            Signals.INT,
            Signals.TERM,
            Signals.HUP,
            Signals.QUIT,
            Signals.require("USR1"),
            Signals.require("USR2"),
            Signals.require("CONT"),
            Signals.require("WINCH"),
            CHLD);
    return new EventLoop(posix, descriptor);
  }

  /** Whether a signal ends the run, rather than being only passed on. */
  static boolean stops(ReceivedSignal signal) {
    return STOPPING.contains(signal.number());
  }

  /**
   * Waits for the next signal.
   *
   * @param nanos how long at most; negative for ever
   * @return the signal, or empty when the time is over
   */
  Optional<ReceivedSignal> await(long nanos) {
    if (descriptors[0] < 0) {
      return awaitWithoutDescriptor(nanos);
    }
    long end = nanos() + nanos;
    while (true) {
      int count =
          posix.poll(descriptors, events, ready, nanos < 0 ? -1 : Math.max(0, end - nanos()));
      if (count > 0) {
        Optional<ReceivedSignal> signal = posix.readSignal(descriptors[0]);
        if (signal.isPresent()) {
          return signal;
        }
      } else if (count != -Errno.EINTR) {
        return Optional.empty();
      }
    }
  }

  private Optional<ReceivedSignal> awaitWithoutDescriptor(long nanos) {
    long wait = nanos < 0 ? FALLBACK_NANOS : Math.min(nanos, FALLBACK_NANOS);
    posix.poll(new int[0], new short[0], new short[0], wait);
    return wait == nanos ? Optional.empty() : Optional.of(new ReceivedSignal(CHLD, true));
  }

  @Override
  public OptionalInt pause(Duration duration) {
    long end = nanos() + Math.min(duration.toNanos(), Long.MAX_VALUE / 2);
    while (true) {
      long left = end - nanos();
      Optional<ReceivedSignal> signal = left <= 0 ? Optional.empty() : await(left);
      if (signal.isEmpty()) {
        return OptionalInt.empty();
      } else if (signal.get().number() == CHLD) {
        while (posix.reap().isPresent()) {
          // an adopted orphan: nobody else would reap it
        }
      } else if (stops(signal.get())) {
        return OptionalInt.of(signal.get().number());
      }
    }
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }
}
