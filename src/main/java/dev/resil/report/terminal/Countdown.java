package dev.resil.report.terminal;

import dev.resil.posix.Posix;
import dev.resil.run.Alarm;
import dev.resil.run.Rejection;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.Time;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Shows on a terminal how long the run still waits, in a {@link StatusLine}. */
public final class Countdown implements RunListener, Alarm {
  private static final int STDERR = 2;

  /** Four times a second; what takes no longer is not worth a line. */
  private static final long PERIOD_NANOS = 250_000_000;

  private final Time time;
  private final String name;
  private final OptionalLong limit;
  private final StatusLine line;
  private Optional<Waiting> waiting = Optional.empty();
  private long next;

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
    this.time = time;
    this.name = Printable.of(command);
    this.limit = limit;
    this.line = new StatusLine(posix, terminal);
  }

  /** Whether standard error is a terminal on which a line can be drawn again. */
  public static boolean isPossible(Posix posix, UnaryOperator<String> environment) {
    String term = environment.apply("TERM");
    boolean dumb = term == null || term.isEmpty() || term.equals("dumb");
    return !dumb && posix.isTerminal(STDERR);
  }

  @Override
  public void on(RunEvent event) {
    line.wipe();
    switch (event) {
      case RunEvent.SplayStarted(Duration splay) -> await(HumanLines.attempt(1, limit), splay);
      case RunEvent.Retrying retrying ->
          await(HumanLines.attempt(retrying.failed().number() + 1, limit), retrying.delay());
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
    waiting.ifPresent(this::draw);
  }

  private void draw(Waiting what) {
    String left =
        what.end().isPresent() ? " in " + Durations.format(left(what.end().getAsLong())) : "";
    line.draw("resil: " + what.before() + left + what.after());
  }

  /** To the tenth of a second, so that the line keeps still between two looks at it. */
  private Duration left(long end) {
    long tenths = Math.max(0, (end - time.nanos() + 99_999_999) / 100_000_000);
    return Duration.ofMillis(tenths * 100);
  }
}
