package dev.resil.pattern;

/** A pattern's text, and how far it has been read. */
final class Cursor {
  private final String text;
  private int at;

  Cursor(String text) {
    this.text = text;
  }

  int position() {
    return at;
  }

  void moveTo(int position) {
    at = position;
  }

  boolean hasMore() {
    return at < text.length();
  }

  /** The next UTF-16 unit after an offset, or 0 after the end. */
  char peek(int offset) {
    return at + offset < text.length() ? text.charAt(at + offset) : 0;
  }

  boolean isNext(String expected) {
    return text.startsWith(expected, at);
  }

  /** Reads a text if it is next. */
  boolean skip(String expected) {
    boolean next = isNext(expected);
    at += next ? expected.length() : 0;
    return next;
  }

  /** Reads a code point. */
  int next() {
    int point = text.codePointAt(at);
    at += Character.charCount(point);
    return point;
  }

  /** The next position of a text from an offset on, or -1. */
  int find(String wanted, int offset) {
    return text.indexOf(wanted, at + offset);
  }

  /** The text from a position to another. */
  String slice(int from, int to) {
    return text.substring(from, to);
  }

  /** Moves to the end. */
  void finish() {
    at = text.length();
  }

  /** The error that the whole text is wrong. */
  IllegalArgumentException wrong(String why) {
    return wrong(why, text);
  }

  /** The error that the text from a position to here is wrong. */
  IllegalArgumentException wrongSince(int from, String why) {
    return wrong(why, text.substring(from, at));
  }

  /** The error that a part is wrong. */
  static IllegalArgumentException wrong(String why, String part) {
    return new IllegalArgumentException("is not a valid RE2 pattern: " + why + ": `" + part + "`");
  }
}
