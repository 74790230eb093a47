package dev.resil.outcome;

/**
 * The stage at which a request without a complete answer failed, with curl's exit code for it
 * (curl(1)).
 */
public enum Fault {
  /** The host's name could not be resolved. */
  DNS("dns", 6),
  /** The connection failed: nothing was sent. */
  CONNECT("connect", 7),
  /** The certificate is not trusted, or there is no common protocol: nothing was sent. */
  TLS("tls", 35),
  /** The answer did not arrive, was cut off, or is malformed. */
  READ("read", 56),
  /** There were too many redirects, or one led to a URL that is not HTTP. */
  REDIRECT("redirect", 47);

  private final String text;
  private final int exitCode;

  Fault(String text, int exitCode) {
    this.text = text;
    this.exitCode = exitCode;
  }

  /** Its form in a LIST. */
  public String text() {
    return text;
  }

  int exitCode() {
    return exitCode;
  }
}
