package dev.resil.state;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * File names for records. A simple name stands for itself; anything else is escaped, so that no
 * name leaves the folder, is hidden, or collides with another on a case-insensitive file system.
 */
final class FileNames {
  static final String SUFFIX = ".json";

  /** Leaves room for every suffix within the 255 bytes of NAME_MAX. */
  private static final int MAX_LENGTH = 180;

  private static final int KEPT = 100;

  private FileNames() {}

  /**
   * The file's name without a suffix. The characters {@code a-z 0-9 _ . -} stay, except {@code .}
   * and {@code -} at the beginning; all other bytes of the UTF-8 form become {@code %xx}. A name
   * that gets too long is cut and ends in {@code ~} and its SHA-256; an escaped name never contains
   * a {@code ~}.
   */
  static String of(String name) {
    StringBuilder escaped = new StringBuilder();
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    for (byte b : bytes) {
      char c = (char) (b & 0xff);
      boolean first = escaped.isEmpty();
      if ((c >= 'a' && c <= 'z')
          || (c >= '0' && c <= '9')
          || c == '_'
          || (!first && (c == '.' || c == '-'))) {
        escaped.append(c);
      } else {
        escaped.append('%').append(HexFormat.of().toHexDigits(b));
      }
    }
    return escaped.length() <= MAX_LENGTH
        ? escaped.toString()
        : escaped.substring(0, KEPT) + '~' + sha256(bytes);
  }

  /** The name of a record's file; empty if it was cut, or is not one. */
  static Optional<String> nameOf(String file) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int end = file.length() - SUFFIX.length();
    for (int i = 0; i < end; i++) {
      char c = file.charAt(i);
      if (c == '%' && i + 2 < end && isHex(file.charAt(i + 1)) && isHex(file.charAt(i + 2))) {
        bytes.write(HexFormat.fromHexDigits(file, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    String name = bytes.toString(StandardCharsets.UTF_8);
    return file.endsWith(SUFFIX) && file.equals(of(name) + SUFFIX)
        ? Optional.of(name)
        : Optional.empty();
  }

  private static boolean isHex(char c) {
    return HexFormat.isHexDigit(c);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
