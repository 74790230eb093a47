package dev.resil.stats;

import dev.resil.breaker.Phase;
import dev.resil.breaker.Statistics;
import dev.resil.breaker.view.BreakerView;
import dev.resil.limit.Kind;
import dev.resil.limit.Ledger;
import dev.resil.limit.view.LimitView;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Statistics and breakers for Prometheus, in its <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format</a> 0.0.4. The
 * description of a metric is the same in every file, since node_exporter merges files.
 */
public final class Exposition {
  /** From instant commands to those that run overnight. */
  private static final List<Duration> LIMITS =
      List.of(
          Duration.ofMillis(10),
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(8));

  private final StringBuilder text = new StringBuilder();

  private Exposition() {}

  /** The text for statistics, breakers and limits. */
  public static String of(
      List<Summary> summaries, List<BreakerView> breakers, List<LimitView> limits) {
    Exposition exposition = new Exposition();
    exposition.write(summaries);
    exposition.writeBreakers(breakers);
    exposition.writeLimits(limits);
    return exposition.text.toString();
  }

  private record Sample(String suffix, List<String> labels, String value) {}

  private static Sample sample(Object value, String... labels) {
    return new Sample("", List.of(labels), value.toString());
  }

  private void write(List<Summary> all) {
    family(
        "resil_runs_total",
        "counter",
        "Runs by result.",
        each(all, s -> shares(s.name(), "result", s.results())));
    family(
        "resil_attempts_total",
        "counter",
        "Attempts by outcome.",
        each(all, s -> shares(s.name(), "outcome", s.outcomes())));
    family(
        "resil_failed_attempts_total",
        "counter",
        "Failed attempts.",
        each(all, s -> List.of(sample(s.failedAttempts(), "name", s.name()))));
    family(
        "resil_retries_total",
        "counter",
        "Attempts after the first of a run.",
        each(all, s -> List.of(sample(s.retries(), "name", s.name()))));
    family(
        "resil_run_duration_seconds",
        "histogram",
        "Duration of runs with at least one attempt, including delays.",
        each(all, s -> histogram(s.name(), s.runTimes())));
    family(
        "resil_attempt_duration_seconds",
        "histogram",
        "Duration of attempts.",
        each(all, s -> histogram(s.name(), s.attemptTimes())));
    family(
        "resil_last_run_timestamp_seconds",
        "gauge",
        "Time when the last run ended.",
        each(all, s -> time(s.name(), s.lastRun())));
    family(
        "resil_last_success_timestamp_seconds",
        "gauge",
        "Time when the last successful run ended.",
        each(all, s -> time(s.name(), s.lastSuccess())));
  }

  private void writeBreakers(List<BreakerView> breakers) {
    family(
        "resil_breaker_state",
        "gauge",
        "State of breakers: 1 for the current state of each.",
        each(breakers, Exposition::states));
    family(
        "resil_breaker_calls_total",
        "counter",
        "Calls of breakers since their last reset, by result.",
        each(breakers, Exposition::calls));
    family(
        "resil_breaker_state_changes_total",
        "counter",
        "State changes of breakers since their last reset.",
        each(
            breakers,
            b -> List.of(sample(b.state().statistics().stateChanges(), "name", b.name().value()))));
  }

  private void writeLimits(List<LimitView> limits) {
    family(
        "resil_limit_permits",
        "gauge",
        "Permits of limits in use: the lock, and those of attempts.",
        each(limits, Exposition::permits));
    family(
        "resil_limit_waiting",
        "gauge",
        "Runs that wait for a permit.",
        each(limits, l -> List.of(sample(l.state().queue().size(), "name", l.name().value()))));
    family(
        "resil_limit_requests_total",
        "counter",
        "Requests for permits, by result.",
        each(limits, Exposition::requests));
    family(
        "resil_limit_retries",
        "gauge",
        "Retries within the time of the budget.",
        each(limits, l -> budget(l, ledger -> ledger.retries(l.now()))));
    family(
        "resil_limit_retries_permitted",
        "gauge",
        "Retries that the budget permits within its time.",
        each(limits, l -> budget(l, ledger -> ledger.permitted(l.now()))));
    family(
        "resil_limit_retries_refused_total",
        "counter",
        "Retries that the budget refused.",
        each(limits, l -> budget(l, Ledger::refused)));
  }

