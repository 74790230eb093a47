package dev.resil.config;

import dev.resil.text.Printable;

/**
 * A problem in a configuration file.
 *
 * @param line from 1
 * @param message the problem, for people
 */
public record ConfigProblem(String file, int line, String message) {
  /** File, line and message. */
  public String text() {
    return Printable.of(file) + ":" + line + ": " + message;
  }
}
