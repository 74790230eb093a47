package dev.resil.cli.options;

import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.Quorum;
import dev.resil.breaker.RecoveryBackoff;
import dev.resil.breaker.SlowCalls;
import dev.resil.breaker.Threshold;
import dev.resil.text.Durations;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** The options for when a breaker opens and closes. A null field was not given. */
public final class BreakerPolicyOptions {
  private static final int DEFAULT_FAILURES = 5;
  private static final int DEFAULT_CALLS = 100;
  private static final double DEFAULT_RATE = 50;
  private static final int DEFAULT_MINIMUM = 10;
  private static final Duration DEFAULT_MAX_RECOVERY = Duration.ofHours(1);

  @Option(
      names = "--failure-threshold",
      paramLabel = "N",
      converter = Converters.Count.class,
      description = "Consecutive failures that open the breaker (default: 5).")
  private Integer failureThreshold;

  @Option(
      names = "--recovery-timeout",
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Time the breaker stays open before it turns half-open (default: 30s).")
  private Duration recoveryTimeout;

  @Option(
      names = "--recovery-backoff",
      paramLabel = "F",
      converter = Converters.Factor.class,
      description =
          "Multiply the recovery timeout by F, 1 or more, each time a failed probe reopens the"
              + " breaker, less up to a tenth at random; closing starts afresh (default: no"
              + " growth).")
  private Double recoveryBackoff;

  @Option(
      names = "--max-recovery-timeout",
      paramLabel = "D",
      converter = Converters.Time.class,
      description =
          "Maximum recovery timeout with --recovery-backoff; 0 for none (default: 1h, or"
              + " --recovery-timeout if longer).")
  private Duration maxRecoveryTimeout;

  @Option(
      names = "--half-open-max-calls",
      paramLabel = "N",
      converter = Converters.Count.class,
      description = "Concurrent probes while the breaker is half-open (default: 3).")
  private Integer halfOpenMaxCalls;

  @Option(
      names = "--success-threshold",
      paramLabel = "N",
      converter = Converters.Count.class,
      description =
          "Successful probes that close the breaker; a failed probe reopens it (default: 2).")
  private Integer successThreshold;

  @Option(
      names = "--window",
      paramLabel = "N|D",
      converter = Converters.Window.class,
      description =
          "Open by failure rate instead, over the last N calls or the calls of the last D, with"
              + " a unit such as 5m (default: 100 if a rate is given).")
  private Threshold.Span window;

  @Option(
      names = "--failure-rate",
      paramLabel = "P",
      converter = Converters.Percent.class,
      description =
          "Percentage of failed calls in the window that opens the breaker (default: 50).")
  private Double failureRate;

  @Option(
      names = "--minimum-calls",
      paramLabel = "N",
      converter = Converters.Count.class,
      description =
          "Calls required in the window before its rate can open the breaker (default: 10).")
  private Integer minimumCalls;

  @Option(
      names = "--slow-call",
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Count a call that takes longer than D as failed.")
  private Duration slowCall;

  @Option(
      names = "--slow-rate",
      paramLabel = "P",
      converter = Converters.Percent.class,
      description =
          "Percentage of slow calls in the window that opens the breaker; slow calls then do"
              + " not count as failed.")
  private Double slowRate;

  @Option(
      names = "--quorum",
      paramLabel = "N|P%",
      converter = Converters.QuorumConverter.class,
      description =
          "Open for all hosts only when N of them, or a percentage, see failures; a host that"
              + " sees them alone opens only for itself.")
  private Quorum quorum;

  /** The policy that these options describe; empty if none was given. */
  public Optional<BreakerPolicy> givenPolicy() {
    return given().isPresent() ? Optional.of(toPolicy()) : Optional.empty();
  }

  /** One of the options that were given. */
  Optional<String> given() {
    Object[][] options = {
      {"--failure-threshold", failureThreshold},
      {"--recovery-timeout", recoveryTimeout},
      {"--recovery-backoff", recoveryBackoff},
      {"--max-recovery-timeout", maxRecoveryTimeout},
      {"--half-open-max-calls", halfOpenMaxCalls},
      {"--success-threshold", successThreshold},
      {"--window", window},
      {"--failure-rate", failureRate},
      {"--minimum-calls", minimumCalls},
      {"--slow-call", slowCall},
      {"--slow-rate", slowRate},
      {"--quorum", quorum},
    };
    for (Object[] option : options) {
      if (option[1] != null) {
        return Optional.of((String) option[0]);
      }
    }
    return Optional.empty();
  }

  /** The policy that these options describe, defaults filled in. */
  BreakerPolicy toPolicy() {
    boolean byRate = window != null || failureRate != null || minimumCalls != null;
    BreakerPolicy base = BreakerPolicy.DEFAULT;
    Duration recovery = Objects.requireNonNullElse(recoveryTimeout, base.recoveryTimeout());
    return new BreakerPolicy(
        byRate ? rate() : new Threshold.Consecutive(or(failureThreshold, DEFAULT_FAILURES)),
        slow(),
        recovery,
        or(halfOpenMaxCalls, base.halfOpenMaxCalls()),
        or(successThreshold, base.successThreshold()),
        Optional.ofNullable(quorum),
        Optional.ofNullable(recoveryBackoff)
            .map(factor -> new RecoveryBackoff(factor, longestRecovery(recovery))));
  }

  private Duration longestRecovery(Duration recovery) {
    if (maxRecoveryTimeout == null) {
      return recovery.compareTo(DEFAULT_MAX_RECOVERY) > 0 ? recovery : DEFAULT_MAX_RECOVERY;
    }
    if (maxRecoveryTimeout.isZero()) {
      return BreakerPolicy.LONGEST;
    }
    if (maxRecoveryTimeout.compareTo(recovery) < 0) {
      throw new UsageException(
          "--max-recovery-timeout %s: must not be less than --recovery-timeout %s"
              .formatted(Durations.format(maxRecoveryTimeout), Durations.format(recovery)));
    }
    return maxRecoveryTimeout;
  }

  private Threshold rate() {
    return new Threshold.Rate(
        Objects.requireNonNullElse(window, new Threshold.LastCalls(DEFAULT_CALLS)),
        Objects.requireNonNullElse(failureRate, DEFAULT_RATE),
        or(minimumCalls, DEFAULT_MINIMUM));
  }

  private Optional<SlowCalls> slow() {
    return Optional.ofNullable(slowCall)
        .filter(longest -> !longest.isZero())
        .map(longest ->
            new SlowCalls(
                longest, slowRate == null ? OptionalDouble.empty() : OptionalDouble.of(slowRate)));
  }

  private static int or(Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }
}
