package dev.resil.tls;

/**
 * TLS lacks something on this machine. The message is one line; it names the file if there is one.
 */
public final class TlsException extends Exception {
  private static final long serialVersionUID = 1L;

  TlsException(String message) {
    super(message);
  }
}
