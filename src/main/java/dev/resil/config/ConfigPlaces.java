package dev.resil.config;

import java.util.Map;
import java.util.Optional;

/** Where files of settings are looked for. */
public final class ConfigPlaces {
  /** In the working directory. */
  public static final String LOCAL = ".resil.toml";

  private ConfigPlaces() {}

  /**
   * The user's own file: {@code $XDG_CONFIG_HOME/resil/config.toml}, else {@code
   * ~/.config/resil/config.toml}. A relative {@code XDG_CONFIG_HOME} counts as unset (XDG Base
   * Directory Specification 0.8). Empty where there is no home.
   */
  public static Optional<String> ofUser(Map<String, String> environment) {
    return absolute(environment.get("XDG_CONFIG_HOME"))
        .or(() -> absolute(environment.get("HOME")).map(home -> home + "/.config"))
        .map(folder -> folder + "/resil/config.toml");
  }

  private static Optional<String> absolute(String folder) {
    return Optional.ofNullable(folder).filter(name -> name.startsWith("/"));
  }
}
