package dev.resil.http.wire;

import java.io.IOException;

/** The server refused a request without acting on it: HTTP/2's REFUSED_STREAM (RFC 9113, 8.7). */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedException(IOException cause) {
    super("the server refused the request", cause);
  }
}
