package dev.resil.limit.store;

import dev.resil.json.JsonObject;
import dev.resil.json.MalformedJsonException;
import dev.resil.limit.LimitName;
import dev.resil.limit.LimitState;
import dev.resil.state.RecordFormat;
import dev.resil.state.UnreadableRecordException;

/**
 * The start of a limit's record: all that a run far back in the queue must know. The rest takes a
 * hundred times as long to read.
 *
 * @param name the name
 * @param counters what has happened so far
 */
record LimitHead(LimitName name, LimitState.Counters counters) {
  /** Reads the head of a record; it is not written alone. */
  static final class Format implements RecordFormat<LimitHead> {
    @Override
    public String kind() {
      return LimitFormat.KIND;
    }

    @Override
    public String name(LimitHead head) {
      return head.name().value();
    }

    @Override
    public byte[] encode(LimitHead head) {
      throw new UnsupportedOperationException("the head of a record is not written alone");
    }

    @Override
    public LimitHead decode(byte[] bytes) throws UnreadableRecordException {
      try {
        JsonObject json = JsonObject.parseUntil(LimitJson.HOLDS, bytes);
        return new LimitHead(
            new LimitName(json.string(LimitFormat.NAME)), LimitJson.counters(json));
      } catch (MalformedJsonException | IllegalArgumentException e) {
        throw UnreadableRecordException.damaged(e.getMessage());
      }
    }
  }
}
