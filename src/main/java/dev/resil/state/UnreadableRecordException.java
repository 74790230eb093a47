package dev.resil.state;

/** Bytes that a {@link RecordFormat} cannot decode. */
public final class UnreadableRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean newer;

  private UnreadableRecordException(String message, boolean newer) {
    super(message);
    this.newer = newer;
  }

  /**
   * The bytes are not a record, or not a whole one.
   *
   * @param what the fault, e.g. {@code ends in the middle}
   */
  public static UnreadableRecordException damaged(String what) {
    return new UnreadableRecordException(what, false);
  }

  /**
   * The record is whole, but written by a newer resil.
   *
   * @param what names the version
   */
  public static UnreadableRecordException newer(String what) {
    return new UnreadableRecordException(what, true);
  }

  /** Whether a newer resil can read it. */
  public boolean isNewer() {
    return newer;
  }
}
