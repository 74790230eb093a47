package dev.resil.cli.run;

import dev.resil.cli.options.CompletionCandidates;
import dev.resil.cli.options.Presets;
import dev.resil.outcome.Preset;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is transient for a well-known program. */
public final class PresetOption {
  @Option(
      names = "--preset",
      paramLabel = "NAME",
      completionCandidates = CompletionCandidates.PresetNames.class,
      description = {
        "Retry only what is documented to be transient for curl, git, ssh, apt-get, ...; auto: by"
            + " the command's name, where it is a known one. 'resil help presets' lists them.",
        "--retry-on and --no-retry-on add to it, and --retry-on wins over what it calls lasting."
      })
  private String name;

  /**
   * The preset that was asked for.
   *
   * @param program what the command starts
   */
  Optional<Preset> preset(String program) {
    return Optional.ofNullable(name)
        .flatMap(asked ->
            asked.equals(Presets.AUTO) ? Presets.of(program) : Optional.of(Presets.named(asked)));
  }
}
