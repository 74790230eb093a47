package dev.resil.http;

import java.io.IOException;

/** A request failed because of this machine, not the network. */
final class LocalFailureException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A failure with a message for users. */
  LocalFailureException(String message) {
    super(message);
  }
}
