package dev.resil.cli.options;

import dev.resil.text.Durations;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The options that exclude or require each other, in every command. On the command line a violation
 * is an error; a configured option yields to a more specific one.
 *
 * <p>An option is known by its key, its long name without the dashes. The values of an option are
 * those given for it, in order; of several values of an option that takes one, the last is in
 * force.
 */
public final class OptionRules {
  private static final String REMOVE = "remove one";

  /** An option with any value, or with certain ones. */
  private record Fact(String key, boolean named, Predicate<String> value) {
    boolean holds(String otherKey, List<String> values) {
      return key.equals(otherKey) && (values.isEmpty() || value.test(values.getLast()));
    }

    boolean holds(Map<String, List<String>> given) {
      return given.containsKey(key) && holds(key, given.get(key));
    }

    String text(Map<String, List<String>> given) {
      return "--" + key + (named ? " " + given.get(key).getLast() : "");
    }
  }

  /** Each option of one list excludes each of the other. */
  private record Exclusion(List<Fact> some, List<Fact> others, String remedy) {
    boolean covers(String key, List<String> values, String other, List<String> otherValues) {
      return some.stream().anyMatch(fact -> fact.holds(key, values))
          && others.stream().anyMatch(fact -> fact.holds(other, otherValues));
    }

    void check(Map<String, List<String>> given) {
      Optional<Fact> one = some.stream().filter(fact -> fact.holds(given)).findFirst();
      Optional<Fact> other = others.stream().filter(fact -> fact.holds(given)).findFirst();
      if (one.isPresent() && other.isPresent()) {
        throw UsageException.contradiction(one.get().text(given), other.get().text(given), remedy);
      }
    }
  }

  /** An option requires one of several others, which {@code label} names. */
  private record Requirement(Fact fact, List<Fact> oneOf, String label) {
    String key() {
      return fact.key();
    }

    boolean isMissed(Map<String, List<String>> given, Predicate<String> known) {
      return fact.holds(given)
          && oneOf.stream().noneMatch(fact -> fact.holds(given))
          && oneOf.stream().anyMatch(fact -> known.test(fact.key())); // last: slow to find
    }
  }

  private static final Fact DECORRELATED = with("jitter", "decorrelated"::equals);
  private static final String OWN_DELAYS = "decorrelated jitter computes its own delays; " + REMOVE;
  private static final List<Fact> CACHES =
      List.of(
          with("cache-ttl", OptionRules::isNotZero, false),
          with("stale-if-error", OptionRules::isNotZero, false));

  private static final List<Fact> INSTEAD_OF_STDOUT =
      List.of(any("remote-name"), with("output", isNot("-"), false), any("write-out"));
  private static final String ANSWER_TO_STDOUT =
      "fallback and cached output goes to stdout; " + REMOVE;

  /** What gives a limit its name. */
  private static final List<Fact> NAMED = each("limits", "breaker", "name");

  private static final List<Fact> LIMITS = each("lock", "rate", "max-concurrent");

