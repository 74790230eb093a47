package dev.resil.report.terminal;

import dev.resil.breaker.Decision;
import dev.resil.limit.Answer;
import dev.resil.posix.Posix;
import dev.resil.run.Alarm;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.Time;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Shows the remaining wait of a run on a terminal, in a {@link StatusLine}. */
public final class Countdown implements RunListener, Alarm {
  private static final int STDERR = 2;

  /** Four times a second; a shorter wait is not shown. */
  private static final long PERIOD_NANOS = 250_000_000;

  private final Time time;
  private final String name;
  private final ShownLimit limit;
  private final StatusLine line;
  private Optional<Waiting> waiting = Optional.empty();
  private long next;

  /**
   * A wait.
   *
   * @param before the text before the remaining time
   * @param after the text after it
   * @param end its end, on {@link Time#nanos}; empty if unknown
   */
  private record Waiting(String before, String after, Deadline end) {}

  /**
   * A countdown for the delays of a run.
   *
   * @param command the command's name
   * @param limit the most attempts, empty for no limit
   * @param terminal writes text to the terminal unchanged
   */
  public Countdown(
      Posix posix, Time time, String command, OptionalLong limit, Consumer<String> terminal) {
    this.time = time;
    this.name = Printable.of(command);
    this.limit = new ShownLimit(limit);
    this.line = new StatusLine(posix, terminal);
  }

  /** Whether standard error is a terminal that can redraw a line. */
  public static boolean isPossible(Posix posix, UnaryOperator<String> environment) {
    String term = environment.apply("TERM");
    boolean dumb = term == null || term.isEmpty() || term.equals("dumb");
    return !dumb && posix.isTerminal(STDERR);
  }

  @Override
  public void on(RunEvent event) {
    line.wipe();
    switch (event) {
      case RunEvent.SplayStarted(Duration splay) -> await(limit.attempt(1), splay);
      case RunEvent.Retrying retrying -> {
        limit.retrying(retrying.failed());
        await(limit.attempt(retrying.failed().number() + 1), retrying.delay());
      }
      case RunEvent.WaitingForPermit(String breaker, Decision.Rejected decision) ->
          await(
              new Waiting(
                  "waiting for breaker " + Printable.word(breaker),
                  ": " + name,
                  end(decision.nextProbe())));
      case RunEvent.WaitingForLimit(String limit, boolean lock, Answer.Limited answer) ->
          await(
              new Waiting(
                  "waiting for " + LimitLines.name(limit, lock), ": " + name, end(answer.room())));
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

  private Deadline end(Optional<Duration> left) {
    return Deadline.after(left, time.nanos());
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
    String left = what.end().isSet() ? " in " + Durations.format(left(what.end())) : "";
    line.draw("resil: " + what.before() + left + what.after());
  }

  /** Rounded up to a tenth of a second. */
  private Duration left(Deadline end) {
    long tenths = (end.left(time.nanos()) + 99_999_999) / 100_000_000;
    return Duration.ofMillis(tenths * 100);
  }
}
