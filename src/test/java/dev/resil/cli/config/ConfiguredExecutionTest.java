package dev.resil.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.cli.run.RunSettings;
import dev.resil.retry.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Options set elsewhere than on the command line. */
class ConfiguredExecutionTest {
  private final ConfiguredResil resil = new ConfiguredResil();
  private final MemoryConfig config = resil.config();

  /** The settings of a run. */
  private RunSettings run(String options) {
    assertThat(resil.execute(("run " + options).strip() + " -- true")).as(resil.err()).isZero();
    return resil.runs().getLast();
  }

  private String complaint(String line) {
    assertThat(resil.execute(line)).isEqualTo(125);
    assertThat(resil.runs()).isEmpty();
    assertThat(resil.err()).startsWith("resil: ").hasLineCount(1);
    return resil.err().strip().substring("resil: ".length());
  }

  private long attempts(String options) {
    return run(options).policies().retry().maxAttempts().orElse(-1);
  }

  /** Removes each source in turn: the next one takes effect. */
  @Test
  void shouldTakeTheMostSpecificSource() {
    config
        .variable("RESIL_MAX_ATTEMPTS", "8")
        .file(
            ".resil.toml",
            "[defaults]",
            "max-attempts = 5",
            "[profiles.p]",
            "max-attempts = 7",
            "[profiles.other]",
            "max-attempts = 99")
        .file(
            MemoryConfig.USERS,
            "[defaults]",
            "max-attempts = 4",
            "[profiles.p]",
            "max-attempts = 6");

    assertThat(attempts("--profile p -n 9")).isEqualTo(9);
    assertThat(attempts("--profile p")).isEqualTo(8);
    config.variable("RESIL_MAX_ATTEMPTS", "");
    assertThat(attempts("--profile p")).isEqualTo(7);
    assertThat(attempts("")).isEqualTo(5);
    config.file(".resil.toml", "");
    assertThat(attempts("--profile p")).isEqualTo(6);
    assertThat(attempts("")).isEqualTo(4);
    config.file(MemoryConfig.USERS, "");
    assertThat(attempts("")).isEqualTo(3);
  }

  /** The seed feature "reusable configuration": a set of options under a name. */
  @Test
  void shouldReuseASetOfOptionsUnderAName() {
    config.file(
        MemoryConfig.USERS,
        "[profiles.patient]",
        "max-attempts = 10",
        "base-delay = \"1s\"",
        "timeout = 30",
        "max-elapsed = \"1h\"",
        "retry-on = [\"75\", \"timeout\", \"stderr~a,b\"]",
        "quiet = true");

    RunSettings patient = run("--profile patient");

    assertThat(patient)
        .isEqualTo(
            run(
                "-q -n 10 -b 1s -t 30 -T 1h --retry-on 75,timeout --retry-on stderr~a,b"
                    + " --no-config"));
    assertThat(patient.timeouts().timeout()).contains(Duration.ofSeconds(30));
    assertThat(patient.policies().retry().maxElapsed()).contains(Duration.ofHours(1));
    assertThat(patient.policies().judge().retry().items()).hasSize(3);
    assertThat(patient.policies().reports().quiet()).isTrue();
    config.variable("RESIL_PROFILE", "patient");
    assertThat(run("")).isEqualTo(patient);
  }

