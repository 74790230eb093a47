package dev.resil.cli;

import dev.resil.run.Time;
import dev.resil.state.StateException;
import dev.resil.text.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalInt;

/** Draws something every second, on the same place of a terminal, until a signal comes. */
final class Watch {
  private static final Duration CADENCE = Duration.ofSeconds(1);
  private static final String HOME = "\033[H";
  private static final String CLEAR_LINE = "\033[K";
  private static final String CLEAR_BELOW = "\033[J";

  private final Time time;
  private final PrintWriter out;
  private final boolean terminal;

  /** What there is to draw. */
  interface Picture {
    /** The picture as of now. */
    String now() throws StateException;
  }

  Watch(Time time, PrintWriter out, boolean terminal) {
    this.time = time;
    this.out = out;
    this.terminal = terminal;
  }

  /** Draws until a signal comes; the exit code says which. */
  int until(Picture picture) {
    if (terminal) {
      out.print(HOME + CLEAR_BELOW);
    }
    for (long next = time.nanos(); ; ) {
      draw(picture);
      if (out.checkError()) {
        return 0; // nobody looks any more
      }
      // the cadence is that of the clock, however long drawing takes
      next += CADENCE.toNanos();
      OptionalInt signal = time.pause(Duration.ofNanos(Math.max(0, next - time.nanos())));
      if (signal.isPresent()) {
        return 128 + signal.getAsInt();
      }
    }
  }

  private void draw(Picture picture) {
    String text = text(picture);
    if (terminal) {
      out.print(HOME);
      text.lines().forEach(line -> out.print(line + CLEAR_LINE + System.lineSeparator()));
      out.print(CLEAR_BELOW);
    } else {
      out.println(text);
    }
    out.flush();
  }

  private static String text(Picture picture) {
    try {
      return picture.now();
    } catch (StateException e) {
      return Printable.of(e.getMessage()) + System.lineSeparator();
    }
  }
}
