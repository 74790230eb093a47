package dev.resil.state;

/** State can't be read or stored. The message is one line that names the place and a remedy. */
public final class StateException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The cause. */
  public enum Problem {
    /** Another process held the record's lock for too long. */
    BUSY,
    /** Another user could have written it, or it has the wrong type. */
    UNSAFE,
    /** Written by a newer resil. */
    NEWER,
    /** Not a whole record. */
    DAMAGED,
    /** This process lacks the permission to read or write it. */
    DENIED,
    /** The file system is read-only. */
    READ_ONLY,
    /** The file system has no space left. */
    FULL,
    /** No place for state is known. */
    NO_PLACE,
    /** Any other error of the system. */
    FAILED;

    /** Whether other records may be readable all the same. */
    public boolean isOfOneRecord() {
      return switch (this) {
        case UNSAFE, NEWER, DAMAGED, DENIED -> true;
        case BUSY, READ_ONLY, FULL, NO_PLACE, FAILED -> false;
      };
    }
  }

  private final Problem problem;

  /**
   * A failure.
   *
   * @param problem the cause
   * @param message one line that names the place and a remedy
   */
  public StateException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  /** The cause. */
  public Problem problem() {
    return problem;
  }
}
