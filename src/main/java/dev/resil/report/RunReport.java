package dev.resil.report;

import dev.resil.breaker.Phase;
import dev.resil.json.Json;
import dev.resil.json.JsonPart;
import dev.resil.outcome.Fault;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.OutcomeSet;
import dev.resil.retry.Backoff;
import dev.resil.retry.Jitter;
import dev.resil.retry.RetryPolicy;
import dev.resil.run.Attempt;
import dev.resil.run.ConditionState;
import dev.resil.run.Judge;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.RunResult;
import dev.resil.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Collects a run into one JSON object, as defined by {@code schema/report.schema.json}. */
public final class RunReport implements RunListener {
  /** Only the last attempts are kept, so that an endless run needs a bounded amount of memory. */
  private static final int KEPT_ATTEMPTS = 1000;

  private final Header header;
  private final Consumer<String> destination;
  private final Deque<Tried> attempts = new ArrayDeque<>();
  private final Optional<JsonPart> breakerPolicy;
  private final Optional<JsonPart> limitPolicy;
  private final LimitsPart limits = new LimitsPart();
  private Optional<BreakerPart> breaker = Optional.empty();
  private Instant started = Instant.EPOCH;

  /** Those of the last wait. */
  private List<ConditionState> conditions = List.of();

  /**
   * The header of a report.
   *
   * @param version of resil
   * @param runId the run's id
   * @param about writes the command or the request
   * @param retry the policy in force
   * @param seed of the jitter
   * @param judge the policy in force
   * @param limits writes the time limits of an attempt
   */
  public record Header(
      String version,
      String runId,
      JsonPart about,
      RetryPolicy retry,
      long seed,
      Judge judge,
      JsonPart limits) {}

  /** An attempt, and the delay that followed it. */
  private record Tried(Attempt.Ended attempt, Optional<Duration> delay) {}

  /** The breaker's part in the run. */
  private record BreakerPart(String name, Phase.Kind before, Phase.Kind after) {}

  /**
   * A report of a run without a breaker.
   *
   * @param destination receives the JSON when the run is over
   */
  public RunReport(Header header, Consumer<String> destination) {
    this(header, Optional.empty(), Optional.empty(), destination);
  }

  /**
   * A report.
   *
   * @param breakerPolicy writes the policy of the breaker into the open object
   * @param limitPolicy writes the policy of the limits that processes share
   * @param destination receives the JSON when the run is over
   */
  public RunReport(
      Header header,
      Optional<JsonPart> breakerPolicy,
      Optional<JsonPart> limitPolicy,
      Consumer<String> destination) {
    this.header = header;
    this.breakerPolicy = breakerPolicy;
    this.limitPolicy = limitPolicy;
    this.destination = destination;
  }

  @Override
  public void on(RunEvent event) {
    switch (event) {
      case RunEvent.Started(Instant at) -> started = at;
      case RunEvent.AttemptEnded(Attempt.Ended ended) -> keep(new Tried(ended, Optional.empty()));
      case RunEvent.Retrying(Attempt.Ended failed, Duration delay) -> {
        attempts.removeLast();
        keep(new Tried(failed, Optional.of(delay)));
      }
      case RunEvent.BreakerSeen seen ->
          breaker =
              Optional.of(
                  new BreakerPart(
                      seen.breaker(),
                      breaker.map(BreakerPart::before).orElse(seen.before()),
                      seen.after()));
      case RunEvent.WaitEnded(List<ConditionState> states, _) -> conditions = states;
      case RunEvent.Admitted admitted -> limits.add(admitted);
      case RunEvent.Unlimited unlimited -> limits.add(unlimited);
      case RunEvent.Ended(RunResult result) ->
          destination.accept(Json.compact(json -> write(json, result)));
      default -> {}
    }
  }

  private void keep(Tried tried) {
    if (attempts.size() == KEPT_ATTEMPTS) {
      attempts.removeFirst();
    }
    attempts.addLast(tried);
  }

  private void write(JsonGenerator json, RunResult result) {
    json.writeStringProperty("resil_version", header.version());
    json.writeStringProperty("run_id", header.runId());
    header.about().write(json);
    Json.time(json, "started_at", started);
    Json.duration(json, "duration", result.elapsed());
    ResultJson.write(json, result);
    writeBreaker(json, result);
    if (!conditions.isEmpty()) {
      ConditionJson.write(json, conditions);
    }
    limits.write(json, result);
    writeAttempts(json, result);
    writePolicy(json);
  }

  private void writeBreaker(JsonGenerator json, RunResult result) {
    if (breaker.isEmpty()) {
      return;
    }
    json.writeObjectPropertyStart("breaker");
    json.writeStringProperty("name", breaker.get().name());
    json.writeStringProperty("before", breaker.get().before().name());
    json.writeStringProperty("after", breaker.get().after().name());
    Json.duration(
        json,
        "next_probe_in",
        result.rejection().flatMap(rejected -> rejected.decision().nextProbe()));
    json.writeEndObject();
  }

