package dev.resil.limit;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a run asks of a limit.
 *
 * @param kind a lock, or a permit for one attempt
 * @param most how many may hold one at the same time; empty for any number
 * @param rate how many may begin in a time
 */
public record Demand(Kind kind, OptionalInt most, Optional<Rate> rate) {
  /** The most permits at the same time: each is part of the record. */
  public static final int MOST = 1000;

  /** The lock. */
  public static final Demand LOCK = new Demand(Kind.LOCK, OptionalInt.of(1), Optional.empty());

  /** A permit for an attempt. */
  public static Demand attempt(OptionalInt most, Optional<Rate> rate) {
    return new Demand(Kind.ATTEMPT, most, rate);
  }
}
