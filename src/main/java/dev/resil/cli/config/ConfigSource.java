package dev.resil.cli.config;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The source of configuration. Every run uses it, so it must be cheap. */
public interface ConfigSource {
  /** A variable of the environment, or null if it is unset. */
  String variable(String name);

  /** The variables whose names begin with some text. */
  Map<String, String> variables(String prefix);

  /** Whether a file exists, even if this user may not read it. */
  boolean exists(String file);

  /**
   * A file's content.
   *
   * @param named whether the user named it, so that it need not be a regular file
   */
  byte[] read(String file, boolean named) throws IOException;

  /** The reason why another user could have written the file; empty if none could. */
  Optional<String> reasonToDistrust(String file) throws IOException;

  /** Writes a notice to stderr. */
  void say(String line);
}
