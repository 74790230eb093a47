package dev.resil.tls;

/** A file that TLS needs is not what it should be. The message is one line that names the file. */
public final class TlsException extends Exception {
  private static final long serialVersionUID = 1L;

  TlsException(String message) {
    super(message);
  }
}
