package dev.resil.files;

import dev.resil.posix.Posix;
import dev.resil.text.Printable;
import dev.resil.text.RawText;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The name of a file or folder as the user gave it: bytes, in any encoding. The JDK encodes names
 * by the locale ({@code sun.jnu.encoding}), which fails or loses bytes for other names, and its
 * current folder is decoded likewise. A {@code file:} URI, however, becomes a path byte for byte,
 * and back.
 *
 * @param text as {@link RawText}, relative to the current folder or absolute
 */
public record UserPath(String text) {
  private static final String SCHEME = "file://";

  /**
   * Checks the name, whether or not there is such a file.
   *
   * @throws IllegalArgumentException if no file can have it, with the reason
   */
  public UserPath {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the name is empty");
    } else if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("the name contains a NUL character");
    }
  }

  /** The absolute path. */
  public Path path() {
    String absolute = text.startsWith("/") ? text : Posix.get().workingDirectory() + "/" + text;
    return RawText.isAscii(absolute)
        ? Path.of(absolute)
        : Path.of(URI.create(SCHEME + escaped(absolute)));
  }

  /** The name for messages. */
  public String shown() {
    return Printable.of(text);
  }

  /** The name of an absolute path as {@link RawText}. */
  public static String text(Path path) {
    String decoded = path.toString();
    return RawText.isAscii(decoded) ? decoded : unescaped(path.toUri().getRawPath());
  }

  /** The name of an absolute path for messages. */
  public static String shown(Path path) {
    return Printable.of(text(path));
  }

  private static String escaped(String name) {
    StringBuilder path = new StringBuilder();
    for (byte b : RawText.encode(name)) {
      boolean plain =
          (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '/';
      if (plain) {
        path.append((char) b);
      } else {
        path.append('%').append(HexFormat.of().toHexDigits(b));
      }
    }
    // two slashes at the start would name a host
    return path.toString().replaceFirst("^/+", "/");
  }

  /** The JDK appends a slash to the name of a folder. */
  private static String unescaped(String path) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int length = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
    for (int i = 0; i < length; i++) {
      if (path.charAt(i) == '%') {
        bytes.write(HexFormat.fromHexDigits(path, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(path.charAt(i));
      }
    }
    return RawText.decode(bytes.toByteArray());
  }
}
