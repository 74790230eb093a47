package dev.resil.cli.options;

import java.util.Set;

/** What is shown of the values of options. */
public final class SecretValues {
  private static final Set<String> SECRET = Set.of("ping-url", "ping");
  private static final String HIDDEN = "***";

  private SecretValues() {}

  /**
   * A value without secrets: nothing of one that is secret as a whole, no user and password of a
   * URL.
   *
   * @param key the option's key
   */
  public static String shown(String key, String value) {
    return SECRET.contains(key)
        ? HIDDEN
        : value.replaceFirst("(?<=^[A-Za-z-]{1,20}://).*@", HIDDEN + "@");
  }
}
