package dev.resil.cli.run;

import dev.resil.cli.options.CompletionCandidates;
import dev.resil.cli.options.Presets;
import dev.resil.cli.options.TextConverters;
import dev.resil.outcome.Preset;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that selects a well-known program's transient failures. */
public final class PresetOption {
  @Option(
      names = "--preset",
      paramLabel = "NAME",
      converter = TextConverters.PresetName.class,
      completionCandidates = CompletionCandidates.PresetNames.class,
      description = {
        "Retry only failures documented as transient for curl, git, ssh, apt-get, ...; 'auto'"
            + " selects the preset by the command's name, if there is one. 'resil help presets'"
            + " lists all presets.",
        "--retry-on and --no-retry-on add to the preset; --retry-on overrides its permanent"
            + " failures."
      })
  private String name;

  /**
   * The selected preset.
   *
   * @param program the command's program
   */
  Optional<Preset> preset(String program) {
    return Optional.ofNullable(name)
        .flatMap(asked -> asked.equals(Presets.AUTO) ? Presets.of(program) : Presets.named(asked));
  }
}
