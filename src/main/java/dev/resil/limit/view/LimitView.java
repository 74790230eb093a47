package dev.resil.limit.view;

import dev.resil.limit.Limit;
import dev.resil.limit.LimitName;
import dev.resil.limit.LimitState;
import dev.resil.limit.store.LimitRecord;
import dev.resil.limit.store.StoredLimit;
import dev.resil.state.Holders;
import java.time.Instant;

/**
 * A limit at a point in time: the stored state, brought up to date.
 *
 * @param name its name
 * @param state as of now
 * @param now the time
 */
public record LimitView(LimitName name, LimitState state, Instant now) {
  /** A stored limit as of now. */
  public static LimitView of(LimitRecord record, Instant now, Holders holders) {
    return new LimitView(
        record.name(), Limit.current(record.state(), now, StoredLimit.lives(holders)), now);
  }

  /** The same without the permits and places of a run, which is about to end. */
  public LimitView without(String run) {
    return new LimitView(name, Limit.without(state, run), now);
  }
}
