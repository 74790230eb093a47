package dev.resil.e2e;

import dev.resil.report.JsonSchemas;
import tools.jackson.databind.JsonNode;

/** What {@code stats show --json} writes. */
final class JsonStats {
  private JsonStats() {}

  /** The first name's, checked against the schema. */
  static JsonNode of(String out) {
    return JsonSchemas.named("stats.schema.json").check(out).at("/statistics/0");
  }
}
