package dev.resil.breaker.store;

import dev.resil.breaker.Breaker;
import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.BreakerState;
import dev.resil.json.Json;
import dev.resil.json.JsonObject;
import dev.resil.json.MalformedJsonException;
import dev.resil.state.RecordFormat;
import dev.resil.state.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A breaker's record as JSON, defined by {@code schema/breaker-state.schema.json}. */
public final class BreakerFormat implements RecordFormat<BreakerRecord> {
  /**
   * Grows when an older resil could no longer read the record; new keys alone do not require that.
   */
  static final int VERSION = 1;

  private static final String KIND = "breaker";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name(BreakerRecord record) {
    return record.name().value();
  }

  @Override
  public byte[] encode(BreakerRecord record) {
    String json =
        Json.pretty(generator -> {
          generator.writeNumberProperty("version", VERSION);
          generator.writeStringProperty("kind", KIND);
          generator.writeStringProperty("name", record.name().value());
          StateJson.write(generator, record.state());
          generator.writeObjectPropertyStart("policy");
          PolicyJson.write(generator, record.policy());
          generator.writeEndObject();
        });
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public BreakerRecord decode(byte[] bytes) throws UnreadableRecordException {
    try {
      JsonObject json = migrated(JsonObject.parse(bytes));
      if (!json.string("kind").equals(KIND)) {
        throw json.wrong("kind", "is not " + KIND);
      }
      BreakerPolicy policy = PolicyJson.read(json.object("policy"));
      return new BreakerRecord(new BreakerName(json.string("name")), policy, StateJson.read(json));
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw UnreadableRecordException.damaged(e.getMessage());
    }
  }

  @Override
  public boolean hasFacts() {
    return true;
  }

  @Override
  public BreakerRecord after(BreakerRecord record, byte[] fact, Instant at)
      throws UnreadableRecordException {
    try {
      FactJson.Fact read = FactJson.read(migrated(JsonObject.parse(fact)));
      BreakerPolicy policy = read.policy().orElse(record.policy());
      BreakerState after = Breaker.apply(record.state(), read.event(), at, policy).state();
      return new BreakerRecord(record.name(), policy, after);
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw UnreadableRecordException.damaged("a fact in its log: " + e.getMessage());
    }
  }

  /** Place for migrations: a future version 2 converts version 1 here. */
  private static JsonObject migrated(JsonObject json)
      throws MalformedJsonException, UnreadableRecordException {
    long version = json.count("version");
    if (version > VERSION) {
      throw UnreadableRecordException.newer(
          "written by a newer resil (version %d, this resil reads up to %d)"
              .formatted(version, VERSION));
    }
    if (version < 1) {
      throw json.wrong("version", "is not a known version");
    }
    return json;
  }
}
