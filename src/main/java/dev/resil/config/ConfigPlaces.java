package dev.resil.config;

import dev.resil.files.XdgFolders;
import java.util.Optional;
import java.util.function.Function;

/** The locations of configuration files. */
public final class ConfigPlaces {
  /** In the working directory. */
  public static final String LOCAL = ".resil.toml";

  private ConfigPlaces() {}

  /**
   * The user's own file: {@code $XDG_CONFIG_HOME/resil/config.toml}, else {@code
   * ~/.config/resil/config.toml}. A relative {@code XDG_CONFIG_HOME} counts as unset (XDG Base
   * Directory Specification 0.8). Empty if {@code HOME} is not set either.
   *
   * @param environment a variable's value, or null if unset
   */
  public static Optional<String> ofUser(Function<String, String> environment) {
    return XdgFolders.base(environment, "XDG_CONFIG_HOME", ".config")
        .map(folder -> folder + "/resil/config.toml");
  }
}
