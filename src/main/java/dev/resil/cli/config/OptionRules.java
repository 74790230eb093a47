package dev.resil.cli.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options that exclude or require each other. On the command line a violation is an error; a
 * configured option yields to a more specific one.
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

  /** Each option of one list excludes each of the other. */
  private record Rivals(List<Fact> some, List<Fact> others) {
    boolean hold(String key, List<String> values, String other, List<String> otherValues) {
      return some.stream().anyMatch(fact -> fact.holds(key, values))
          && others.stream().anyMatch(fact -> fact.holds(other, otherValues));
    }
  }

  private record Need(String key, List<Fact> oneOf) {}

  private static final Fact DECORRELATED = new Fact("jitter", Set.of("decorrelated"));
  private static final Fact NO_GROWTH =
      new Fact("backoff", Set.of("linear", "constant", "fibonacci"));
  private static final Fact LIVE_OR_FINAL = new Fact("stdout", Set.of("live", "final"));

  private static final List<Rivals> RIVALS =
      List.of(
          new Rivals(each("forever"), each("max-attempts")),
          new Rivals(each("delays"), each("base-delay", "backoff", "exponential-base")),
          new Rivals(each("delays", "backoff"), List.of(DECORRELATED)),
          new Rivals(each("exponential-base"), List.of(NO_GROWTH)),
          new Rivals(each("quiet"), each("verbose")),
          new Rivals(each("fallback"), each("fallback-file")),
          new Rivals(List.of(LIVE_OR_FINAL), each("cache-ttl", "stale-if-error")),
          new Rivals(
              each("output", "remote-name", "write-out"),
              each("fallback-file", "cache-ttl", "stale-if-error")),
          new Rivals(
              each("failure-threshold"),
              each("window", "failure-rate", "minimum-calls", "slow-rate")));

  private static final List<Fact> A_BREAKER = each("breaker");
  private static final List<Fact> A_WINDOW = each("window", "failure-rate", "minimum-calls");

  private static final List<Need> NEEDS =
      List.of(
          new Need("report-args", each("report")),
          new Need("metrics-file", each("name", "breaker")),
          new Need(
              "discard-failed",
              List.of(
                  new Fact("stdout", Set.of("final", "success")),
                  any("cache-ttl"),
                  any("stale-if-error"))),
          new Need("cache-key", each("cache-ttl", "stale-if-error")),
          new Need("slow-rate", each("slow-call")),
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

  private static List<Fact> each(String... keys) {
    return Arrays.stream(keys).map(OptionRules::any).toList();
  }

  /** Whether two options with these values exclude each other. */
  static boolean exclude(String key, List<String> values, String other, List<String> others) {
    return RIVALS.stream()
        .anyMatch(rivals ->
            rivals.hold(key, values, other, others) || rivals.hold(other, others, key, values));
  }

  /**
   * Whether an option has no effect because an option that it requires is missing.
   *
   * @param given all options that are set, with their values
   * @param has the keys of the command's options; it does not require any others
   */
  static boolean isIdle(String key, Map<String, List<String>> given, Set<String> has) {
    return NEEDS.stream()
        .filter(need -> need.key().equals(key))
        .filter(need -> need.oneOf().stream().allMatch(fact -> has.contains(fact.key())))
        .anyMatch(need -> need.oneOf().stream().noneMatch(fact -> fact.holds(given)));
  }
}
