package dev.resil.pattern;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * Finds where a match may begin without examining every byte. Each match begins with one of several
 * literals. A table has their pieces of two to four bytes; one lookup every {@link #stride} bytes
 * finds them all, and most other text has no such piece.
 */
final class Skipper {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** The most bytes of a literal that are used. */
  private static final int LONGEST = 8;

  private static final int TABLE_BITS = 16;

  /** The most pieces in the table: with more, too much other text would be found. */
  private static final int MOST_PIECES = (1 << TABLE_BITS) / 8;

  private static final int SHIFT = Integer.SIZE - TABLE_BITS;
  private static final int MULTIPLIER = 0x9e3779b1;

  private final int mask;
  private final int stride;
  private final long[] table;

  private Skipper(int piece, int stride, long[] table) {
    this.mask = mask(piece);
    this.stride = stride;
    this.table = table;
  }

  /** The skipper for a program; empty if skipping would not be faster. */
  static Optional<Skipper> of(Program program) {
    Beginnings beginnings = new Beginnings(program, LONGEST);
    int shortest = beginnings.shortest();
    if (shortest < 2) {
      return Optional.empty();
    }
    int piece = shortest > 6 ? 4 : shortest > 3 ? 3 : 2;
    for (int stride = shortest - piece + 1; stride > 0; stride--) {
      long[] table = new long[(1 << TABLE_BITS) / Long.SIZE];
      if (fill(table, beginnings.literals(), piece, stride)) {
        return Optional.of(new Skipper(piece, stride, table));
      }
    }
    return Optional.empty();
  }

  /** Fills a table with the first pieces of literals; false if they are too many. */
  private static boolean fill(long[] table, List<List<byte[]>> literals, int piece, int stride) {
    int room = MOST_PIECES;
    for (List<byte[]> literal : literals) {
      for (int at = 0; at < stride && room >= 0; at++) {
        room -= enter(literal.subList(at, at + piece), 0, 0, room, table);
      }
    }
    return room >= 0;
  }

  /** Enters the variants of a piece, up to a number; returns how many there are. */
  private static int enter(List<byte[]> piece, int at, int value, int most, long[] table) {
    if (at == piece.size()) {
      int hash = (value * MULTIPLIER) >>> SHIFT;
      table[hash / Long.SIZE] |= 1L << hash;
      return 1;
    }
    int count = 0;
    for (byte one : piece.get(at)) {
      if (count <= most) {
        int more = value | ((one & 0xff) << (Byte.SIZE * at));
        count += enter(piece, at + 1, more, most - count, table);
      }
    }
    return count;
  }

  /**
   * Finds the next piece of a literal.
   *
   * @return its offset: the next match begins {@link #stride} - 1 bytes before it or later; without
   *     a piece, the complement of the first offset at which a match may begin
   */
  int next(byte[] bytes, int from, int to) {
    int last = to - Integer.BYTES;
    int at = from + stride - 1;
    for (; at <= last; at += stride) {
      int hash = (((int) INTS.get(bytes, at) & mask) * MULTIPLIER) >>> SHIFT;
      if (((table[hash / Long.SIZE] >>> hash) & 1) != 0) {
        return at;
      }
    }
    return ~(at - stride + 1);
  }

  int stride() {
    return stride;
  }

  private static int mask(int piece) {
    return -1 >>> (Integer.SIZE - Byte.SIZE * piece);
  }
}
