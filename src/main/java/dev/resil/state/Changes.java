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

  @Override
  void close();
}
