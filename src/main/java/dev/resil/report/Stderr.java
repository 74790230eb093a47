package dev.resil.report;

import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import java.nio.charset.StandardCharsets;

/** resil's own lines, each in one write where the system allows. */
public final class Stderr implements LineSink {
  private static final int DESCRIPTOR = 2;
  private static final short POLLOUT = 4;
  private static final long PATIENCE_NANOS = 1_000_000_000;

  private final Posix posix;

  /** Standard error of this process. */
  public Stderr(Posix posix) {
    this.posix = posix;
  }

  @Override
  public void line(String text) {
    text(text + "\n");
  }

  /** Writes text that need not be a line; never fails. */
  public void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int done = 0;
    while (done < bytes.length) {
      int count = posix.write(DESCRIPTOR, bytes, done, bytes.length - done);
      if (count > 0) {
        done += count;
      } else if (count != -Errno.EINTR && !waitForRoom(count)) {
        return; // nobody listens any more; the run goes on
      }
    }
  }

  /** A terminal or pipe that another program made non-blocking is full for a moment. */
  private boolean waitForRoom(int error) {
    return Errno.isWouldBlock(-error)
        && posix.poll(new int[] {DESCRIPTOR}, new short[] {POLLOUT}, new short[1], PATIENCE_NANOS)
            > 0;
  }
}
