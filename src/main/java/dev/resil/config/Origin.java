package dev.resil.config;

import dev.resil.text.Printable;

/** The source of a setting. */
public sealed interface Origin {
  /** The text for people. */
  String text();

  /** An environment variable. */
  record Variable(String name) implements Origin {
    @Override
    public String text() {
      return name;
    }
  }

  /**
   * A line of a file.
   *
   * @param line from 1
   * @param table the table that it is in: {@code defaults} or {@code profiles.NAME}
   */
  record Line(String file, int line, String table) implements Origin {
    @Override
    public String text() {
      return Printable.of(file) + ":" + line;
    }
  }
}
