package dev.resil.io;

/** A destination of messages for users. */
@FunctionalInterface
public interface LineSink {
  /** Writes a line as a whole, so that it does not mix with others; never fails. */
  void line(String text);
}
