package dev.resil.state;

/** Bytes that a {@link RecordFormat} could make nothing of. */
public final class UnreadableRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean newer;

  private UnreadableRecordException(String message, boolean newer) {
    super(message);
    this.newer = newer;
  }

  /**
   * The bytes are no record, or not a whole one.
   *
   * @param what is wrong with them, e.g. {@code ends in the middle}
   */
  public static UnreadableRecordException damaged(String what) {
    return new UnreadableRecordException(what, false);
  }

  /**
   * The record is whole, but written by a newer resil.
   *
   * @param what says which version it is of
   */
  public static UnreadableRecordException newer(String what) {
    return new UnreadableRecordException(what, true);
  }

  /** Whether a newer resil could read it. */
  public boolean isNewer() {
    return newer;
  }
}
