package dev.resil.http;

import java.io.IOException;

/** Something on this machine, not the network, kept a request from being made or kept. */
final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A problem, in words for people. */
  StoreException(String message) {
    super(message);
  }
}