  private void writeAttempts(JsonGenerator json, RunResult result) {
    json.writeNumberProperty("attempt_count", result.attempts());
    json.writeNumberProperty("attempts_omitted", result.attempts() - attempts.size());
    json.writeArrayPropertyStart("attempts");
    for (Tried tried : attempts) {
      Attempt.Ended attempt = tried.attempt();
      json.writeStartObject();
      json.writeNumberProperty("number", attempt.number());
      Json.time(json, "started_at", started.plus(attempt.started()));
      Json.duration(json, "duration", attempt.duration());
      json.writeStringProperty("outcome", attempt.outcome().name());
      json.writeBooleanProperty("success", attempt.success());
      if (attempt.judgement().uncounted()) {
        json.writeBooleanProperty("uncounted", true);
      }
      error(attempt.outcome()).ifPresent(error -> json.writeStringProperty("error", error));
      if (!attempt.success() && !attempt.repeat().why().isEmpty()) {
        json.writeStringProperty("repeat", Printable.of(attempt.repeat().why()));
      }
      attempt.transfer().ifPresent(transfer -> new TransferJson(transfer).write(json));
      Json.duration(json, "delay", tried.delay());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static Optional<String> error(Outcome outcome) {
    return switch (outcome) {
      case Outcome.NotFound(String reason) -> Optional.of(reason);
      case Outcome.NotExecutable(String reason) -> Optional.of(reason);
      case Outcome.ResilFailed(String reason) -> Optional.of(reason);
      case Outcome.Unanswered(Fault fault, String reason) -> Optional.of(Printable.of(reason));
      case Outcome.Status status -> Optional.empty();
      case Outcome.Exit exit -> Optional.empty();
      case Outcome.Signal signal -> Optional.empty();
      case Outcome.Timeout timeout -> Optional.empty();
    };
  }

  private void writePolicy(JsonGenerator json) {
    RetryPolicy retry = header.retry();
    json.writeObjectPropertyStart("policy");
    if (retry.maxAttempts().isPresent()) {
      json.writeNumberProperty("max_attempts", retry.maxAttempts().getAsLong());
    } else {
      json.writeNullProperty("max_attempts");
    }
    writeBackoff(json, retry.backoff());
    writeJitter(json, retry.jitter());
    Json.duration(json, "max_delay", retry.maxDelay());
    json.writeNumberProperty("seed", header.seed());
    Json.duration(json, "splay", retry.splay());
    Json.duration(json, "max_elapsed", retry.maxElapsed());
    Json.duration(json, "reset_after", retry.resetAfter());
    retry
        .failureLimit()
        .ifPresent(limit -> {
          json.writeNumberProperty("max_failures", limit.failures());
          Json.duration(json, "max_failures_within", limit.within());
        });
    writeSet(json, "retry_on", header.judge().retry());
    writeSet(json, "no_retry_on", header.judge().noRetry());
    writeSet(json, "success_on", header.judge().success());
    if (!header.judge().uncounted().items().isEmpty()) {
      writeSet(json, "uncounted", header.judge().uncounted());
    }
    header.limits().write(json);
    limitPolicy.ifPresent(members -> members.write(json));
    breakerPolicy.ifPresent(members -> {
      json.writeObjectPropertyStart("breaker");
      members.write(json);
      json.writeEndObject();
    });
    json.writeEndObject();
  }

  private static void writeBackoff(JsonGenerator json, Backoff backoff) {
    switch (backoff) {
      case Backoff.Exponential(Duration base, double factor) -> {
        json.writeStringProperty("backoff", "exponential");
        Json.duration(json, "base_delay", base);
        json.writeNumberProperty("exponential_base", factor);
      }
      case Backoff.Linear(Duration base) -> {
        json.writeStringProperty("backoff", "linear");
        Json.duration(json, "base_delay", base);
      }
      case Backoff.Constant(Duration base) -> {
        json.writeStringProperty("backoff", "constant");
        Json.duration(json, "base_delay", base);
      }
      case Backoff.Fibonacci(Duration base) -> {
        json.writeStringProperty("backoff", "fibonacci");
        Json.duration(json, "base_delay", base);
      }
      case Backoff.Listed(List<Duration> delays) -> {
        json.writeStringProperty("backoff", "delays");
        json.writeArrayPropertyStart("delays");
        delays.forEach(delay -> json.writeNumber(dev.resil.text.Durations.seconds(delay)));
        json.writeEndArray();
      }
    }
  }

  private static void writeJitter(JsonGenerator json, Jitter jitter) {
    switch (jitter) {
      case Jitter.None none -> json.writeStringProperty("jitter", "none");
      case Jitter.Full full -> json.writeStringProperty("jitter", "full");
      case Jitter.Equal equal -> json.writeStringProperty("jitter", "equal");
      case Jitter.Decorrelated decorrelated -> json.writeStringProperty("jitter", "decorrelated");
      case Jitter.Factor(double factor) -> json.writeNumberProperty("jitter", factor);
    }
  }

  private static void writeSet(JsonGenerator json, String name, OutcomeSet set) {
    json.writeArrayPropertyStart(name);
    set.items().forEach(item -> json.writeString(item.text()));
    json.writeEndArray();
  }
}
