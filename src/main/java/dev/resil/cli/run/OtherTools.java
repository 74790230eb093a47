package dev.resil.cli.run;

import java.util.Map;
import java.util.Optional;

/** Options of timeout(1) and of programs that retry commands, and resil's names for them. */
final class OtherTools {
  private static final String ATTEMPTS =
      "use --max-attempts (-n), which includes the first attempt";
  private static final String DELAY = "use --base-delay (-b)";
  private static final String MAX_DELAY = "use --max-delay";
  private static final String FACTOR = "use --exponential-base";
  private static final String RETRY_ON = "use --retry-on LIST";
  private static final String FOREVER =
      "a run ends with the first success; use --forever for no limit";

  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("--retries", ATTEMPTS),
          Map.entry("--retry", ATTEMPTS),
          Map.entry("--max-retries", ATTEMPTS),
          Map.entry("--tries", ATTEMPTS),
          Map.entry("--max-tries", ATTEMPTS),
          Map.entry("--attempts", ATTEMPTS),
          Map.entry("--times", ATTEMPTS),
          Map.entry("--max", ATTEMPTS),
          Map.entry("--count", ATTEMPTS),
          Map.entry("-r", ATTEMPTS),
          Map.entry("-d", DELAY),
          Map.entry("--delay", DELAY),
          Map.entry("--sleep", DELAY),
          Map.entry("--interval", DELAY),
          Map.entry("--wait", DELAY),
          Map.entry("--retry-delay", DELAY),
          Map.entry("--initial-delay", DELAY),
          Map.entry("--min-delay", DELAY),
          Map.entry("--retry-interval", DELAY),
          Map.entry("--max-wait", MAX_DELAY),
          Map.entry("--max-interval", MAX_DELAY),
          Map.entry("--factor", FACTOR),
          Map.entry("--multiplier", FACTOR),
          Map.entry("--backoff-factor", FACTOR),
          Map.entry("--exponential-backoff", "use --backoff exponential, the default"),
          Map.entry("--exponential", "use --backoff exponential, the default"),
          Map.entry(
              "--max-time", "use --timeout (-t) for an attempt, --max-elapsed (-T) for the run"),
          Map.entry("--retry-max-time", "use --max-elapsed (-T)"),
          Map.entry("--deadline", "use --max-elapsed (-T)"),
          Map.entry("--no-output-timeout", "use --idle-timeout"),
          Map.entry("--max-silent-time", "use --idle-timeout"),
          Map.entry("--timeout-signal", "use --signal (-s)"),
          Map.entry("--command", "use -c LINE for a line of the shell, or -- COMMAND"),
          Map.entry("--retry-if", RETRY_ON),
          Map.entry("--on-exit-code", RETRY_ON),
          Map.entry("--retry-on-exit-code", RETRY_ON),
          Map.entry("--retry-on-exit-codes", RETRY_ON),
          Map.entry("--exit-codes", RETRY_ON),
          Map.entry("--retry-all-errors", "every failure is retried by default; see --retry-on"),
          Map.entry("-i", DELAY + "; stdin is the command's in any case"),
          Map.entry("-w", DELAY),
          Map.entry("--until", "use --success-on LIST; " + FOREVER),
          Map.entry("--until-success", FOREVER),
          Map.entry("--until-fail", "use --success-on '!exit:0'"),
          Map.entry("--while", RETRY_ON));

  private OtherTools() {}

  /** The remedy for an unknown option, as typed. */
  static Optional<String> instead(String word) {
    String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    boolean joined = !name.startsWith("--") && name.length() > 2;
    return Optional.ofNullable(INSTEAD.get(joined ? name.substring(0, 2) : name));
  }
}
