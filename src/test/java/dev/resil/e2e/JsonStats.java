package dev.resil.e2e;

import dev.resil.report.JsonSchemas;
import tools.jackson.databind.JsonNode;

/** The output of {@code stats show --json}. */
final class JsonStats {
  private JsonStats() {}

  /** The statistics of the first name, checked against the schema. */
  static JsonNode of(String out) {
    return JsonSchemas.named("stats.schema.json").check(out).at("/statistics/0");
  }
}
