package dev.resil.stats;

import dev.resil.json.Json;
import dev.resil.json.JsonObject;
import dev.resil.json.MalformedJsonException;
import dev.resil.state.Counts;
import dev.resil.state.RecordFormat;
import dev.resil.state.Tallies;
import dev.resil.state.UnreadableRecordException;
import java.nio.charset.StandardCharsets;

/** Counts under a name as JSON, as {@code schema/stats-state.schema.json} describes it. */
final class TallyFormat implements RecordFormat<TallyFormat.Tally> {
  /** Grows when an older resil could no longer read what is written; new fields are no reason. */
  static final int VERSION = 1;

  /** Counts under a name. */
  record Tally(String name, Counts counts) {}

  @Override
  public String kind() {
    return Tallies.KIND;
  }

  @Override
  public String name(Tally tally) {
    return tally.name();
  }

  /** On one line: it is written after each run. */
  @Override
  public byte[] encode(Tally tally) {
    String json =
        Json.compact(generator -> {
          generator.writeNumberProperty("version", VERSION);
          generator.writeStringProperty("kind", Tallies.KIND);
          generator.writeStringProperty("name", tally.name());
          generator.writeObjectPropertyStart("counts");
          tally.counts().fields().forEach(generator::writeNumberProperty);
          generator.writeEndObject();
        });
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Tally decode(byte[] bytes) throws UnreadableRecordException {
    try {
      JsonObject json = JsonObject.parse(bytes);
      long version = json.count("version");
      if (version > VERSION) {
        throw UnreadableRecordException.newer(
            "a newer resil wrote it (version %d, this one reads up to %d)"
                .formatted(version, VERSION));
      }
      if (version < 1) {
        throw json.wrong("version", "is none that ever was");
      }
      if (!json.string("kind").equals(Tallies.KIND)) {
        throw json.wrong("kind", "is not " + Tallies.KIND);
      }
      return new Tally(json.string("name"), new Counts(json.counts("counts")));
    } catch (MalformedJsonException e) {
      throw UnreadableRecordException.damaged(e.getMessage());
    }
  }
}
