package dev.resil.outcome;

/** Where a request failed that got no whole answer, with curl's exit code for it (curl(1)). */
public enum Fault {
  /** The host's name could not be resolved. */
  DNS("dns", 6),
  /** No connection came up: nothing was sent. */
  CONNECT("connect", 7),
  /** No trust, or no common protocol: nothing was sent. */
  TLS("tls", 35),
  /** The answer did not come, broke off, or is not what it should be. */
  READ("read", 56),
  /** The redirects have no end, or lead to what is no HTTP. */
  REDIRECT("redirect", 47);

  private final String text;
  private final int exitCode;

  Fault(String text, int exitCode) {
    this.text = text;
    this.exitCode = exitCode;
  }

  /** As it is written in a LIST. */
  public String text() {
    return text;
  }

  int exitCode() {
    return exitCode;
  }
}
