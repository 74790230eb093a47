package dev.resil.tls;

import java.nio.file.Path;

/**
 * A file that the user named.
 *
 * @param by the option, parameter or variable that names it, for messages
 * @param path its path
 */
public record TlsFile(String by, Path path) {
  TlsException unusable(String reason) {
    return new TlsException(by + " " + path + ": " + reason);
  }
}
