package dev.resil.stats;

import dev.resil.json.Json;
import dev.resil.json.JsonObject;
import dev.resil.json.MalformedJsonException;
import dev.resil.state.Counts;
import dev.resil.state.RecordFormat;
import dev.resil.state.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Counts under a name as JSON, as {@code schema/stats-state.schema.json} describes it. */
final class TallyFormat implements RecordFormat<Tally> {
  /**
   * Grows when older versions of resil could no longer read the format; new fields do not require
   * it.
   */
  static final int VERSION = 1;

  private final String kind;

  /** The format of a kind of records. */
  TallyFormat(String kind) {
    this.kind = kind;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public String name(Tally tally) {
    return tally.name();
  }

  /** Encodes on one line, since it is written after each run. */
  @Override
  public byte[] encode(Tally tally) {
    String json =
        Json.compact(generator -> {
          generator.writeNumberProperty("version", VERSION);
          generator.writeStringProperty("kind", kind);
          generator.writeStringProperty("name", tally.name());
          generator.writeNumberProperty("batch", tally.batch());
          write(generator, "counts", tally.counts());
          tally.closed().ifPresent(closed -> write(generator, "closed", closed));
        });
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator generator, String key, Counts counts) {
    generator.writeObjectPropertyStart(key);
    counts.fields().forEach(generator::writeNumberProperty);
    generator.writeEndObject();
  }

  @Override
  public Tally decode(byte[] bytes) throws UnreadableRecordException {
    try {
      JsonObject json = JsonObject.parse(bytes);
      long version = json.count("version");
      if (version > VERSION) {
        throw UnreadableRecordException.newer(
            "written by a newer resil (version %d, this resil reads up to %d)"
                .formatted(version, VERSION));
      }
      if (version < 1) {
        throw json.wrong("version", "is not a known version");
      }
      if (!json.string("kind").equals(kind)) {
        throw json.wrong("kind", "is not " + kind);
      }
      return new Tally(
          json.string("name"),
          json.has("batch") ? json.count("batch") : Tally.UNNUMBERED,
          new Counts(json.counts("counts")),
          json.has("closed") ? Optional.of(new Counts(json.counts("closed"))) : Optional.empty());
    } catch (MalformedJsonException e) {
      throw UnreadableRecordException.damaged(e.getMessage());
    }
  }
}
