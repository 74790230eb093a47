package dev.resil.state;

/** State can't be read or stored. The message is one line that names the place and the way out. */
public final class StateException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Problem {
    /** Another process holds the record's lock for too long. */
    BUSY,
    /** Somebody else could have written it, or it is not what it should be. */
    UNSAFE,
    /** It was written by a newer resil. */
    NEWER,
    /** It is not a whole record. */
    DAMAGED,
    /** This process may not read or write it. */
    DENIED,
    /** The file system takes no writes. */
    READ_ONLY,
    /** The file system has no space left. */
    FULL,
    /** It is not known where state should be. */
    NO_PLACE,
    /** Anything else that the system reports. */
    FAILED
  }

  private final Problem problem;

  /**
   * A failure.
   *
   * @param problem why
   * @param message one line that names the place and the way out
   */
  public StateException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  /** Why. */
  public Problem problem() {
    return problem;
  }
}
