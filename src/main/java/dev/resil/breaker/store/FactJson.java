package dev.resil.breaker.store;

import dev.resil.breaker.BreakerEvent;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.Permit;
import dev.resil.breaker.Verdict;
import dev.resil.json.Json;
import dev.resil.json.JsonObject;
import dev.resil.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** What happened to a breaker, as JSON: the reports and rejections in the log of a store. */
final class FactJson {
  private FactJson() {}

  /**
   * An event that any process can apply later.
   *
   * @param policy the policy of the call; empty for the one in force
   */
  record Fact(BreakerEvent event, Optional<BreakerPolicy> policy) {}

  static byte[] write(BreakerEvent event, Optional<BreakerPolicy> policy) {
    return Json.compact(
            json -> {
              json.writeNumberProperty("version", BreakerFormat.VERSION);
              switch (event) {
                case BreakerEvent.Report report -> write(json, report);
                case BreakerEvent.Rejected(boolean thisHostOnly, String host) -> {
                  json.writeStringProperty("host", host);
                  json.writeBooleanProperty("rejected_on_this_host_only", thisHostOnly);
                }
                default -> throw new IllegalArgumentException("not a fact: " + event);
              }
              if (policy.isPresent()) {
                json.writeObjectPropertyStart("policy");
                PolicyJson.write(json, policy.get());
                json.writeEndObject();
              }
            })
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator json, BreakerEvent.Report report) {
    json.writeStringProperty("host", report.host());
    json.writeStringProperty("verdict", report.verdict().name());
    Json.duration(json, "took", report.took());
    json.writeStringProperty("outcome", report.outcome());
    if (report.permit().isPresent()) {
      json.writeObjectPropertyStart("permit");
      write(json, report.permit().get());
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, Permit permit) {
    json.writeNumberProperty("generation", permit.generation());
    json.writeNumberProperty("lease", permit.lease());
    if (permit.own().isPresent()) {
      json.writeObjectPropertyStart("own");
      write(json, permit.own().get());
      json.writeEndObject();
    }
  }

  static Fact read(JsonObject json) throws MalformedJsonException {
    Optional<BreakerPolicy> policy =
        json.has("policy") ? Optional.of(PolicyJson.read(json.object("policy"))) : Optional.empty();
    return new Fact(event(json), policy);
  }

  private static BreakerEvent event(JsonObject json) throws MalformedJsonException {
    String host = json.string("host");
    if (json.has("rejected_on_this_host_only")) {
      return new BreakerEvent.Rejected(json.bool("rejected_on_this_host_only"), host);
    }
    return new BreakerEvent.Report(
        permit(json, "permit"),
        json.constant("verdict", Verdict.class),
        json.duration("took"),
        json.string("outcome"),
        host);
  }

  private static Optional<Permit> permit(JsonObject json, String name)
      throws MalformedJsonException {
    if (!json.has(name)) {
      return Optional.empty();
    }
    JsonObject permit = json.object(name);
    return Optional.of(
        new Permit(permit.count("generation"), permit.count("lease"), permit(permit, "own")));
  }
}
