package dev.resil.state;

/** How damaged state is handled. */
public enum Strictness {
  /** A damaged record is renamed, and starts afresh. */
  LENIENT,
  /**
   * A damaged record is reported, and left in place. An update fails if the folder is not writable,
   * even if it stores nothing.
   */
  STRICT
}
