package dev.resil.http;

import dev.resil.files.UserPath;
import java.util.Optional;

/**
 * The handling of the answer.
 *
 * @param file the file for the body, empty for stdout
 * @param naming how the server names the file, empty if it does not
 * @param continued the part of the file that is already there, empty for none
 * @param withHead whether to output the status line and headers before the body
 * @param failedBody whether to output the body of the last response even on failure
 * @param sha256 the expected digest of the body, in lower-case hexadecimal digits
 * @param format the text written to stdout at the end
 * @param side what is written beside the answer
 * @param progress whether to show the progress of a download on a terminal
 */
public record OutputPolicy(
    Optional<String> file,
    Optional<Naming> naming,
    Optional<Part> continued,
    boolean withHead,
    boolean failedBody,
    Optional<String> sha256,
    Optional<WriteOut> format,
    SideFiles side,
    boolean progress) {
  /**
   * A file that the server names.
   *
   * @param folder where it is, ending with a slash; empty for the current folder
   * @param fallback its name if the server gives none
   */
  public record Naming(String folder, Optional<String> fallback) {
    String in(String name) {
      return folder + name;
    }
  }

  /**
   * The first bytes of a file.
   *
   * @param length their number, 1 or more
   */
  public record Part(UserPath file, long length) {}

  /** The same policy for a file. */
  OutputPolicy into(Optional<String> other) {
    return new OutputPolicy(
        other, naming, continued, withHead, failedBody, sha256, format, side, progress);
  }
}
