package dev.resil.http.wire;

import java.io.IOException;

/**
 * A server or proxy does not keep to HTTP. The message is one line; it names the header, if any.
 */
public final class WireException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The server closed the connection within its answer. */
  public static final String CUT_OFF = "the response was cut off";

  /** The server closed the connection before its answer. */
  public static final String NO_ANSWER = "the server closed the connection without a response";

  public WireException(String message) {
    super(message);
  }
}
