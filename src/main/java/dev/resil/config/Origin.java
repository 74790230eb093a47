package dev.resil.config;

import dev.resil.text.Printable;

/** Where a setting was written. */
public sealed interface Origin {
  /** As people find it. */
  String text();

  /** A variable of the environment. */
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
