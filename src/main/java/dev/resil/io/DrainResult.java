package dev.resil.io;

import dev.resil.outcome.Signals;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.ReceivedSignal;
import java.util.Optional;

/** The result of writing held output. */
public sealed interface DrainResult {
  /** All of it was written. */
  record Complete() implements DrainResult {}

  /** A signal stopped it: the user's, or PIPE if there is no reader. */
  record Stopped(int signal) implements DrainResult {}

  /** It could not be written. */
  record Failed(String reason) implements DrainResult {}

  /** Writes the content of a spool, and waits until all is written. */
  static DrainResult of(Spool spool, Sink sink, Posix posix, EventLoop events) {
    SpoolPump pump = new SpoolPump(spool, sink);
    pump.run();
    events.add(pump);
    try {
      while (!pump.done()) {
        Optional<ReceivedSignal> signal = events.await(-1, pump::done);
        if (signal.filter(EventLoop::stops).isPresent()) {
          events.putBack(signal.get());
          return new Stopped(signal.get().number());
        }
      }
    } finally {
      events.remove(pump);
    }
    return switch (pump.error()) {
      case 0 -> new Complete();
      case Errno.EPIPE -> new Stopped(Signals.PIPE);
      default -> new Failed("cannot write the output: " + posix.message(pump.error()));
    };
  }
}
