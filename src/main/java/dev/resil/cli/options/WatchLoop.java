package dev.resil.cli.options;

import dev.resil.outcome.ExitCodes;
import dev.resil.run.Time;
import dev.resil.state.StateException;
import dev.resil.text.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Redraws a picture every second, in place on a terminal, until a signal arrives. If there is no
 * picture, a terminal shows the reason instead; a pipe only ever receives pictures.
 */
public final class WatchLoop {
  private static final Duration CADENCE = Duration.ofSeconds(1);
  private static final String HOME = "\033[H";
  private static final String CLEAR_LINE = "\033[K";
  private static final String CLEAR_BELOW = "\033[J";

  private final Time time;
  private final PrintWriter out;
  private final boolean terminal;
  private final OngoingProblems troubles;

  /** A picture to draw. */
  public interface Picture {
    /** The current picture. */
    String now() throws StateException;
  }

  public WatchLoop(Time time, PrintWriter out, boolean terminal, OngoingProblems troubles) {
    this.time = time;
    this.out = out;
    this.terminal = terminal;
    this.troubles = troubles;
  }

  /** Draws until a signal arrives; returns the exit code, 128 plus the signal. */
  public int until(Picture picture) {
    if (terminal) {
      out.print(HOME + CLEAR_BELOW);
    }
    for (long next = time.nanos(); ; ) {
      draw(picture);
      if (out.checkError()) {
        return 0; // the reader is gone
      }
      // a steady cadence, however long drawing takes
      next += CADENCE.toNanos();
      OptionalInt signal = time.pause(Duration.ofNanos(Math.max(0, next - time.nanos())));
      if (signal.isPresent()) {
        return ExitCodes.ofSignal(signal.getAsInt());
      }
    }
  }

  private void draw(Picture picture) {
    try {
      show(picture.now());
      troubles.now(List.of());
    } catch (StateException e) {
      if (terminal) {
        show(Printable.of(e.getMessage()));
      } else {
        troubles.also(e.getMessage() + "; still watching");
      }
    }
  }

  private void show(String text) {
    if (terminal) {
      out.print(HOME);
      text.lines().forEach(line -> out.print(line + CLEAR_LINE + System.lineSeparator()));
      out.print(CLEAR_BELOW);
    } else {
      out.println(text);
    }
    out.flush();
  }
}
