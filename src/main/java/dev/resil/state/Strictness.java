package dev.resil.state;

/** What becomes of trouble with state. */
public enum Strictness {
  /** A damaged record is put aside, and starts afresh. */
  LENIENT,
  /**
   * A damaged record is reported, and stays. Nothing is answered from a folder that nothing can be
   * stored in.
   */
  STRICT
}
