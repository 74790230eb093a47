package dev.resil.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.app.DoctorAssembly;
import dev.resil.cli.ResilCommand;
import dev.resil.cli.options.MemoryState;
import dev.resil.config.ConfigFile;
import dev.resil.config.TomlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example of a configuration file. */
class ConfigExampleTest {
  private static final OptionKeys KEYS =
      OptionKeys.of(
          ResilCommand.create(
              settings -> 0,
              settings -> 0,
              settings -> 0,
              () -> 80,
              new MemoryState(Clock.systemUTC(), new dev.resil.run.FakeTime()),
              new MemoryConfig(),
              new DoctorAssembly()));

  /** Updated by {@code resil config example >docs/config-example.toml}. */
  @Test
  void shouldBeTheOneInTheDocs() throws IOException {
    assertThat(Files.readString(Path.of("docs/config-example.toml")))
        .isEqualTo(new ConfigExample(KEYS).text());
  }

  @Test
  void shouldBeValidAsItStands() {
    ConfigFile file =
        TomlReader.read("example", new ConfigExample(KEYS).text().getBytes(StandardCharsets.UTF_8));
    assertThat(ConfigValidation.ofAll(file, KEYS, Optional.empty())).isEmpty();
    assertThat(file.profiles()).containsOnlyKeys("patient");
  }

  static Stream<String> options() {
    return new ConfigExample(KEYS).text().lines().filter(line -> line.matches("# [a-z-]+ = .*"));
  }

  @Test
  void shouldHaveEveryOption() {
    assertThat(options().map(line -> line.split(" ", 3)[1])).containsExactlyElementsOf(KEYS.all());
  }

  @ParameterizedTest
  @MethodSource("options")
  void shouldBeValidWithAnyOneOfItsOptions(String line) {
    ConfigFile file =
        TomlReader.read(
            "example", ("[defaults]\n" + line.substring(2)).getBytes(StandardCharsets.UTF_8));
    assertThat(ConfigValidation.ofAll(file, KEYS, Optional.empty())).isEqualTo(List.of());
  }
}
