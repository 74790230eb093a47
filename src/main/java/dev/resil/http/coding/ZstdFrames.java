package dev.resil.http.coding;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Passes on zstd frames (RFC 8878, 3.1), and rejects one to three bytes after them, of which the
 * decoder says nothing. All else that is wrong is left to the decoder.
 */
final class ZstdFrames extends FilterInputStream {
  private static final long FRAME = 0xfd2fb528L;
  private static final long SKIPPABLE = 0x184d2a5L;
  private static final int RUN = 1;

  private Part part = Part.MAGIC;

  /** The bytes of the part that are still to come. */
  private long left = 4;

  /** The bytes of the part that came, the lowest first. */
  private long number;

  private int taken;
  private boolean hasSum;
  private boolean isLast;

  ZstdFrames(InputStream in) {
    super(in);
  }

  private enum Part {
    MAGIC,
    SKIPPED_SIZE,
    SKIPPED,
    DESCRIPTOR,
    HEADER,
    BLOCK_HEADER,
    BLOCK,
    SUM,
    UNKNOWN
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    if (count < 0 && part == Part.MAGIC && taken > 0) {
      throw new IOException("more after the end");
    }
    for (int at = offset; at < offset + count; ) {
      at += take(bytes, at, offset + count);
    }
    return count;
  }

  /** Takes bytes of the current part, at least one; returns their number. */
  private int take(byte[] bytes, int from, int to) {
    int count = (int) Math.min(left, to - from);
    for (int i = from; i < from + count && taken < Integer.BYTES; i++) {
      number |= (bytes[i] & 0xffL) << (taken * Byte.SIZE);
      taken++;
    }
    left -= count;
    while (left == 0) {
      next();
    }
    return count;
  }

  private void next() {
    switch (part) {
      case MAGIC -> {
        boolean skippable = number >>> 4 == SKIPPABLE;
        begin(
            number == FRAME ? Part.DESCRIPTOR : skippable ? Part.SKIPPED_SIZE : Part.UNKNOWN,
            number == FRAME ? 1 : skippable ? 4 : Long.MAX_VALUE);
      }
      case DESCRIPTOR -> {
        hasSum = (number & 4) != 0;
        begin(Part.HEADER, headerLength((int) number));
      }
      case HEADER -> begin(Part.BLOCK_HEADER, 3);
      case BLOCK_HEADER -> {
        isLast = (number & 1) != 0;
        begin(Part.BLOCK, (number >> 1 & 3) == RUN ? 1 : number >> 3);
      }
      case BLOCK -> {
        Part after = isLast ? hasSum ? Part.SUM : Part.MAGIC : Part.BLOCK_HEADER;
        begin(after, after == Part.BLOCK_HEADER ? 3 : 4);
      }
      case SKIPPED_SIZE -> begin(Part.SKIPPED, number);
      case SKIPPED, SUM, UNKNOWN -> begin(Part.MAGIC, 4);
    }
  }

  /** The length of a frame's header without its descriptor (3.1.1.1). */
  private static int headerLength(int descriptor) {
    boolean single = (descriptor & 0x20) != 0;
    int dictionary = new int[] {0, 1, 2, 4}[descriptor & 3];
    int size = new int[] {single ? 1 : 0, 2, 4, 8}[descriptor >> 6 & 3];
    return (single ? 0 : 1) + dictionary + size;
  }

  private void begin(Part next, long length) {
    part = next;
    left = length;
    number = 0;
    taken = 0;
  }
}
