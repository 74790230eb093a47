package dev.resil.tls;

import dev.resil.files.UserPath;

/**
 * A file that the user named.
 *
 * @param by the option, parameter or variable that names it, for messages
 * @param path its path
 */
public record TlsFile(String by, UserPath path) {
  TlsException unusable(String reason) {
    return new TlsException(by + " " + path.shown() + ": " + reason);
  }
}
