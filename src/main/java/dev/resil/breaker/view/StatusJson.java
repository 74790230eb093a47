package dev.resil.breaker.view;

import dev.resil.breaker.HostBreaker;
import dev.resil.breaker.Phase;
import dev.resil.breaker.Votes;
import dev.resil.breaker.Window;
import dev.resil.breaker.store.PolicyJson;
import dev.resil.breaker.store.StateJson;
import dev.resil.json.Json;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Breakers as JSON for scripts, defined by {@code schema/breaker-status.schema.json}. */
public final class StatusJson {
  private StatusJson() {}

  /**
   * One object with all breakers.
   *
   * @param problems a line for each unreadable record
   */
  public static String of(List<BreakerView> views, List<String> problems) {
    return Json.pretty(json -> {
      json.writeArrayPropertyStart("breakers");
      views.forEach(view -> write(json, view));
      json.writeEndArray();
      Json.strings(json, "problems", problems);
    });
  }

  private static void write(JsonGenerator json, BreakerView view) {
    json.writeStartObject();
    json.writeStringProperty("name", view.name().value());
    json.writeStringProperty("state", view.state().phase().kind().name());
    if (view.since().isPresent()) {
      Json.time(json, "since", view.since().get());
    } else {
      json.writeNullProperty("since");
    }
    json.writeBooleanProperty("permitted", view.permitted());
    Json.duration(json, "next_probe_in", view.nextProbe());
    json.writeBooleanProperty("forced", view.isForced());
    switch (view.state().phase()) {
      case Phase.Closed closed -> writeClosed(json, closed);
      case Phase.Open open -> {
        Json.duration(json, "open_for", open.length(view.policy()));
        json.writeNumberProperty("reopenings", open.reopenings());
      }
      case Phase.HalfOpen half -> {
        json.writeNumberProperty("probes", half.leases().size());
        json.writeNumberProperty("successful_probes", half.successes());
        json.writeNumberProperty("reopenings", half.reopenings());
      }
    }
    StateJson.writeStatistics(json, view.state().statistics());
    StateJson.writeLastFailure(json, view.state().lastFailure());
    StateJson.writeHistory(json, view.state().history());
    Votes.of(view.state(), view.now(), view.policy())
        .ifPresent(votes -> writeHosts(json, view, votes));
    json.writeObjectPropertyStart("policy");
    PolicyJson.write(json, view.policy());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeHosts(JsonGenerator json, BreakerView view, Votes votes) {
    json.writeObjectPropertyStart("quorum");
    json.writeNumberProperty("hosts_seen", votes.seen());
    json.writeNumberProperty("hosts_failing", votes.failing());
    json.writeNumberProperty("hosts_needed", votes.needed());
    json.writeEndObject();
    json.writeArrayPropertyStart("hosts");
    for (HostBreaker host : view.hosts()) {
      json.writeStartObject();
      json.writeStringProperty("host", host.host());
      json.writeStringProperty("state", host.own().phase().kind().name());
      json.writeBooleanProperty("failing", host.seesFailure(view.now(), view.policy()));
      Json.time(json, "last_call", host.lastCall());
      StateJson.writeStatistics(json, host.own().statistics());
      StateJson.writeLastFailure(json, host.own().lastFailure());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeClosed(JsonGenerator json, Phase.Closed closed) {
    json.writeNumberProperty("consecutive_failures", closed.consecutiveFailures());
    if (closed.window() != Window.Unused.INSTANCE) {
      Window.Tally tally = closed.window().tally();
      json.writeObjectPropertyStart("window");
      json.writeNumberProperty("calls", tally.calls());
      json.writeNumberProperty("failures", tally.failures());
      json.writeNumberProperty("slow", tally.slow());
      json.writeEndObject();
    }
  }
}
