package dev.resil.io;

/** Where lines go that people read. */
@FunctionalInterface
public interface LineSink {
  /** Writes a line whole, so that it does not mix with others; never fails. */
  void line(String text);
}
