package dev.resil.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A time that passes only when told to, and records the requested pauses. */
public final class FakeTime implements Time {
  /** The wall clock's time at the start of the run. */
  public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final List<Duration> pauses = new ArrayList<>();
  private final long origin;
  private long nanos;
  private int interruptedPause = -1;
  private int signal;
  private OptionalInt pending = OptionalInt.empty();

  /** A time whose monotonic clock starts at an arbitrary number. */
  public FakeTime() {
    this(Long.MAX_VALUE - 1000); // a clock may overflow: only differences count
  }

  FakeTime(long origin) {
    this.origin = origin;
    this.nanos = origin;
  }

  /** Sends a signal in the middle of the n-th pause, counted from 1. */
  public FakeTime interrupting(int pause, int number) {
    interruptedPause = pause;
    signal = number;
    return this;
  }

  /** Sends a signal now, outside of a pause. */
  public void interrupt(int number) {
    pending = OptionalInt.of(number);
  }

  /** Lets time pass. */
  public void pass(Duration duration) {
    nanos += duration.toNanos();
  }

  /** The requested pauses. */
  public List<Duration> pauses() {
    return pauses;
  }

  Duration elapsed() {
    return Duration.ofNanos(nanos - origin);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return START.plus(elapsed());
  }

  @Override
  public OptionalInt pause(Duration duration) {
    pauses.add(duration);
    if (pauses.size() == interruptedPause) {
      pass(duration.dividedBy(2));
      return OptionalInt.of(signal);
    }
    pass(duration);
    return OptionalInt.empty();
  }

  @Override
  public OptionalInt interrupted() {
    return pending;
  }
}
