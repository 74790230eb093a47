package dev.resil.cli.run;

import java.util.Map;
import java.util.Optional;

/** Options of timeout(1) and of programs that retry commands, and resil's names for them. */
final class OtherTools {
  private static final String ATTEMPTS =
      "use --max-attempts (-n), which includes the first attempt";
  private static final String DELAY = "use --base-delay (-b)";
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
          Map.entry("-r", ATTEMPTS),
          Map.entry("-d", DELAY),
          Map.entry("--delay", DELAY),
          Map.entry("--sleep", DELAY),
          Map.entry("--interval", DELAY),
          Map.entry("--wait", DELAY),
          Map.entry("--retry-delay", DELAY),
          Map.entry("-i", DELAY + "; stdin is the command's in any case"),
          Map.entry("-w", DELAY),
          Map.entry("--until", "use --success-on LIST; " + FOREVER),
          Map.entry("--until-success", FOREVER),
          Map.entry("--until-fail", "use --success-on '!exit:0'"),
          Map.entry("--while", "use --retry-on LIST"),
          Map.entry(
              "--preserve-status",
              "the exit code is the command's; after a timeout, --exit-code-on can change it"),
          Map.entry("--foreground", "the command is in resil's process group in any case"));

  private OtherTools() {}

  /** The remedy for an unknown option, as typed. */
  static Optional<String> instead(String word) {
    String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    boolean joined = !name.startsWith("--") && name.length() > 2;
    return Optional.ofNullable(INSTEAD.get(joined ? name.substring(0, 2) : name));
  }
}
