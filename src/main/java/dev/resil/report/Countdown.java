package dev.resil.report;

import dev.resil.posix.Posix;
import dev.resil.run.Alarm;
import dev.resil.run.Rejection;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.Time;
import dev.resil.text.Columns;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Shows on a terminal how long the run still waits: one line, drawn again in its place, and gone
 * before anything else is said. Nothing is drawn while resil is in the background, where the line
 * would get between those of somebody else.
 */
public final class Countdown implements RunListener, Alarm {
  private static final int STDERR = 2;

  /** Four times a second; what takes no longer is not worth a line. */
  private static final long PERIOD_NANOS = 250_000_000;

  /**
   * Columns left free: a character in the last one would make some terminals begin another line,
   * and so would the {@code ^C} that a terminal itself shows for a key.
   */
  private static final int MARGIN = 3;

  /** To the line's start, and what is there is erased (ECMA-48: CR, EL). */
  private static final String ERASE = "\r\033[K";

  private final Posix posix;
  private final Time time;
  private final String name;
  private final OptionalLong limit;
  private final Consumer<String> terminal;
  private Optional<Waiting> waiting = Optional.empty();
  private long next;

  /** What now stands on the line. */
  private String drawn = "";

  /**
   * What is waited for.
   *
   * @param before what is said before the time that is left
   * @param after what is said after it
   * @param end when it comes, on {@link Time#nanos}; empty where nobody knows
   */
  private record Waiting(String before, String after, OptionalLong end) {}

  /**
   * A countdown for the delays of a run.
   *
   * @param command the command's name
   * @param limit how many attempts there may be, empty for no end
   * @param terminal writes text to the terminal as it is
   */
  public Countdown(
      Posix posix, Time time, String command, OptionalLong limit, Consumer<String> terminal) {
    this.posix = posix;
    this.time = time;
    this.name = Printable.of(command);
    this.limit = limit;
    this.terminal = terminal;
  }

  /** Whether standard error is a terminal on which a line can be drawn again. */
  public static boolean isPossible(Posix posix, UnaryOperator<String> environment) {
    String term = environment.apply("TERM");
    boolean dumb = term == null || term.isEmpty() || term.equals("dumb");
    return !dumb && posix.isTerminal(STDERR);
  }

  @Override
  public void on(RunEvent event) {
    wipe();
    switch (event) {
      case RunEvent.SplayStarted(Duration splay) -> await(attempt(1), splay);
      case RunEvent.Retrying retrying ->
          await(attempt(retrying.failed().number() + 1), retrying.delay());
      case RunEvent.WaitingForPermit(Rejection rejection) ->
          await(
              new Waiting(
                  "waiting for breaker " + Printable.word(rejection.breaker()),
                  ": " + name,
                  end(rejection.nextProbe())));
      case RunEvent.AttemptStarted started -> waiting = Optional.empty();
      case RunEvent.Ended ended -> waiting = Optional.empty();
      default -> {}
    }
  }

  private String attempt(long number) {
    return "attempt " + number + (limit.isPresent() ? " of " + limit.getAsLong() : "");
  }

  private void await(String what, Duration delay) {
    await(new Waiting(what, ": " + name, end(Optional.of(delay))));
  }

  private void await(Waiting what) {
    waiting = Optional.of(what);
    next = time.nanos() + PERIOD_NANOS;
  }

  private OptionalLong end(Optional<Duration> left) {
    return left.stream()
        .mapToLong(delay -> time.nanos() + Math.min(delay.toNanos(), Long.MAX_VALUE / 2))
        .findAny();
  }

  @Override
  public OptionalLong due() {
    return waiting.isPresent() ? OptionalLong.of(next) : OptionalLong.empty();
  }

  @Override
  public void run() {
    next = time.nanos() + PERIOD_NANOS;
    if (waiting.isPresent() && posix.inForeground(STDERR)) {
      draw(waiting.get());
    }
  }

  private void draw(Waiting what) {
    String left =
        what.end().isPresent() ? " in " + Durations.format(left(what.end().getAsLong())) : "";
    int room = Math.max(0, posix.terminalColumns(STDERR) - MARGIN);
    String line = Columns.cut("resil: " + what.before() + left + what.after(), room);
    if (!line.equals(drawn)) {
      terminal.accept(ERASE + line);
      drawn = line;
    }
  }

  /** To the tenth of a second, so that the line keeps still between two looks at it. */
  private Duration left(long end) {
    long tenths = Math.max(0, (end - time.nanos() + 99_999_999) / 100_000_000);
    return Duration.ofMillis(tenths * 100);
  }

  private void wipe() {
    if (!drawn.isEmpty() && posix.inForeground(STDERR)) {
      terminal.accept(ERASE);
    }
    drawn = "";
  }
}