  private static final List<Exclusion> EXCLUSIONS =
      List.of(
          excludes(
              each("forever"), List.of(with("max-attempts", isNot("unlimited"), false)), REMOVE),
          excludes(
              each("delays"),
              each("base-delay", "backoff", "exponential-base"),
              "--delays sets every delay; " + REMOVE),
          excludes(each("delays", "backoff"), List.of(DECORRELATED), OWN_DELAYS),
          excludes(
              each("exponential-base"), List.of(with("backoff", isNot("exponential"))), REMOVE),
          excludes(
              each("failure-threshold"),
              each("window", "failure-rate", "minimum-calls", "slow-rate"),
              "a breaker opens by count or by rate; " + REMOVE),
          excludes(each("fallback"), each("fallback-file"), REMOVE),
          excludes(
              List.of(with("stdout", isNot("success"))),
              CACHES,
              "only a successful attempt's output is cached; " + REMOVE),
          excludes(
              List.of(with("stderr", isNot("live"))),
              each("pty"),
              "a terminal joins both streams on stdout; use --stdout instead"),
          excludes(
              each("foreground"),
              each("pty"),
              "a terminal ends the processes left in its foreground; " + REMOVE),
          excludes(CACHES, INSTEAD_OF_STDOUT, ANSWER_TO_STDOUT),
          excludes(each("fallback-file"), INSTEAD_OF_STDOUT, ANSWER_TO_STDOUT),
          excludes(
              each("limit-wait"),
              List.of(with("when-limited", isNot("wait"))),
              "only --when-limited wait waits; " + REMOVE),
          excludes(each("quiet"), each("verbose"), REMOVE),
          excludes(each("fail"), each("fail-with-body"), REMOVE),
          excludes(each("output"), each("remote-name"), REMOVE),
          excludes(each("http1.1"), each("http2", "http2-prior-knowledge"), REMOVE),
          excludes(each("digest"), each("oauth2-bearer"), REMOVE),
          excludes(each("ipv4"), each("ipv6"), REMOVE),
          excludes(each("proxy"), each("connect-to"), REMOVE),
          excludes(each("unix-socket"), each("proxy", "connect-to", "resolve"), REMOVE),
          excludes(each("timeout"), each("max-time"), REMOVE),
          excludes(
              each("continue-at"),
              each("include", "head"),
              "the file of --output has no headers; use --dump-header FILE"),
          excludes(each("continue-at"), each("compressed", "remote-header-name"), REMOVE),
          excludes(each("user"), each("oauth2-bearer"), REMOVE),
          excludes(
              each("form", "form-string"),
              each("data", "data-raw", "data-binary", "data-urlencode", "json"),
              "a body is either a form or data; " + REMOVE),
          excludes(each("chart"), each("json"), REMOVE),
          excludes(each("json"), each("prometheus", "html", "names"), REMOVE),
          excludes(each("prometheus"), each("html", "names"), REMOVE),
          excludes(each("html"), each("names"), REMOVE),
          excludes(each("no-config"), each("config"), REMOVE),
          excludes(each("no-config"), each("profile"), "profiles are read from files; " + REMOVE));

  private static final List<Requirement> REQUIREMENTS =
      List.of(
          requiresBreaker("failure-threshold"),
          requiresBreaker("recovery-timeout"),
          requiresBreaker("recovery-backoff"),
          requiresBreaker("max-recovery-timeout"),
          requiresBreaker("half-open-max-calls"),
          requiresBreaker("success-threshold"),
          requiresBreaker("window"),
          requiresBreaker("failure-rate"),
          requiresBreaker("minimum-calls"),
          requiresBreaker("slow-call"),
          requiresBreaker("slow-rate"),
          requiresBreaker("quorum"),
          requiresBreaker("failure-on"),
          requiresBreaker("when-open"),
          requires(
              "strict-state",
              each("breaker", "rate", "max-concurrent", "retry-budget"),
              "--breaker, --rate, --max-concurrent or --retry-budget"),
          requires("rate", NAMED, "--limits NAME"),
          requires("max-concurrent", NAMED, "--limits NAME"),
          requires("retry-budget", NAMED, "--limits NAME"),
          requires("retry-budget-min", each("retry-budget"), "--retry-budget P%"),
          requires("burst", each("rate"), "--rate N/D"),
          requires(
              "limits",
              each("rate", "max-concurrent", "retry-budget"),
              "--rate, --max-concurrent or --retry-budget"),
          requires("no-strict-lock", each("lock"), "--lock NAME"),
          requires("when-limited", LIMITS, "--lock, --rate or --max-concurrent"),
          requires("limit-wait", LIMITS, "--lock, --rate or --max-concurrent"),
          requiresBreaker("on-state-change"),
          requires("ping-output", each("ping-url"), "--ping URL"),
          requires("report-args", each("report"), "--report FILE"),
          requires("metrics-file", each("name", "breaker"), "--name or --breaker"),
          requires(
              "discard-failed",
              List.of(
                  with("stdout", Set.of("final", "success")::contains),
                  CACHES.get(0),
                  CACHES.get(1)),
              "--stdout final or --stdout success"),
          requires(
              "cache-key", each("cache-ttl", "stale-if-error"), "--cache-ttl or --stale-if-error"),
          requires("fallback-timeout", each("fallback"), "--fallback LINE"),
          requires("slow-rate", each("slow-call"), "--slow-call D"),
          requires("max-recovery-timeout", each("recovery-backoff"), "--recovery-backoff F"),
          requires(
              "slow-rate",
              each("window", "failure-rate", "minimum-calls"),
              "--window N or --window D"),
          requires("remote-header-name", each("remote-name", "output"), "--remote-name"),
          requires(
              "continue-at",
              List.of(with("output", isNot("-"), false), any("remote-name")),
              "--output FILE"),
          requires("max-redirs", each("location"), "--location"),
          requires("key", each("cert"), "--cert FILE"),
          requires("bash", each("shell"), "-c LINE"),
          new Requirement(with("stdin", "pty"::equals), each("pty"), "--pty"));