  @Test
  void shouldReplaceListsRatherThanAddToThem() {
    config.file(MemoryConfig.USERS, "[defaults]", "retry-on = [\"1\", \"2\"]", "delays = [1, 2]");

    assertThat(run("").policies().judge().retry().items()).hasSize(2);
    assertThat(run("--retry-on 7").policies().judge().retry().items()).hasSize(1);
    assertThat(run("").policies().retry().backoff())
        .isEqualTo(new Backoff.Listed(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2))));
  }

  @Test
  void shouldLetAStrongerSourceTurnAnOptionOff() {
    config.file(
        MemoryConfig.USERS, "[defaults]", "quiet = true", "[profiles.loud]", "quiet = false");

    assertThat(run("").policies().reports().quiet()).isTrue();
    assertThat(run("--profile loud").policies().reports().quiet()).isFalse();
    assertThat(run("-v").policies().reports().quiet()).isFalse();
    config.variable("RESIL_QUIET", "0");
    assertThat(run("").policies().reports().quiet()).isFalse();
  }

  @Test
  void shouldConfigureOtherCommandsByTheSameKeys() {
    config.file(
        MemoryConfig.USERS, "[defaults]", "max-attempts = 4", "timeout = \"1s\"", "jitter = 0");

    assertThat(resil.execute("plan")).isZero();

    assertThat(resil.out()).hasLineCount(5);
  }

  @Test
  void shouldReadNothingWithNoConfig() {
    config.file(MemoryConfig.USERS, "[nonsense").variable("RESIL_CONFIG", "nowhere");

    assertThat(attempts("--no-config")).isEqualTo(3);
    config.variable("RESIL_NO_CONFIG", "true").variable("RESIL_CONFIG", "");
    assertThat(attempts("")).isEqualTo(3);
  }

  @Test
  void shouldReadOnlyTheNamedFile() {
    config
        .file(MemoryConfig.USERS, "[nonsense")
        .file("mine.toml", "[defaults]", "max-attempts = 6", "report = \"r.json\"");

    assertThat(attempts("--config mine.toml")).isEqualTo(6);
    config.variable("RESIL_CONFIG", "mine.toml");
    assertThat(attempts("")).isEqualTo(6);
    assertThat(run("").policies().reports().file()).contains("r.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max-atempts = 5     | .resil.toml:2: max-atempts: unknown key; did you mean max-attempts?
          max_attempts = 5    | .resil.toml:2: max_attempts: unknown key; did you mean max-attempts?
          colour = 'red'      | .resil.toml:2: colour: unknown key; see 'resil config example'
          shell = 'x'         | .resil.toml:2: shell: unknown key; see 'resil config example'
          max-attempts = 0    | .resil.toml:2: max-attempts 0: must be a whole number of 1 or more, or
          timeout = 'soon'    | .resil.toml:2: timeout soon: not a duration; write it like
          verbose = 'yes'     | .resil.toml:2: verbose yes: must be true or false
          timeout = true      | .resil.toml:2: timeout true: requires a value, D
          timeout = [1, 2]    | .resil.toml:2: timeout 1,2: takes one value, D
          timeout = 1979-05-27| .resil.toml:2: timeout: must be a string, a number, true or false
          timeout 5           | .resil.toml:2: Unexpected
          state = '/tmp/x'    | .resil.toml:2: state: cannot be set in a file that was not named
          report = '/tmp/x'   | .resil.toml:2: report: cannot be set in a file that was not named
          [profiles]          |
          """)
  void shouldNameFileLineAndRemedy(String line, String complaint) {
    config.file(".resil.toml", "[defaults]", line);
    if (complaint == null) {
      assertThat(attempts("")).isEqualTo(3);
    } else {
      assertThat(complaint("run -- true")).startsWith(complaint);
    }
  }

  @Test
  void shouldReportTheNumberOfProblems() {
    config.file(MemoryConfig.USERS, "max-attempts = 1", "[defaults]", "a = 1", "b = 2");
    assertThat(complaint("run -- true"))
        .isEqualTo(
            MemoryConfig.USERS
                + ":1: max-attempts: belongs in a table, [defaults] or [profiles.NAME]; 'resil"
                + " config check "
                + MemoryConfig.USERS
                + "' shows 2 more");
  }

  @Test
  void shouldNameTheInvalidVariable() {
    config.variable("RESIL_JITTER", "2");
    assertThat(complaint("run -- true")).startsWith("RESIL_JITTER 2: must be between 0 and 1");
  }

  @Test
  void shouldNameContradictionsInsideOneSource() {
    config.file(MemoryConfig.USERS, "[defaults]", "forever = true", "max-attempts = 3");
    assertThat(complaint("run -- true"))
        .isEqualTo(
            MemoryConfig.USERS + ":3: max-attempts: cannot be used with forever; remove one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --profile paitent       | --profile paitent: no such profile in F; did you mean patient?
          --config nowhere        | --config nowhere: cannot be read: no such file; name another file
          --no-config --config F  | --no-config: cannot be used with --config; remove one
          --no-config --profile p | --no-config: cannot be used with --profile
          """)
  void shouldExplainAMissingProfileOrFile(String options, String complaint) {
    config.file(MemoryConfig.USERS, "[profiles.patient]");
    assertThat(complaint("run " + options.replace("F", MemoryConfig.USERS) + " -- true"))
        .startsWith(complaint.replace(" F;", " " + MemoryConfig.USERS + ";"));
  }

  @Test
  void shouldIgnoreAFileThatAnotherUserCouldHaveWritten() {
    config.file(".resil.toml", "[defaults]", "max-attempts = 9").distrusted(".resil.toml", "why");

    assertThat(attempts("")).isEqualTo(3);

    assertThat(config.said())
        .containsExactly(
            ".resil.toml: ignored because another user could have written it: why; use --config"
                + " .resil.toml to read it anyway");
    assertThat(attempts("--config .resil.toml")).isEqualTo(9);
    assertThat(config.said()).hasSize(1);
  }

  /** A setting for lines does not keep a command without one from running. */
  @Test
  void shouldChooseTheShellOfALine() {
    resil.config().file(MemoryConfig.USERS, "[defaults]", "bash = true");
    assertThat(resil.execute("run -c x")).isZero();
    assertThat(resil.execute("run -- true")).isZero();
    assertThat(resil.runs().get(0).command())
        .containsExactly("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", "x");
    assertThat(resil.runs().get(1).command()).containsExactly("true");
  }

  /** A new option belongs to one of the sides, by a decision. */
  @Test
  void shouldRestrictTheOptionsOfAFileThatWasNotNamed() {
    Set<String> harmless =
        Set.of(
            "max-attempts",
            "base-delay",
            "max-delay",
            "delays",
            "splay",
            "exponential-base",
            "backoff",
            "jitter",
            "timeout",
            "max-elapsed",
            "preset",
            "verbose");
    // each changes whether the command runs or succeeds, what it sees, what others see, or for how
    // long it all goes on
    Set<String> harmful =
        Set.of(
            "forever",
            "bash",
            "seed",
            "reset-after",
            "max-failures",
            "retry-on",
            "no-retry-on",
            "uncounted",
            "success-on",
            "exit-code-on",
            "fail-if-flaky",
            "fail-fast",
            "signal",
            "idle-timeout",
            "kill-after",
            "parent-death-signal",
            "preserve-status",
            "foreground",
            "stdin",
            "stdout",
            "stderr",
            "discard-failed",
            "pty",
            "ping-output",
            "breaker",
            "failure-threshold",
            "recovery-timeout",
            "recovery-backoff",
            "max-recovery-timeout",
            "half-open-max-calls",
            "success-threshold",
            "window",
            "failure-rate",
            "minimum-calls",
            "slow-call",
            "slow-rate",
            "quorum",
            "failure-on",
            "when-open",
            "state",
            "strict-state",
            "lock",
            "no-strict-lock",
            "max-concurrent",
            "rate",
            "burst",
            "retry-budget",
            "retry-budget-min",
            "limits",
            "when-limited",
            "limit-wait",
            "fallback",
            "fallback-timeout",
            "fallback-file",
            "cache-ttl",
            "stale-if-error",
            "cache-key",
            "quiet",
            "log-format",
            "event-log",
            "report",
            "report-args",
            "annotations",
            "name",
            "metrics-file",
            "on-start",
            "on-retry",
            "on-success",
            "on-failure",
            "on-state-change",
            "ping-url",
            "retry-unsafe",
            "idempotency-key",
            "max-retry-after",
            "hedge");
    assertThat(UnnamedFile.keys()).isEqualTo(harmless);
    Set<String> both = new TreeSet<>(harmless);
    both.addAll(harmful);
    OptionKeys keys = OptionKeys.of(resil.commands());
    assertThat(keys.all()).containsExactlyInAnyOrderElementsOf(both);
    assertThat(keys.all()).doesNotContain("shell", "help", "config", "profile", "no-config");
    for (String key : harmful) {
      ConfiguredResil other = new ConfiguredResil();
      other.config().file(".resil.toml", "[defaults]", key + " = '1'");
      assertThat(other.execute("run -- true")).isEqualTo(125);
      assertThat(other.err())
          .isEqualTo(
              "resil: .resil.toml:2: %s: cannot be set in a file that was not named; name it with --config .resil.toml, or set the key in %s\n"
                  .formatted(key, MemoryConfig.USERS));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-attempts = 101",
        "max-attempts = 'unlimited'",
        "max-delay = '61m'",
        "delays = '1s,2h'",
        "splay = '1d'",
        "timeout = '999ms'",
        "timeout = 0",
        "timeout = '25h'",
        "max-elapsed = '1ms'"
      })
  void shouldRestrictTheValuesOfAFileThatWasNotNamed(String line) {
    config.file(".resil.toml", "[defaults]", line);
    assertThat(complaint("run -- true"))
        .startsWith(".resil.toml:2: " + line.split(" ", -1)[0] + ": must be ")
        .contains(
            " in a file that was not named; name it with --config .resil.toml, or set the key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-attempts = 100",
        "base-delay = 0",
        "delays = '1s,1h'",
        "timeout = '1d'",
        "max-elapsed = 1",
        "preset = 'curl'"
      })
  void shouldPermitHarmlessValuesInAFileThatWasNotNamed(String line) {
    config.file(".resil.toml", "[defaults]", line);
    run("");
  }

  @Test
  void shouldReadLongListsInLinearTime() {
    String items = "'7', ".repeat(100_000);
    config.file(MemoryConfig.USERS, "[defaults]", "retry-on = [" + items + "]");
    run("");
    config.file(MemoryConfig.USERS, "[defaults]", "retry-on = ['" + "7,".repeat(100_000) + "7']");
    run("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"retry-on = [[", "retry-on = {a=", "a.", "["})
  void shouldRefuseDeepNesting(String opening) {
    config.file(MemoryConfig.USERS, "[defaults]", opening.repeat(100_000));
    assertThat(complaint("run -- true")).startsWith(MemoryConfig.USERS + ":").hasLineCount(1);
  }

  @Test
  void shouldRefuseMorePatternsThanAnyoneNeeds() {
    String items = "'stderr~x', ".repeat(10_001);
    config.file(MemoryConfig.USERS, "[defaults]", "retry-on = [" + items + "]");
    assertThat(complaint("run -- true")).endsWith(": has more than 10000 items");
  }

  /** A nested resil is configured only by its own caller. */
  @Test
  void shouldNotReadVariablesSetForACommandAsOptions() {
    assertThat(OptionKeys.of(resil.commands()).all().stream().map(OptionKeys::variable))
        .doesNotContain(
            "RESIL_ATTEMPT",
            "RESIL_ATTEMPT_LIMIT",
            "RESIL_RUN_ID",
            "RESIL_LAST_OUTCOME",
            "RESIL_LOG",
            "RESIL_RUNTIME");
  }

  /** A valid command line stays valid with any single configured option. */
  @Test
  void shouldNeverMakeAValidCommandLineInvalid() {
    List<String> words = new ArrayList<>();
    OptionKeys keys = OptionKeys.of(resil.commands());
    for (String key : keys.all()) {
      OptionSpec option = keys.find(key).orElseThrow().option();
      for (String value : values(option)) {
        words.add(value);
      }
    }
    List<String> wrong = new ArrayList<>();
    CommandLine commands = resil.commands();
    for (String given : words) {
      config.file(MemoryConfig.USERS, "");
      if (commands.execute("run", "--" + given, "--", "true") != 0) {
        continue; // it has no effect without another option
      }
      for (String configured : words) {
        config.file(MemoryConfig.USERS, "[defaults]", toml(configured));
        if (commands.execute("run", "--" + given, "--", "true") != 0) {
          wrong.add("--" + given + " with " + configured);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(words).hasSizeGreaterThan(40);
  }

  private static List<String> values(OptionSpec option) {
    String key = OptionKeys.key(option);
    return switch (key) {
      case "jitter" -> List.of("jitter=0.5", "jitter=decorrelated");
      case "backoff" -> List.of("backoff=exponential", "backoff=linear");
      case "stdout" -> List.of("stdout=live", "stdout=success");
      case "stderr" -> List.of("stderr=live", "stderr=failure");
      default -> {
        String value = ConfigExample.value(option).replace("\"", "");
        yield List.of(OptionWords.isFlag(option) ? key : key + "=" + value);
      }
    };
  }

  private static String toml(String words) {
    int at = words.indexOf('=');
    return at < 0
        ? words + " = true"
        : words.substring(0, at) + " = \"" + words.substring(at + 1) + '"';
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "preset = 'nope'",
        "fallback = ' '",
        "on-start = ''",
        "on-retry = ' '",
        "on-success = ''",
        "on-failure = ''",
        "on-state-change = ''",
        "cache-key = ''",
        "ping-url = 'ftp://s3cr3t'",
        "idempotency-key = 'é'"
      })
  void shouldFindEveryWrongTextWhenTheConfigurationIsChecked(String line) {
    resil.config().file("my.toml", "[defaults]", line);
    assertThat(resil.execute("config check my.toml")).isEqualTo(1);
    assertThat(resil.out())
        .startsWith("my.toml:2: " + line.substring(0, line.indexOf(' ')) + " ")
        .doesNotContain("s3cr3t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping", "ping-url"})
  void shouldTakeAnOptionByEachOfItsLongNames(String key) {
    resil.config().file("my.toml", "[profiles.p]", key + " = 'ftp://s3cr3t'");
    assertThat(resil.execute("run --config my.toml --profile p -- true")).isEqualTo(125);
    assertThat(resil.err())
        .isEqualTo("resil: my.toml:2: ping-url ***: must begin with http:// or https://\n");
  }
}
