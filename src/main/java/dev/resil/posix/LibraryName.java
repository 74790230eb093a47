package dev.resil.posix;

import java.nio.charset.StandardCharsets;

/** The name of the C library, from {@code confstr(3)}. */
final class LibraryName {
  /** For {@code confstr}: {@code _CS_GNU_LIBC_VERSION}; musl does not know it. */
  static final int GNU_LIBC_VERSION = 2;

  static final int MAX = 64;

  private LibraryName() {}

  /**
   * The name.
   *
   * @param answer what {@code confstr} wrote, with a NUL at the end
   * @param size what it returned: 0 if it does not know the name
   */
  static String of(byte[] answer, long size) {
    if (!Abi.LINUX) {
      return "the system's";
    }
    return size > 1 && size <= answer.length
        ? new String(answer, 0, (int) size - 1, StandardCharsets.UTF_8)
        : "musl";
  }
}
