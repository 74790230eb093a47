package dev.resil.limit.store;

import dev.resil.io.EventLoop;
import dev.resil.limit.Answer;
import dev.resil.limit.Demand;
import dev.resil.limit.Kind;
import dev.resil.posix.Posix;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.SharedLimit;
import dev.resil.state.StateException;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A stored limit, as one run uses it. While its state can't be read or written, the run continues
 * without it, as with a breaker; one message says so. A strict limit then admits nothing.
 */
public final class SharedPermit implements SharedLimit {
  private final StoredLimit limit;
  private final Demand demand;
  private final boolean strict;
  private final RunListener listener;
  private final LimitWait wait;
  private final Renewal renewal;
  private final LongConsumer granted;
  private StoredLimit current;
  private Optional<Waiting> waiting = Optional.empty();
  private boolean queued;
  private boolean failed;

  /** The number of the permit; empty if none is held, 0 if the limit is unavailable. */
  private OptionalLong held = OptionalLong.empty();

  /**
   * A limit.
   *
   * @param limit where it is stored
   * @param demand what is asked for
   * @param strict whether to admit nothing if its state can't be read
   * @param again opens the limit anew, for another thread
   * @param granted receives the number of each permit
   */
  public SharedPermit(
      StoredLimit limit,
      Demand demand,
      boolean strict,
      RunListener listener,
      Posix posix,
      EventLoop events,
      Supplier<StoredLimit> again,
      LongConsumer granted) {
    this.limit = limit;
    this.current = limit;
    this.demand = demand;
    this.strict = strict;
    this.listener = listener;
    this.wait = new LimitWait(posix, events, () -> current.changes());
    this.renewal = new Renewal(again);
    this.granted = granted;
  }

  @Override
  public String name() {
    return limit.name().value();
  }

  @Override
  public boolean isLock() {
    return demand.kind() == Kind.LOCK;
  }

  private OptionalLong number() {
    return held.isPresent() && held.getAsLong() > 0 ? held : OptionalLong.empty();
  }

  /** A lock is looked after before each further attempt: this process may have been stopped. */
  @Override
  public boolean isHeld() {
    if (isLock() && number().isPresent() && !isRenewed(held.getAsLong())) {
      listener.on(new RunEvent.LockLost(name(), held.getAsLong()));
      forget();
    }
    return held.isPresent();
  }

  private boolean isRenewed(long number) {
    try {
      return current.renew(number);
    } catch (StateException e) {
      return renewal.isFresh();
    }
  }

  @Override
  public Optional<Answer> ask(boolean waits, Deadline deadline) {
    try {
      if (!queued) {
        current = limit.forOnePermit();
      }
      StoredLimit.Asked asked = current.ask(demand, waits, Renewal.LEASE, deadline);
      failed = false;
      switch (asked.answer()) {
        case Answer.Granted(long number) -> hold(number);
        case Answer.Limited limited -> {
          queued = waits;
          waiting = Optional.of(new Waiting(limited, asked.near(), asked.counters()));
        }
      }
      return Optional.of(asked.answer());
    } catch (StateException e) {
      if (deadline.isOver(System.nanoTime())) {
        // it might have answered later, but the run ends now: the gate admits nothing any more
        listener.on(new RunEvent.GuardFailed(e.getMessage()));
        held = OptionalLong.of(0);
        return Optional.of(new Answer.Granted(0));
      }
      fail(e);
      if (strict) {
        return Optional.empty();
      }
      held = OptionalLong.of(0);
      return Optional.of(new Answer.Granted(0));
    }
  }

  private void hold(long number) {
    held = OptionalLong.of(number);
    granted.accept(number);
    queued = false;
    wait.end();
    if (demand.most().isPresent()) {
      renewal.of(number);
    }
  }

  @Override
  public OptionalInt await(Duration most) {
    return wait.await(most, waiting.orElseThrow(), () -> current.counters());
  }

  @Override
  public void leave() {
    wait.end();
    if (queued) {
      queued = false;
      store(() -> current.leave(demand.kind()));
    }
  }

  @Override
  public void release() {
    long number = number().orElse(0);
    forget();
    if (number > 0 && demand.most().isPresent()) {
      store(() -> current.release(number, demand.kind()));
    }
  }

  @Override
  public void withdraw() {
    long number = number().orElse(0);
    forget();
    if (number > 0) {
      store(() -> current.withdraw(number, demand));
    }
  }

  private void forget() {
    renewal.end();
    held = OptionalLong.empty();
  }

  private interface Change {
    void store() throws StateException;
  }

  private void store(Change change) {
    try {
      change.store();
    } catch (StateException e) {
      listener.on(
          new RunEvent.StateNotice(
              e.getMessage() + "; the permit is free once this process has ended"));
    }
  }

  private void fail(StateException e) {
    if (!failed) {
      failed = true;
      listener.on(
          strict
              ? new RunEvent.GuardFailed(e.getMessage())
              : new RunEvent.Unlimited(name(), isLock(), e.getMessage()));
    }
  }
}
