package dev.resil.http.wire;

import java.util.List;
import java.util.Optional;

/**
 * IPv4 addresses in all forms that the C library accepts (inet_aton(3)): {@code 127.1}, {@code
 * 0x7f000001}. In one form, an exception for a proxy holds for all of them.
 */
final class Ipv4 {
  private static final int MAX_PARTS = 4;

  private Ipv4() {}

  /** The address in dotted form; empty if the text is a name. */
  static Optional<String> normal(String host) {
    List<String> parts = List.of(host.split("\\.", -1));
    if (parts.size() > MAX_PARTS) {
      return Optional.empty();
    }
    long address = 0;
    for (int i = 0; i < parts.size(); i++) {
      boolean last = i == parts.size() - 1;
      long value = number(parts.get(i));
      long limit = last ? 1L << (8 * (MAX_PARTS - i)) : 1 << 8;
      if (value < 0 || value >= limit) {
        return Optional.empty();
      }
      address |= last ? value : value << (8 * (MAX_PARTS - 1 - i));
    }
    // a Formatter would load the locale's symbols, twice the cost of the rest of a start
    return Optional.of(
        (address >> 24)
            + "."
            + ((address >> 16) & 0xff)
            + "."
            + ((address >> 8) & 0xff)
            + "."
            + (address & 0xff));
  }

  /** A number in decimal, octal or hexadecimal digits; -1 if it is none. */
  private static long number(String text) {
    boolean hex = text.startsWith("0x") || text.startsWith("0X");
    boolean octal = !hex && text.length() > 1 && text.startsWith("0");
    String digits = hex ? text.substring(2) : text;
    int radix = hex ? 16 : octal ? 8 : 10;
    boolean number =
        !digits.isEmpty()
            && digits.length() < 13
            && digits.chars().allMatch(c -> c < 0x80 && Character.digit(c, radix) >= 0);
    return number ? Long.parseLong(digits, radix) : -1;
  }
}
