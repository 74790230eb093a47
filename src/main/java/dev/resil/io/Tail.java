package dev.resil.io;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The last bytes of some output. */
public final class Tail {
  private final byte[] ring;
  private long size;

  /** A tail of at most so many bytes. */
  public Tail(int limit) {
    this.ring = new byte[limit];
  }

  /** Forgets everything. */
  public void clear() {
    size = 0;
  }

  /** Adds bytes. */
  public void append(byte[] bytes, int offset, int length) {
    int skipped = Math.max(0, length - ring.length);
    for (int done = skipped; done < length; ) {
      int at = (int) ((size + done) % ring.length);
      int count = Math.min(length - done, ring.length - at);
      System.arraycopy(bytes, offset + done, ring, at, count);
      done += count;
    }
    size += length;
  }

  /**
   * The last bytes as text: from the first whole character on, with a question mark for what is not
   * UTF-8, so that it has no more bytes.
   */
  public String text() {
    byte[] last = bytes();
    int from = 0;
    while (size > last.length && from < Math.min(3, last.length) && isContinuation(last[from])) {
      from++;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .replaceWith("?")
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE)
          .decode(ByteBuffer.wrap(last, from, last.length - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalStateException(e); // errors are replaced
    }
  }

  private byte[] bytes() {
    int length = (int) Math.min(size, ring.length);
    byte[] last = new byte[length];
    int start = (int) ((size - length) % ring.length);
    int first = Math.min(length, ring.length - start);
    System.arraycopy(ring, start, last, 0, first);
    System.arraycopy(ring, 0, last, first, length - first);
    return last;
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xc0) == 0x80;
  }
}
