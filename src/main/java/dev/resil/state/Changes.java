package dev.resil.state;

/** Tells that records may have changed, so that whoever follows them need not look all the time. */
public interface Changes extends AutoCloseable {
  /** Those of a store that tells of none: whoever follows them looks. */
  Changes UNTOLD =
      new Changes() {
        @Override
        public boolean any() {
          return true;
        }

        @Override
        public void close() {}
      };

  /** Whether something may have changed since this was last asked. It does not wait. */
  boolean any();

  @Override
  void close();
}
