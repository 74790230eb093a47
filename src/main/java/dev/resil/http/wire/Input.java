package dev.resil.http.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** The bytes of a connection, buffered; large reads pass the buffer by. */
final class Input extends InputStream {
  private static final int SIZE = 1 << 14;

  private final InputStream in;
  private final byte[] buffer = new byte[SIZE];
  private int at;
  private int end;
  private boolean touched;

  Input(InputStream in) {
    this.in = in;
  }

  /** Forgets what has come so far. */
  void next() {
    touched = false;
  }

  /** Whether anything has come since {@link #next}. */
  boolean isTouched() {
    return touched;
  }

  /** Whether bytes wait in the buffer. */
  boolean hasBuffered() {
    return at < end;
  }

  /** Waits for a byte without taking it; false at the end of the input. */
  boolean await() throws IOException {
    return hasBuffered() || fill();
  }

  /**
   * Whether the other side neither closed the connection nor sent anything. The socket must have a
   * short timeout.
   */
  boolean isSilent() {
    if (hasBuffered()) {
      return false;
    }
    try {
      fill();
      return false; // data that nobody asked for, or the end
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer, 0, SIZE);
    at = 0;
    end = Math.max(0, count);
    touched |= count > 0;
    return count > 0;
  }

  @Override
  public int read() throws IOException {
    return await() ? buffer[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (!hasBuffered()) {
      int count = in.read(bytes, offset, length);
      touched |= count > 0;
      return count;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(buffer, at, bytes, offset, count);
    at += count;
    return count;
  }
}
