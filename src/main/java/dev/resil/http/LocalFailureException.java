package dev.resil.http;

import java.io.IOException;

/** Something on this machine, not the network, kept a request from being made or kept. */
final class LocalFailureException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A problem, in words for people. */
  LocalFailureException(String message) {
    super(message);
  }
}
