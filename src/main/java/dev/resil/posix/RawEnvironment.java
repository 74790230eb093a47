package dev.resil.posix;

import dev.resil.text.RawText;

/**
 * This process's environment, without loss. A runtime decodes it by the locale, which loses bytes,
 * so other values than ASCII are read again from the system.
 */
public final class RawEnvironment {
  private RawEnvironment() {}

  /** A variable as {@link RawText}, or null if it is unset. */
  public static String get(String name) {
    return Posix.get().variable(name).orElse(null);
  }

  /**
   * The folder for temporary files: {@code TMPDIR} (POSIX, environment variables), or {@code /tmp}.
   */
  public static String temporaryFolder() {
    return Posix.get().variable("TMPDIR").filter(name -> !name.isEmpty()).orElse("/tmp");
  }
}