  private static List<Sample> permits(LimitView limit) {
    return Arrays.stream(Kind.values())
        .map(kind ->
            sample(
                limit.state().holds(kind).size(),
                "name",
                limit.name().value(),
                "kind",
                kind.name().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static List<Sample> requests(LimitView limit) {
    String name = limit.name().value();
    return List.of(
        sample(limit.state().counters().granted(), "name", name, "result", "granted"),
        sample(limit.state().counters().refused(), "name", name, "result", "refused"));
  }

  private static List<Sample> budget(LimitView limit, ToLongFunction<Ledger> number) {
    return limit
        .state()
        .ledger(limit.now())
        .map(ledger -> sample(number.applyAsLong(ledger), "name", limit.name().value()))
        .stream()
        .toList();
  }

  private static <T> List<Sample> each(List<T> all, Function<T, List<Sample>> samples) {
    return all.stream().flatMap(one -> samples.apply(one).stream()).toList();
  }

  private static List<Sample> shares(String name, String label, List<Summary.Share> shares) {
    return shares.stream()
        .map(share -> sample(share.count(), "name", name, label, share.what()))
        .toList();
  }

  private static List<Sample> time(String name, Optional<Instant> time) {
    return time.map(at -> sample(BigDecimal.valueOf(at.toEpochMilli(), 3), "name", name)).stream()
        .toList();
  }

  private static List<Sample> histogram(String name, RunDurations times) {
    List<Sample> samples = new ArrayList<>();
    for (Duration limit : LIMITS) {
      samples.add(bucket(name, seconds(limit), times.atMost(limit)));
    }
    samples.add(bucket(name, "+Inf", times.count()));
    samples.add(new Sample("_sum", List.of("name", name), seconds(times.sum())));
    samples.add(new Sample("_count", List.of("name", name), Long.toString(times.count())));
    return samples;
  }

  private static Sample bucket(String name, String limit, long count) {
    return new Sample("_bucket", List.of("name", name, "le", limit), Long.toString(count));
  }

  private static String seconds(Duration duration) {
    BigDecimal seconds = BigDecimal.valueOf(duration.toNanos() / 1000, 6).stripTrailingZeros();
    // "1.0" is what Prometheus itself writes for a limit of 1
    return (seconds.scale() < 1 ? seconds.setScale(1) : seconds).toPlainString();
  }

  private static List<Sample> states(BreakerView breaker) {
    List<Sample> states = new ArrayList<>();
    for (Phase.Kind kind : Phase.Kind.values()) {
      states.add(
          sample(
              breaker.state().phase().kind() == kind ? 1 : 0,
              "name",
              breaker.name().value(),
              "state",
              kind.name().toLowerCase(Locale.ROOT)));
    }
    return states;
  }

  private static List<Sample> calls(BreakerView breaker) {
    String name = breaker.name().value();
    Statistics seen = breaker.state().statistics();
    long neither = Math.max(0, seen.totalCalls() - seen.successfulCalls() - seen.failedCalls());
    return List.of(
        sample(seen.successfulCalls(), "name", name, "result", "successful"),
        sample(seen.failedCalls(), "name", name, "result", "failed"),
        sample(neither, "name", name, "result", "neither"),
        sample(seen.rejectedCalls(), "name", name, "result", "rejected"));
  }

  private void family(String name, String type, String help, List<Sample> samples) {
    if (samples.isEmpty()) {
      return;
    }
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    for (Sample sample : samples) {
      text.append(name).append(sample.suffix()).append('{');
      for (int i = 0; i < sample.labels().size(); i += 2) {
        text.append(i == 0 ? "" : ",")
            .append(sample.labels().get(i))
            .append("=\"")
            .append(escaped(sample.labels().get(i + 1)))
            .append('"');
      }
      text.append("} ").append(sample.value()).append('\n');
    }
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
