package dev.resil.breaker.store;

import dev.resil.breaker.BreakerState;
import dev.resil.breaker.Change;
import dev.resil.breaker.HostBreaker;
import dev.resil.breaker.LastFailure;
import dev.resil.breaker.Lease;
import dev.resil.breaker.Phase;
import dev.resil.breaker.Statistics;
import dev.resil.breaker.Window;
import dev.resil.json.Json;
import dev.resil.json.JsonObject;
import dev.resil.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** A breaker's state as JSON. */
public final class StateJson {
  private StateJson() {}

  static void write(JsonGenerator json, BreakerState state) {
    writeOwn(json, state);
    writeHistory(json, state.history());
    writeHosts(json, state.hosts());
  }

  private static void writeOwn(JsonGenerator json, BreakerState state) {
    json.writeStringProperty("state", state.phase().kind().name());
    json.writeNumberProperty("generation", state.generation());
    switch (state.phase()) {
      case Phase.Closed closed -> writeClosed(json, closed);
      case Phase.Open open -> writeOpen(json, open);
      case Phase.HalfOpen half -> writeHalfOpen(json, half);
    }
    writeStatistics(json, state.statistics());
    writeLastFailure(json, state.lastFailure());
  }

  private static void writeHosts(JsonGenerator json, List<HostBreaker> hosts) {
    if (hosts.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("hosts");
    for (HostBreaker host : hosts) {
      json.writeStartObject();
      json.writeStringProperty("host", host.host());
      Json.time(json, "last_call", host.lastCall());
      writeOwn(json, host.own());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeClosed(JsonGenerator json, Phase.Closed closed) {
    json.writeObjectPropertyStart("closed");
    json.writeNumberProperty("consecutive_failures", closed.consecutiveFailures());
    switch (closed.window()) {
      case Window.Unused _ -> {}
      case Window.Marks(String marks) -> json.writeStringProperty("calls", marks);
      case Window.Buckets(List<Window.Bucket> buckets) -> {
        json.writeArrayPropertyStart("buckets");
        for (Window.Bucket bucket : buckets) {
          json.writeStartObject();
          Json.time(json, "start", bucket.start());
          json.writeNumberProperty("calls", bucket.calls());
          json.writeNumberProperty("failures", bucket.failures());
          json.writeNumberProperty("slow", bucket.slow());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
    }
    json.writeEndObject();
  }

  private static void writeOpen(JsonGenerator json, Phase.Open open) {
    json.writeObjectPropertyStart("open");
    Json.time(json, "since", open.since());
    switch (open.hold()) {
      case Phase.Hold.Recovery(int reopenings, double jitter) -> {
        json.writeBooleanProperty("forced", false);
        if (reopenings > 0) {
          json.writeNumberProperty("reopenings", reopenings);
          json.writeNumberProperty("jitter", jitter);
        }
      }
      case Phase.Hold.For forced -> {
        json.writeBooleanProperty("forced", true);
        Json.duration(json, "forced_for", forced.time());
      }
      case Phase.Hold.UntilReset _ -> json.writeBooleanProperty("forced", true);
    }
    json.writeEndObject();
  }

  private static void writeHalfOpen(JsonGenerator json, Phase.HalfOpen half) {
    json.writeObjectPropertyStart("half_open");
    json.writeNumberProperty("successes", half.successes());
    json.writeNumberProperty("granted", half.granted());
    if (half.reopenings() > 0) {
      json.writeNumberProperty("reopenings", half.reopenings());
    }
    json.writeArrayPropertyStart("leases");
    for (Lease lease : half.leases()) {
      json.writeStartObject();
      json.writeNumberProperty("number", lease.number());
      json.writeStringProperty("holder", lease.holder());
      Json.time(json, "granted_at", lease.granted());
      Json.duration(json, "length", lease.length());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  public static void writeStatistics(JsonGenerator json, Statistics statistics) {
    json.writeNumberProperty("total_calls", statistics.totalCalls());
    json.writeNumberProperty("successful_calls", statistics.successfulCalls());
    json.writeNumberProperty("failed_calls", statistics.failedCalls());
    json.writeNumberProperty("rejected_calls", statistics.rejectedCalls());
    json.writeNumberProperty("slow_calls", statistics.slowCalls());
    json.writeNumberProperty("state_changes", statistics.stateChanges());
  }

  public static void writeLastFailure(JsonGenerator json, Optional<LastFailure> lastFailure) {
    if (lastFailure.isPresent()) {
      json.writeObjectPropertyStart("last_failure");
      Json.time(json, "at", lastFailure.get().at());
      json.writeStringProperty("outcome", lastFailure.get().outcome());
      json.writeEndObject();
    } else {
      json.writeNullProperty("last_failure");
    }
  }

  public static void writeHistory(JsonGenerator json, List<Change> history) {
    json.writeArrayPropertyStart("history");
    for (Change change : history) {
      json.writeStartObject();
      Json.time(json, "at", change.at());
      json.writeStringProperty("from", change.from().name());
      json.writeStringProperty("to", change.to().name());
      json.writeStringProperty("cause", change.cause().name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static BreakerState read(JsonObject json) throws MalformedJsonException {
    List<HostBreaker> hosts = new ArrayList<>();
    if (json.has("hosts")) {
      for (JsonObject host : json.objects("hosts")) {
        hosts.add(
            new HostBreaker(
                host.string("host"), host.time("last_call"), readOwn(host, List.of(), List.of())));
      }
    }
    return readOwn(json, readHistory(json), hosts);
  }

  private static BreakerState readOwn(
      JsonObject json, List<Change> history, List<HostBreaker> hosts)
      throws MalformedJsonException {
    Phase phase =
        switch (json.constant("state", Phase.Kind.class)) {
          case CLOSED -> readClosed(json.object("closed"));
          case OPEN -> readOpen(json.object("open"));
          case HALF_OPEN -> readHalfOpen(json.object("half_open"));
        };
    Statistics statistics =
        new Statistics(
            json.count("total_calls"),
            json.count("successful_calls"),
            json.count("failed_calls"),
            json.count("rejected_calls"),
            json.count("slow_calls"),
            json.count("state_changes"));
    return new BreakerState(
        phase, json.count("generation"), statistics, readLastFailure(json), history, hosts);
  }

  private static Phase readClosed(JsonObject json) throws MalformedJsonException {
    Window window = Window.Unused.INSTANCE;
    if (json.has("calls")) {
      window = new Window.Marks(json.string("calls"));
    } else if (json.has("buckets")) {
      List<Window.Bucket> buckets = new ArrayList<>();
      for (JsonObject bucket : json.objects("buckets")) {
        buckets.add(
            new Window.Bucket(
                bucket.time("start"),
                bucket.smallCount("calls"),
                bucket.smallCount("failures"),
                bucket.smallCount("slow")));
      }
      window = new Window.Buckets(buckets);
    }
    return new Phase.Closed(json.smallCount("consecutive_failures"), window);
  }

  private static Phase readOpen(JsonObject json) throws MalformedJsonException {
    return new Phase.Open(json.time("since"), readHold(json));
  }

  private static Phase.Hold readHold(JsonObject json) throws MalformedJsonException {
    if (json.has("forced_for")) {
      return new Phase.Hold.For(json.duration("forced_for"));
    }
    return json.bool("forced")
        ? new Phase.Hold.UntilReset()
        : new Phase.Hold.Recovery(
            readReopenings(json), json.has("jitter") ? json.number("jitter") : 0);
  }

  /** Records of earlier versions lack them. */
  private static int readReopenings(JsonObject json) throws MalformedJsonException {
    return json.has("reopenings") ? json.smallCount("reopenings") : 0;
  }

  private static Phase readHalfOpen(JsonObject json) throws MalformedJsonException {
    List<Lease> leases = new ArrayList<>();
    for (JsonObject lease : json.objects("leases")) {
      leases.add(
          new Lease(
              lease.count("number"),
              lease.string("holder"),
              lease.time("granted_at"),
              lease.duration("length")));
    }
    return new Phase.HalfOpen(
        json.smallCount("successes"), json.count("granted"), leases, readReopenings(json));
  }

  private static Optional<LastFailure> readLastFailure(JsonObject json)
      throws MalformedJsonException {
    if (!json.has("last_failure")) {
      return Optional.empty();
    }
    JsonObject failure = json.object("last_failure");
    return Optional.of(new LastFailure(failure.time("at"), failure.string("outcome")));
  }

  private static List<Change> readHistory(JsonObject json) throws MalformedJsonException {
    List<Change> history = new ArrayList<>();
    for (JsonObject change : json.objects("history")) {
      history.add(
          new Change(
              change.time("at"),
              change.constant("from", Phase.Kind.class),
              change.constant("to", Phase.Kind.class),
              change.constant("cause", Change.Cause.class)));
    }
    return history;
  }
}
