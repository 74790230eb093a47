package dev.resil.run;

/**
 * Lets attempts through, or not, and learns what they came to. There is one attempt at a time: what
 * ended is what was let through last.
 */
public interface Guard {
  /**
   * Asks for an attempt.
   *
   * @param again whether this attempt was rejected before and has waited since
   */
  Admission ask(boolean again);

  /** An attempt that was let through has ended. */
  void ended(Attempt.Ended attempt);

  /** The attempt that was let through is not made after all. */
  void withdrawn();

  /** The answer to an attempt that asks. */
  sealed interface Admission {
    /** It is let through. */
    record Admitted() implements Admission {}

    /** It is not. */
    record Rejected(Rejection rejection) implements Admission {}

    /** There is no answer, which was said, and the user wants no attempt without one. */
    record Failed() implements Admission {}
  }
}
