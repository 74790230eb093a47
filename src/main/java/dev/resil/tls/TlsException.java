package dev.resil.tls;

/** TLS cannot be set up on this machine. The message is one line; it names the file, if any. */
public final class TlsException extends Exception {
  private static final long serialVersionUID = 1L;

  TlsException(String message) {
    super(message);
  }
}
