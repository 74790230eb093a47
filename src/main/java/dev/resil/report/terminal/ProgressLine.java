package dev.resil.report.terminal;

import dev.resil.posix.Posix;
import dev.resil.run.Alarm;
import dev.resil.run.Attempt;
import dev.resil.run.ProgressGauge;
import dev.resil.run.Time;
import dev.resil.text.Durations;
import dev.resil.text.Sizes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Shows the progress of a transfer on a terminal: bytes received, rate and remaining time. */
public final class ProgressLine implements ProgressGauge, Alarm {
  private static final long PERIOD_NANOS = 250_000_000;

  /** The rate is averaged over the last four seconds. */
  private static final int SAMPLES = 17;

  private final Time time;
  private final StatusLine line;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private Optional<Supplier<Level>> source = Optional.empty();
  private String attempt = "";
  private long next;

  /** The bytes received at a time, on {@link Time#nanos}. */
  private record Sample(long nanos, long bytes) {}

  /**
   * A line that is not shown yet.
   *
   * @param terminal writes text to the terminal unchanged
   */
  public ProgressLine(Posix posix, Time time, Consumer<String> terminal) {
    this.time = time;
    this.line = new StatusLine(posix, terminal);
  }

  @Override
  public void started(Attempt.Request request, Supplier<Level> level) {
    source = Optional.of(level);
    samples.clear();
    attempt = new ShownLimit(request.limit()).attempt(request.number());
    next = time.nanos() + PERIOD_NANOS;
  }

  @Override
  public void ended() {
    source = Optional.empty();
    line.wipe();
  }

  @Override
  public OptionalLong due() {
    return source.isPresent() ? OptionalLong.of(next) : OptionalLong.empty();
  }

  @Override
  public void run() {
    next = time.nanos() + PERIOD_NANOS;
    source.map(Supplier::get).filter(level -> level.bytes() > 0).ifPresent(this::show);
  }

  private void show(Level level) {
    samples.addLast(new Sample(time.nanos(), level.bytes()));
    if (samples.size() > SAMPLES) {
      samples.removeFirst();
    }
    StringBuilder text = new StringBuilder("resil: ").append(Sizes.format(level.bytes()));
    level.length().ifPresent(length -> text.append(" of ").append(Sizes.format(length)));
    double rate = bytesPerSecond();
    if (samples.size() > 1) {
      text.append(", ").append(Sizes.format((long) rate)).append("/s");
      level.length().ifPresent(length -> text.append(left(length - level.bytes(), rate)));
    }
    line.draw(text.append(", ").append(attempt).toString());
  }

  private double bytesPerSecond() {
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    long nanos = last.nanos() - first.nanos();
    return nanos <= 0 ? 0 : Math.max(0, last.bytes() - first.bytes()) * 1e9 / nanos;
  }

  /** Rounded up to a whole second. */
  private static String left(long bytes, double rate) {
    return rate <= 0
        ? ""
        : ", "
            + Durations.format(Duration.ofSeconds((long) Math.ceil(Math.max(0, bytes) / rate)))
            + " left";
  }
}
