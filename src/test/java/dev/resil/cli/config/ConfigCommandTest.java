package dev.resil.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.report.JsonSchemas;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code resil config} on options set in files and variables. */
class ConfigCommandTest {
  private final ConfiguredResil resil = new ConfiguredResil();
  private final MemoryConfig config = resil.config();

  @Test
  void shouldShowEachOptionWithItsSource() {
    config
        .variable("RESIL_TIMEOUT", "5s")
        .file(".resil.toml", "[defaults]", "delays = '1s, 2s'")
        .file(
            MemoryConfig.USERS,
            "[profiles.p]",
            "quiet = true",
            "[defaults]",
            "retry-on = ['7', 'stderr~no way']");

    assertThat(resil.execute("config show --profile p")).isZero();

    assertThat(resil.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "OPTION VALUE FROM",
            "timeout 5s RESIL_TIMEOUT",
            "delays '1s, 2s' .resil.toml:2 [defaults]",
            "retry-on 7 'stderr~no way' " + MemoryConfig.USERS + ":4 [defaults]",
            "quiet true " + MemoryConfig.USERS + ":2 [profiles.p]",
            "max-attempts 3 built in",
            "report - built in");
  }

  @Test
  void shouldShowTheSameAsJson() {
    config
        .variable("RESIL_TIMEOUT", "5s")
        .file(".resil.toml")
        .distrusted(".resil.toml", "why")
        .file(MemoryConfig.USERS, "[defaults]", "jitter = 0.5");

    assertThat(resil.execute("config show plan --json")).isZero();

    JsonSchemas schema = JsonSchemas.named("config.schema.json");
    schema.assertThatEveryKeyIsDescribedInSnakeCase();
    JsonNode json = schema.check(resil.out());
    assertThat(json.at("/files/0/status").asString()).isEqualTo("ignored");
    assertThat(option(json, "jitter").orElseThrow().at("/line").asInt()).isEqualTo(2);
    assertThat(option(json, "timeout")).isEmpty();
  }

  private static Optional<JsonNode> option(JsonNode json, String key) {
    return json.get("options")
        .valueStream()
        .filter(option -> option.get("option").asString().equals(key))
        .findAny();
  }

  @Test
  void shouldFindEveryProblemAtOnce() {
    config
        .variable("RESIL_MAX_ATEMPTS", "1")
        .variable("RESIL_ATTEMPT", "1")
        .variable("RESIL_SPLAY", "x")
        .file(
            ".resil.toml",
            "[defaults]",
            "timeout = 'x'",
            "delays = '1s'",
            "nonsense = 1",
            "base-delay = 3",
            "[profile.p]",
            "[profiles.p]",
            "jitter = = 3",
            "state = 's'");

    assertThat(resil.execute("config check")).isEqualTo(1);

    assertThat(resil.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(".resil.toml:2: timeout x: "),
            line -> assertThat(line).startsWith(".resil.toml:4: nonsense: unknown key"),
            line ->
                assertThat(line)
                    .startsWith(".resil.toml:5: base-delay: cannot be used with delays in line 3"),
            line -> assertThat(line).startsWith(".resil.toml:6: profile: belongs in a table"),
            line -> assertThat(line).startsWith(".resil.toml:8: Unexpected '='"),
            line -> assertThat(line).startsWith(".resil.toml:9: state: cannot be set"),
            line ->
                assertThat(line)
                    .startsWith(
                        "RESIL_MAX_ATEMPTS: matches no option; did you mean"
                            + " RESIL_MAX_ATTEMPTS?"),
            line -> assertThat(line).startsWith("RESIL_SPLAY x: "));
  }

  @Test
  void shouldFindNoProblemInAValidConfiguration() {
    config.file(MemoryConfig.USERS, "[defaults]", "max-attempts = 4");
    assertThat(resil.execute("config check")).isZero();
    assertThat(resil.out()).isEmpty();
  }

  /** In linear time: as many as fit into a file. */
  @Test
  void shouldNameEachOfManyUnknownKeys() {
    int many = 50_000;
    config.file(
        MemoryConfig.USERS,
        Stream.concat(
                Stream.of("[defaults]"), IntStream.range(0, many).mapToObj(i -> "x" + i + " = 1"))
            .toArray(String[]::new));
    assertThat(resil.execute("config check")).isEqualTo(1);
    assertThat(resil.out().lines()).hasSize(many);
  }
}
