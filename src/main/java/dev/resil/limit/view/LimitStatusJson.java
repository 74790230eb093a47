package dev.resil.limit.view;

import dev.resil.json.Json;
import dev.resil.limit.Hold;
import dev.resil.limit.Kind;
import dev.resil.limit.Owner;
import dev.resil.limit.Rate;
import dev.resil.limit.Ticket;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Limits as JSON for scripts, defined by {@code schema/limit-status.schema.json}. */
public final class LimitStatusJson {
  private LimitStatusJson() {}

  /**
   * One object with all limits.
   *
   * @param problems a line for each unreadable record
   */
  public static String of(List<LimitView> views, List<String> problems) {
    return Json.pretty(json -> {
      json.writeArrayPropertyStart("limits");
      views.forEach(view -> write(json, view));
      json.writeEndArray();
      Json.strings(json, "problems", problems);
    });
  }

  private static void write(JsonGenerator json, LimitView view) {
    json.writeStartObject();
    json.writeStringProperty("name", view.name().value());
    json.writeBooleanProperty("locked", !view.state().holds(Kind.LOCK).isEmpty());
    json.writeNumberProperty("attempts", view.state().holds(Kind.ATTEMPT).size());
    view.state().most().ifPresent(most -> json.writeNumberProperty("max_concurrent", most));
    view.state()
        .bucket(view.now())
        .ifPresent(bucket -> {
          Rate rate = bucket.rate();
          json.writeNumberProperty("rate", rate.attempts());
          Json.duration(json, "rate_per", rate.per());
          json.writeNumberProperty("burst", rate.burst());
          json.writeNumberProperty("starts_left", bucket.permits());
          Json.duration(json, "next_start_in", bucket.until(1));
        });
    view.state()
        .ledger(view.now())
        .ifPresent(ledger -> {
          json.writeNumberProperty("retry_budget", ledger.budget().percent());
          json.writeNumberProperty("retry_budget_min", ledger.budget().least());
          Json.duration(json, "retry_budget_per", ledger.budget().per());
          json.writeNumberProperty("first_attempts", ledger.attempts(view.now()));
          json.writeNumberProperty("retries", ledger.retries(view.now()));
          json.writeNumberProperty("retries_permitted", ledger.permitted(view.now()));
          json.writeNumberProperty("retries_refused", ledger.refused());
        });
    json.writeNumberProperty("last_number", view.state().counters().lastNumber());
    json.writeNumberProperty("granted", view.state().counters().granted());
    json.writeNumberProperty("refused", view.state().counters().refused());
    json.writeArrayPropertyStart("holders");
    for (Hold hold : view.state().holds()) {
      json.writeStartObject();
      json.writeStringProperty("kind", word(hold.kind()));
      json.writeNumberProperty("number", hold.number());
      owner(json, hold.owner());
      Json.time(json, "since", hold.since());
      Json.time(json, "renewed", hold.renewed());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("waiting");
    for (Ticket ticket : view.state().queue()) {
      json.writeStartObject();
      json.writeStringProperty("kind", word(ticket.demand().kind()));
      owner(json, ticket.owner());
      Json.time(json, "since", ticket.since());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static void owner(JsonGenerator json, Owner owner) {
    json.writeNumberProperty("pid", owner.pid());
    json.writeStringProperty("host", owner.host());
    json.writeStringProperty("command", owner.command());
    json.writeStringProperty("run_id", owner.run());
  }
}
