package dev.resil.cli.http;

import dev.resil.cli.options.UsageException;
import dev.resil.files.UserFile;
import dev.resil.files.UserPath;
import dev.resil.text.IoReason;
import dev.resil.text.RawText;
import java.io.IOException;
import java.nio.file.Files;

/** Files that options of a request name. */
final class NamedFiles {
  /** More than any file of headers, passwords or formats has. */
  private static final int MAX_BYTES = 16 << 20;

  private NamedFiles() {}

  /** The content of a file as {@link RawText}, in any encoding. */
  static String text(String name) throws IOException {
    try {
      return RawText.decode(UserFile.read(new UserPath(name), MAX_BYTES));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * A file that can be read now.
   *
   * @throws IllegalArgumentException if there is none, with the reason
   */
  static UserPath readable(String name) {
    UserPath path = new UserPath(name);
    if (!Files.isReadable(path.path())) {
      throw new IllegalArgumentException("cannot be read");
    }
    return path;
  }

  /** The error that an option's file cannot be read. */
  static UsageException unreadable(String option, String value, IOException reason) {
    return UsageException.wrongValue(
        option, value, "cannot be read: " + IoReason.of(reason) + "; name a readable file");
  }
}
