package dev.resil.limit.store;

import dev.resil.json.Json;
import dev.resil.json.JsonObject;
import dev.resil.json.MalformedJsonException;
import dev.resil.limit.LimitName;
import dev.resil.state.RecordFormat;
import dev.resil.state.UnreadableRecordException;
import java.nio.charset.StandardCharsets;

/** A limit's record as JSON, defined by {@code schema/limit-state.schema.json}. */
public final class LimitFormat implements RecordFormat<LimitRecord> {
  /**
   * Grows when an older resil could no longer read the record; new keys alone do not require that.
   */
  private static final int VERSION = 1;

  static final String KIND = "limit";
  static final String NAME = "name";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name(LimitRecord record) {
    return record.name().value();
  }

  @Override
  public byte[] encode(LimitRecord record) {
    String json =
        Json.pretty(generator -> {
          generator.writeNumberProperty("version", VERSION);
          generator.writeStringProperty("kind", KIND);
          generator.writeStringProperty(NAME, record.name().value());
          LimitJson.write(generator, record.state());
        });
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public LimitRecord decode(byte[] bytes) throws UnreadableRecordException {
    try {
      JsonObject json = JsonObject.parse(bytes);
      long version = json.count("version");
      if (version > VERSION) {
        throw UnreadableRecordException.newer(
            "written by a newer resil (version %d, this resil reads up to %d)"
                .formatted(version, VERSION));
      }
      if (!json.string("kind").equals(KIND)) {
        throw json.wrong("kind", "is not " + KIND);
      }
      return new LimitRecord(new LimitName(json.string(NAME)), LimitJson.read(json));
    } catch (MalformedJsonException | IllegalArgumentException | ArithmeticException e) {
      throw UnreadableRecordException.damaged(e.getMessage());
    }
  }

  /** Those who wait must learn of each permit that is returned. */
  @Override
  public boolean announcesAll() {
    return true;
  }
}
