package dev.resil.cli.config;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Where configuration comes from. Every run asks: nothing of it may cost what it need not. */
public interface ConfigSource {
  /** The environment's variables. */
  Map<String, String> environment();

  /** Whether there is a file, be it one that this user may not read. */
  boolean isThere(String file);

  /** A file's text. */
  String read(String file) throws IOException;

  /** Why another user could have written the file; empty where none could. */
  Optional<String> stranger(String file) throws IOException;

  /** Says something on stderr that somebody should know. */
  void say(String line);
}
