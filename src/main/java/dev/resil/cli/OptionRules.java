package dev.resil.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which options exclude or need each other. On the command line that is an error; a configured
 * option gives way to what is said more specifically.
 */
final class OptionRules {
  private static final Set<String> ANY = Set.of();

  /** An option with any value, or with one of several. */
  private record Fact(String key, Set<String> values) {
    boolean holds(String otherKey, List<String> given) {
      return key.equals(otherKey)
          && (values.isEmpty() || given.stream().anyMatch(values::contains));
    }

    boolean holds(Map<String, List<String>> given) {
      return given.containsKey(key) && holds(key, given.get(key));
    }
  }

  private record Rivals(Fact one, Fact other) {}

  private record Need(String key, List<Fact> oneOf) {}

  private static final Fact DECORRELATED = new Fact("jitter", Set.of("decorrelated"));
  private static final Fact NO_GROWTH =
      new Fact("backoff", Set.of("linear", "constant", "fibonacci"));

  private static final List<Rivals> RIVALS =
      List.of(
          new Rivals(any("forever"), any("max-attempts")),
          new Rivals(any("delays"), any("base-delay")),
          new Rivals(any("delays"), any("backoff")),
          new Rivals(any("delays"), any("exponential-base")),
          new Rivals(any("delays"), DECORRELATED),
          new Rivals(any("backoff"), DECORRELATED),
          new Rivals(any("exponential-base"), NO_GROWTH),
          new Rivals(any("quiet"), any("verbose")),
          new Rivals(any("fallback"), any("fallback-file")),
          new Rivals(new Fact("stdout", Set.of("live", "final")), any("cache-ttl")),
          new Rivals(new Fact("stdout", Set.of("live", "final")), any("stale-if-error")),
          new Rivals(any("output"), any("fallback-file")),
          new Rivals(any("output"), any("cache-ttl")),
          new Rivals(any("output"), any("stale-if-error")),
          new Rivals(any("remote-name"), any("fallback-file")),
          new Rivals(any("remote-name"), any("cache-ttl")),
          new Rivals(any("remote-name"), any("stale-if-error")),
          new Rivals(any("write-out"), any("fallback-file")),
          new Rivals(any("write-out"), any("cache-ttl")),
          new Rivals(any("write-out"), any("stale-if-error")),
          new Rivals(any("failure-threshold"), any("window")),
          new Rivals(any("failure-threshold"), any("failure-rate")),
          new Rivals(any("failure-threshold"), any("minimum-calls")),
          new Rivals(any("failure-threshold"), any("slow-rate")));

  private static final List<Fact> A_BREAKER = List.of(any("breaker"));
  private static final List<Fact> A_WINDOW =
      List.of(any("window"), any("failure-rate"), any("minimum-calls"));

  private static final List<Need> NEEDS =
      List.of(
          new Need("report-args", List.of(any("report"))),
          new Need("metrics-file", List.of(any("name"), any("breaker"))),
          new Need(
              "discard-failed",
              List.of(
                  new Fact("stdout", Set.of("final", "success")),
                  any("cache-ttl"),
                  any("stale-if-error"))),
          new Need("cache-key", List.of(any("cache-ttl"), any("stale-if-error"))),
          new Need("slow-rate", List.of(any("slow-call"))),
          new Need("slow-rate", A_WINDOW),
          new Need("failure-threshold", A_BREAKER),
          new Need("recovery-timeout", A_BREAKER),
          new Need("half-open-max-calls", A_BREAKER),
          new Need("success-threshold", A_BREAKER),
          new Need("window", A_BREAKER),
          new Need("failure-rate", A_BREAKER),
          new Need("minimum-calls", A_BREAKER),
          new Need("slow-call", A_BREAKER),
          new Need("slow-rate", A_BREAKER),
          new Need("quorum", A_BREAKER),
          new Need("failure-on", A_BREAKER),
          new Need("when-open", A_BREAKER),
          new Need("strict-state", A_BREAKER),
          new Need("on-state-change", A_BREAKER));

  private OptionRules() {}

  private static Fact any(String key) {
    return new Fact(key, ANY);
  }

  /** Whether two options with these values exclude each other. */
  static boolean exclude(String key, List<String> values, String other, List<String> others) {
    return RIVALS.stream()
        .anyMatch(rivals ->
            (rivals.one.holds(key, values) && rivals.other.holds(other, others))
                || (rivals.one.holds(other, others) && rivals.other.holds(key, values)));
  }

  /**
   * Whether an option says nothing, since what it is about is not there.
   *
   * @param given all options that are set, with their values
   * @param has the keys of the command's options: what it lacks is not needed
   */
  static boolean isIdle(String key, Map<String, List<String>> given, Set<String> has) {
    return NEEDS.stream()
        .filter(need -> need.key().equals(key))
        .filter(need -> need.oneOf().stream().allMatch(fact -> has.contains(fact.key())))
        .anyMatch(need -> need.oneOf().stream().noneMatch(fact -> fact.holds(given)));
  }
}