  private OptionRules() {}

  private static Exclusion excludes(List<Fact> some, List<Fact> others, String remedy) {
    return new Exclusion(some, others, remedy);
  }

  private static Requirement requires(String key, List<Fact> oneOf, String label) {
    return new Requirement(any(key), oneOf, label);
  }

  private static Requirement requiresBreaker(String key) {
    return requires(key, each("breaker"), "--breaker NAME");
  }

  private static Fact any(String key) {
    return with(key, _ -> true, false);
  }

  private static Fact with(String key, Predicate<String> value) {
    return with(key, value, true);
  }

  private static Fact with(String key, Predicate<String> value, boolean named) {
    return new Fact(key, named, value);
  }

  private static Predicate<String> isNot(String value) {
    return other -> !other.equals(value);
  }

  /** Whether a duration turns its option on; an invalid one is reported elsewhere. */
  private static boolean isNotZero(String duration) {
    try {
      return !Durations.parse(duration).isZero();
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static List<Fact> each(String... keys) {
    return Arrays.stream(keys).map(OptionRules::any).toList();
  }

  /** The keys of all options that a rule is about. */
  static Set<String> keys() {
    Stream<Fact> exclusions =
        EXCLUSIONS.stream()
            .flatMap(each -> Stream.concat(each.some().stream(), each.others().stream()));
    Stream<Fact> requirements =
        REQUIREMENTS.stream()
            .flatMap(each -> Stream.concat(Stream.of(any(each.key())), each.oneOf().stream()));
    return Stream.concat(exclusions, requirements).map(Fact::key).collect(Collectors.toSet());
  }

  /**
   * Checks the options of a command.
   *
   * @param given the options that are set, with their values
   * @param known whether the command has an option; one that has none of the others requires none
   * @throws UsageException if two options exclude each other, or one requires another
   */
  public static void check(Map<String, List<String>> given, Predicate<String> known) {
    for (Requirement requirement : REQUIREMENTS) {
      if (requirement.isMissed(given, known)) {
        throw new UsageException(
            requirement.fact().text(given) + ": requires " + requirement.label());
      }
    }
    EXCLUSIONS.forEach(exclusion -> exclusion.check(given));
  }

  /** Whether two options with these values exclude each other. */
  public static boolean exclude(
      String key, List<String> values, String other, List<String> others) {
    return EXCLUSIONS.stream()
        .anyMatch(exclusion ->
            exclusion.covers(key, values, other, others)
                || exclusion.covers(other, others, key, values));
  }

  /**
   * Whether an option has no effect because an option that it requires is missing.
   *
   * @param given all options that are set, with their values
   * @param known whether the command has an option; one that has none of the others requires none
   */
  public static boolean isIdle(
      String key, Map<String, List<String>> given, Predicate<String> known) {
    return REQUIREMENTS.stream()
        .anyMatch(
            requirement -> requirement.key().equals(key) && requirement.isMissed(given, known));
  }
}
