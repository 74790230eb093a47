package dev.resil.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.app.DoctorAssembly;
import dev.resil.cli.ResilCommand;
import dev.resil.cli.config.MemoryConfig;
import dev.resil.run.FakeTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Which options exclude or require each other. */
class OptionRulesTest {
  private static void check(String options) {
    Map<String, List<String>> given = new HashMap<>();
    Arrays.stream(options.split(" "))
        .map(option -> option.split("=", 2))
        .forEach(option ->
            given
                .computeIfAbsent(option[0], _ -> new ArrayList<>())
                .addAll(option.length == 1 ? List.of() : List.of(option[1])));
    OptionRules.check(given, _ -> true);
  }

  /** A rule about an option that is gone would never hold. */
  @Test
  void shouldBeAboutOptionsThatExist() {
    Set<String> names = new HashSet<>();
    add(
        ResilCommand.create(
            _ -> 0,
            _ -> 0,
            _ -> 0,
            () -> 80,
            new MemoryState(Clock.systemUTC(), new FakeTime()),
            new MemoryConfig(),
            new DoctorAssembly()),
        names);
    assertThat(OptionRules.keys()).allSatisfy(key -> assertThat(names).contains("--" + key));
  }

  private static void add(CommandLine command, Set<String> names) {
    command.getCommandSpec().options().forEach(option -> names.addAll(List.of(option.names())));
    command.getSubcommands().values().forEach(sub -> add(sub, names));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          forever max-attempts=3             | --forever: cannot be used with --max-attempts; remove one
          max-attempts=unlimited max-attempts=3 forever | --forever: cannot be used with --max-attempts; remove one
          backoff=linear exponential-base=3  | --exponential-base: cannot be used with --backoff linear; remove one
          stdout=success stdout=live cache-ttl=1m | --stdout live: cannot be used with --cache-ttl; only a successful attempt's output is cached; remove one
          output=f fallback-file=g           | --fallback-file: cannot be used with --output; fallback and cached output goes to stdout; remove one
          when-open=wait                     | --when-open: requires --breaker NAME
          slow-rate=50                       | --slow-rate: requires --breaker NAME
          breaker=b slow-rate=50             | --slow-rate: requires --slow-call D
          breaker=b slow-rate=50 slow-call=1s | --slow-rate: requires --window N or --window D
          discard-failed stdout=live         | --discard-failed: requires --stdout final or --stdout success
          discard-failed cache-ttl=0         | --discard-failed: requires --stdout final or --stdout success
          fallback-timeout=3s                | --fallback-timeout: requires --fallback LINE
          bash                               | --bash: requires -c LINE
          cache-key=k                        | --cache-key: requires --cache-ttl or --stale-if-error
          """)
  void shouldNameBothOptionsAndTheWayOut(String options, String message) {
    assertThatThrownBy(() -> check(options)).isInstanceOf(UsageException.class).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "forever max-attempts=unlimited",
    "forever max-attempts=3 max-attempts=unlimited",
    "backoff=exponential exponential-base=3",
    "stdout=live cache-ttl=0s",
    "stdout=live stdout=success cache-ttl=1m",
    "output=- fallback-file=g",
    "discard-failed stale-if-error=1h",
    "breaker=b slow-rate=50 slow-call=1s failure-rate=20",
    "cache-key=k cache-ttl=0",
  })
  void shouldAllowValuesThatAreCompatible(String options) {
    assertThatCode(() -> check(options)).doesNotThrowAnyException();
  }

  /** {@code breaker check} has a breaker without an option for it. */
  @Test
  void shouldNotRequireWhatACommandDoesNotHave() {
    Map<String, List<String>> given = Map.of("failure-threshold", List.of("3"));
    assertThatCode(() -> OptionRules.check(given, "failure-threshold"::equals))
        .doesNotThrowAnyException();
  }
}
