package dev.resil.cli.config;

import dev.resil.cli.options.UsageException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that select the configuration. */
final class ConfigOptions {
  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Use the options in [profiles.NAME] of the configuration.")
  private String profile;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Read FILE instead of ./.resil.toml and ~/.config/resil/config.toml, whatever its owner.")
  private String config;

  @Option(names = "--no-config", description = "Read no configuration file.")
  private boolean noConfig;

  /**
   * The selected configuration.
   *
   * @param profile its name
   * @param profileFrom the option or variable that named it
   * @param file the file that was named
   * @param fileFrom the option or variable that named it
   * @param none whether to read no file
   */
  record Choice(
      Optional<String> profile,
      String profileFrom,
      Optional<String> file,
      String fileFrom,
      boolean none) {}

  /** The choice of the options, else of the variables. */
  Choice choose(Map<String, String> environment) {
    Optional<String> file =
        noConfig ? Optional.empty() : given(config).or(() -> variable(environment, "config"));
    boolean none =
        noConfig
            || (config == null
                && variable(environment, "no-config")
                    .filter(value -> isTrue("no-config", value))
                    .isPresent());
    return new Choice(
        none ? Optional.empty() : given(profile).or(() -> variable(environment, "profile")),
        profile == null ? OptionKeys.variable("profile") : "--profile",
        none ? Optional.empty() : file,
        config == null ? OptionKeys.variable("config") : "--config",
        none);
  }

  private static boolean isTrue(String key, String value) {
    return OptionWords.isTrue(value)
        .orElseThrow(() ->
            UsageException.wrongValue(OptionKeys.variable(key), value, OptionWords.NOT_A_FLAG));
  }

  private static Optional<String> given(String option) {
    return Optional.ofNullable(option);
  }

  private static Optional<String> variable(Map<String, String> environment, String key) {
    return Optional.ofNullable(environment.get(OptionKeys.variable(key)))
        .filter(value -> !value.isEmpty());
  }
}
