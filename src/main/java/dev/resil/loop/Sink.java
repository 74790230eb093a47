package dev.resil.loop;

/** Where the command's output goes. */
public interface Sink {
  /** Takes it and forgets it. */
  Sink DROPPED =
      new Sink() {
        @Override
        public int descriptor() {
          return -1;
        }

        @Override
        public int write(byte[] bytes, int offset, int length) {
          return length;
        }
      };

  /** The descriptor that says when there is room again. */
  int descriptor();

  /** Takes bytes without waiting: how many, or the negated errno. */
  int write(byte[] bytes, int offset, int length);
}
