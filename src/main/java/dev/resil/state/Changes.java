package dev.resil.state;

/** Signals that records may have changed, so that a watcher need not poll. */
public interface Changes extends AutoCloseable {
  /** For a store that sends no notifications: the watcher polls. */
  Changes POLLED =
      new Changes() {
        @Override
        public boolean any() {
          return true;
        }

        @Override
        public void close() {}
      };

  /** Whether a record may have changed since the last call. Does not block. */
  boolean any();

  /**
   * A descriptor that is readable when a record may have changed, until {@link #any} is called;
   * negative if there is none.
   */
  default int descriptor() {
    return -1;
  }

  @Override
  void close();
}
