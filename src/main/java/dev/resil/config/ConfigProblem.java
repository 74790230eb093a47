package dev.resil.config;

import dev.resil.text.Printable;

/**
 * Something wrong in a file.
 *
 * @param line from 1
 * @param message what, in words for people
 */
public record ConfigProblem(String file, int line, String message) {
  /** File, line and what is wrong. */
  public String text() {
    return Printable.of(file) + ":" + line + ": " + message;
  }
}
