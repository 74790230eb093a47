package dev.resil.posix;

import java.util.OptionalInt;

/**
 * The treatment of what is typed at a terminal, as its modes ({@code struct termios}) describe it:
 * by default a terminal collects lines (canonical mode), in which some characters have effects.
 */
public final class LineDiscipline {
  /**
   * The most bytes to type without ending a line; terminals lose what exceeds 4,095 on Linux, 1,024
   * on macOS. It is a prime, so that hardly any reader's buffer is full exactly there: the next
   * read would be the end of input on macOS and some versions of Linux.
   */
  public static final int LONGEST_LINE = Abi.LINUX ? 4093 : 1021;

  private static final int[] EDITING = {Abi.VEOF, Abi.VERASE, Abi.VKILL};
  private static final int[] EXTENDED_EDITING = {
    Abi.VWERASE, Abi.VREPRINT, Abi.VLNEXT, Abi.VDISCARD
  };
  private static final int[] SIGNALS = {Abi.VINTR, Abi.VQUIT, Abi.VSUSP};
  private static final int[] FLOW = {Abi.VSTART, Abi.VSTOP};
  private static final int ECHOES = Abi.ECHO | Abi.ECHONL;
  private static final int TRANSLATIONS = Abi.ISTRIP | Abi.INLCR | Abi.IGNCR | Abi.ICRNL;

  private final byte[] modes;
  private final boolean[] special = new boolean[256];

  /** The line discipline that modes of {@link Terminals#modes} describe. */
  public LineDiscipline(byte[] modes) {
    this.modes = modes.clone();
    mark(EDITING);
    if (has(Abi.TERMIOS_LFLAG, Abi.IEXTEN)) {
      mark(EXTENDED_EDITING);
    }
    if (has(Abi.TERMIOS_LFLAG, Abi.ISIG)) {
      mark(SIGNALS);
    }
    if (has(Abi.TERMIOS_IFLAG, Abi.IXON)) {
      mark(FLOW);
    }
    special['\r'] |= has(Abi.TERMIOS_IFLAG, Abi.ICRNL | Abi.IGNCR);
  }

  private void mark(int[] characters) {
    for (int index : characters) {
      int character = character(index);
      special[character] |= character != Abi.VDISABLE;
    }
  }

  private int character(int index) {
    return Byte.toUnsignedInt(modes[Abi.TERMIOS_CC + index]);
  }

  private boolean has(int field, int flags) {
    return (flags(field) & flags) != 0;
  }

  /** The lower two bytes of a field of flags. */
  private int flags(int field) {
    return Byte.toUnsignedInt(modes[field]) | Byte.toUnsignedInt(modes[field + 1]) << 8;
  }

  /** Whether the terminal collects lines, and has an end of input. */
  public boolean isCanonical() {
    return has(Abi.TERMIOS_LFLAG, Abi.ICANON);
  }

  /**
   * The character that ends a line without becoming part of it, and at the start of a line is the
   * end of input; empty if there is none.
   */
  public OptionalInt endOfFile() {
    return enabled(Abi.VEOF);
  }

  /** The character that takes the effect from the next one; empty if there is none. */
  public OptionalInt quote() {
    return isCanonical() && has(Abi.TERMIOS_LFLAG, Abi.IEXTEN)
        ? enabled(Abi.VLNEXT)
        : OptionalInt.empty();
  }

  private OptionalInt enabled(int index) {
    int character = character(index);
    return character == Abi.VDISABLE ? OptionalInt.empty() : OptionalInt.of(character);
  }

  /** Whether a byte, other than a line feed, has an effect in canonical mode. */
  public boolean isSpecial(byte typed) {
    return special[Byte.toUnsignedInt(typed)];
  }

  /**
   * The modes for input that comes from a file or pipe: lines, as before, but no echo, no keys that
   * send signals or stop the output, and no translation.
   */
  public byte[] forData() {
    byte[] data = modes.clone();
    clear(data, Abi.TERMIOS_LFLAG, ECHOES | Abi.ISIG);
    clear(data, Abi.TERMIOS_IFLAG, TRANSLATIONS | Abi.IXON | Abi.IXANY);
    return data;
  }

  private static void clear(byte[] modes, int field, int flags) {
    modes[field] &= (byte) ~flags;
    modes[field + 1] &= (byte) ~(flags >> 8);
  }
}
