package dev.resil.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.outcome.Outcome;
import dev.resil.outcome.OutcomeSet;
import dev.resil.outcome.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The presets as data; PresetsIT tests them with the real programs. */
class PresetsTest {
  static List<Preset> presets() {
    return Presets.all();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void shouldBeValidAndNameASource(Preset preset) {
    assertThat(preset.transients().items()).hasSizeGreaterThan(1);
    assertThat(preset.transients().contains(new Outcome.Timeout())).isTrue();
    assertThat(preset.transients().contains(new Outcome.Exit(0))).isFalse();
    assertThat(preset.permanent()).isNotNull();
    assertThat(preset.source()).hasSizeGreaterThan(5);
  }

  @Test
  void shouldCoverThePrograms() {
    assertThat(presets().stream().flatMap(preset -> preset.programs().stream()))
        .doesNotHaveDuplicates()
        .contains("curl", "wget", "git", "ssh", "scp", "sftp", "rsync", "apt-get", "dnf", "npm")
        .contains("pip", "docker", "kubectl", "aws", "psql", "mysql", "terraform", "ansible");
  }

  @Test
  void shouldFindThePresetOfACommandByItsName() {
    assertThat(Presets.of("/usr/bin/scp").map(Preset::name)).contains("ssh");
    assertThat(Presets.of("./deploy")).isEmpty();
    assertThat(Presets.named("scp").orElseThrow().name()).isEqualTo("ssh");
  }

  @Test
  void shouldNotCallAFailureBothTransientAndLasting() {
    for (Preset preset : presets()) {
      OutcomeSet both =
          preset.transients().without(preset.transients().without(preset.permanent()));
      assertThat(both.items()).as(preset.name()).isEmpty();
    }
  }

  /** Updated by {@code -Dpresets.write=true}. */
  @Test
  void shouldBeTheOnesInTheDocs() throws IOException {
    Path page = Path.of("docs/presets.md");
    String text = Files.readString(page);
    int start = text.indexOf("| preset |");
    String wanted = text.substring(0, start) + table();
    if (Boolean.getBoolean("presets.write")) {
      Files.writeString(page, wanted);
    }
    assertThat(Files.readString(page)).isEqualTo(wanted);
  }

  private static String table() {
    return presets().stream()
        .map(PresetsTest::row)
        .collect(
            Collectors.joining(
                "",
                "| preset | transient | permanent | source |\n| --- | --- | --- | --- |\n",
                ""));
  }

  private static String row(Preset preset) {
    return "| %s | %s | %s | %s |%n"
        .formatted(
            preset.programs().stream().map(p -> "`" + p + "`").collect(Collectors.joining(", ")),
            cell(preset.transientLists().subList(1, preset.transientLists().size())),
            cell(preset.permanentLists()),
            preset.source());
  }

  private static String cell(List<String> lists) {
    return lists.stream()
        .map(list -> "`" + list.replace("|", "\\|") + "`")
        .collect(Collectors.joining("<br>"));
  }
}
