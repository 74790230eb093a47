package dev.resil.limit.store;

import dev.resil.json.Json;
import dev.resil.json.JsonObject;
import dev.resil.json.MalformedJsonException;
import dev.resil.limit.Bucket;
import dev.resil.limit.Budget;
import dev.resil.limit.Demand;
import dev.resil.limit.Hold;
import dev.resil.limit.Kind;
import dev.resil.limit.Ledger;
import dev.resil.limit.LimitState;
import dev.resil.limit.Owner;
import dev.resil.limit.Rate;
import dev.resil.limit.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JsonGenerator;

/** The state of a limit as members of its record. */
final class LimitJson {
  static final String HOLDS = "holds";
  private static final String FREED = "freed";
  private static final String DEPARTED = "departed";
  private static final String RATE = "rate";
  private static final String MOST = "max_concurrent";
  private static final String BUDGET = "retry_budget";

  private LimitJson() {}

  static void write(JsonGenerator json, LimitState state) {
    LimitState.Counters counters = state.counters();
    json.writeNumberProperty("last_number", counters.lastNumber());
    json.writeNumberProperty("granted", counters.granted());
    json.writeNumberProperty("refused", counters.refused());
    json.writeNumberProperty(FREED, counters.freed());
    json.writeNumberProperty(DEPARTED, counters.departed());
    state.most().ifPresent(most -> json.writeNumberProperty(MOST, most));
    state
        .bucket()
        .ifPresent(bucket -> {
          writeRate(json, bucket.rate());
          json.writeNumberProperty("debt", bucket.debt());
          json.writeNumberProperty("debt_at", bucket.at());
        });
    state.ledger().ifPresent(ledger -> writeLedger(json, ledger));
    json.writeArrayPropertyStart(HOLDS);
    for (Hold hold : state.holds()) {
      json.writeStartObject();
      json.writeNumberProperty("number", hold.number());
      json.writeStringProperty("kind", word(hold.kind()));
      writeOwner(json, hold.owner());
      Json.time(json, "since", hold.since());
      Json.time(json, "renewed", hold.renewed());
      Json.duration(json, "lease", hold.lease());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("queue");
    for (Ticket ticket : state.queue()) {
      json.writeStartObject();
      json.writeStringProperty("kind", word(ticket.demand().kind()));
      ticket.demand().most().ifPresent(most -> json.writeNumberProperty(MOST, most));
      ticket.demand().rate().ifPresent(rate -> writeRate(json, rate));
      writeOwner(json, ticket.owner());
      Json.time(json, "since", ticket.since());
      Json.time(json, "renewed", ticket.renewed());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  static void writeRate(JsonGenerator json, Rate rate) {
    json.writeObjectPropertyStart(RATE);
    json.writeNumberProperty("attempts", rate.attempts());
    Json.duration(json, "per", rate.per());
    json.writeNumberProperty("burst", rate.burst());
    json.writeEndObject();
  }

  private static void writeLedger(JsonGenerator json, Ledger ledger) {
    json.writeObjectPropertyStart(BUDGET);
    json.writeNumberProperty("thousandths", ledger.budget().thousandths());
    json.writeNumberProperty("least", ledger.budget().least());
    Json.duration(json, "per", ledger.budget().per());
    json.writeNumberProperty("refused", ledger.refused());
    json.writeArrayPropertyStart("window");
    for (Ledger.Part part : ledger.parts()) {
      json.writeStartObject();
      json.writeNumberProperty("from", part.from());
      json.writeNumberProperty("to", part.to());
      json.writeNumberProperty("attempts", part.attempts());
      json.writeNumberProperty("retries", part.retries());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static Ledger ledger(JsonObject json) throws MalformedJsonException {
    List<Ledger.Part> parts = new ArrayList<>();
    for (JsonObject part : json.objects("window")) {
      parts.add(
          new Ledger.Part(
              part.count("from"), part.count("to"), part.count("attempts"), part.count("retries")));
    }
    return new Ledger(
        new Budget(json.smallCount("thousandths"), json.smallCount("least"), json.duration("per")),
        parts,
        json.count("refused"));
  }

  private static void writeOwner(JsonGenerator json, Owner owner) {
    json.writeStringProperty("run_id", owner.run());
    json.writeStringProperty("holder", owner.holder());
    json.writeStringProperty("host", owner.host());
    json.writeNumberProperty("pid", owner.pid());
    json.writeStringProperty("command", owner.command());
  }

  static LimitState read(JsonObject json) throws MalformedJsonException {
    Optional<Bucket> bucket =
        json.has(RATE)
            ? Optional.of(
                new Bucket(rate(json.object(RATE)), json.count("debt"), json.count("debt_at")))
            : Optional.empty();
    List<Hold> holds = new ArrayList<>();
    for (JsonObject hold : json.objects(HOLDS)) {
      holds.add(
          new Hold(
              hold.count("number"),
              kind(hold),
              owner(hold),
              hold.time("since"),
              hold.time("renewed"),
              hold.duration("lease")));
    }
    List<Ticket> queue = new ArrayList<>();
    for (JsonObject ticket : json.objects("queue")) {
      Optional<Rate> rate =
          ticket.has(RATE) ? Optional.of(rate(ticket.object(RATE))) : Optional.empty();
      queue.add(
          new Ticket(
              new Demand(kind(ticket), most(ticket), rate),
              owner(ticket),
              ticket.time("since"),
              ticket.time("renewed")));
    }
    return new LimitState(
        counters(json),
        holds,
        queue,
        bucket,
        most(json),
        json.has(BUDGET) ? Optional.of(ledger(json.object(BUDGET))) : Optional.empty());
  }

  static LimitState.Counters counters(JsonObject json) throws MalformedJsonException {
    return new LimitState.Counters(
        json.count("last_number"),
        json.count("granted"),
        json.count("refused"),
        json.has(FREED) ? json.count(FREED) : 0,
        json.has(DEPARTED) ? json.count(DEPARTED) : 0);
  }

  private static OptionalInt most(JsonObject json) throws MalformedJsonException {
    return json.has(MOST) ? OptionalInt.of(json.smallCount(MOST)) : OptionalInt.empty();
  }

  private static Kind kind(JsonObject json) throws MalformedJsonException {
    return json.constant("kind", Kind.class);
  }

  private static Rate rate(JsonObject json) throws MalformedJsonException {
    return new Rate(json.smallCount("attempts"), json.duration("per"), json.smallCount("burst"));
  }

  private static Owner owner(JsonObject json) throws MalformedJsonException {
    return new Owner(
        json.string("run_id"),
        json.string("holder"),
        json.string("host"),
        json.smallCount("pid"),
        json.string("command"));
  }
}
